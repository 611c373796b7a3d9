"""Accounts and grants."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from binhyen.accounts.roles import ACTS_OF, Act, Role
from binhyen.kernel.codes import new_id


class UserManager(BaseUserManager["User"]):
    """Finds people by the name they sign in with."""


class User(AbstractBaseUser):
    """Somebody who signs in. Only what their office publishes of them: name, title, office e-mail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức danh", max_length=120, blank=True)
    email = models.EmailField("thư điện tử cơ quan", blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # An administrator gave the password and so knows it: its owner must choose another before anything else.
    password_is_given = models.BooleanField("mật khẩu được cấp", default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    # Django's interface of users asks for these two; nobody here is above the table of roles.
    is_staff = False
    is_superuser = False

    objects = UserManager()

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name as it is shown."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name, which Vietnamese writes last."""
        return self.full_name.rsplit(" ", 1)[-1] or self.username


class Grant(models.Model):
    """A role held over a unit and everything below it, from one day until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField("vai trò", max_length=20, choices=[(role.value, role.vietnamese) for role in Role])
    scope = models.UUIDField("đơn vị", db_index=True)
    # Which owner of figures a DATA_OWNER speaks for, in the words of rulebooks ("police", "health").
    owner = models.CharField("cơ quan chủ quản số liệu", max_length=30, blank=True)
    valid_from = models.DateField("từ ngày", default=date(2000, 1, 1))
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        """A role ends after it began, and is held once at a time."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="accounts_grant_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "scope", "owner", "valid_from"], name="accounts_grant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.scope}"

    def allows(self, act: Act) -> bool:
        """Whether the role includes the act."""
        return act in ACTS_OF[Role(self.role)]

    def is_held_on(self, day: date) -> bool:
        """Whether the grant is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
