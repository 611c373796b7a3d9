"""Contacts with units, what somebody wishes to be reminded by, and the reminders that were mailed. No name of a person,
no free text: whom one spoke to is the unit."""

from django.db import models

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.kernel.codes import new_id
from binhyen.units.models import Unit


class OwedStep(models.TextChoices):
    """What a unit still owes in a cycle, in the order of the year."""

    REGISTRATION = "dang-ky", "chưa đăng ký"
    FIGURES = "so-lieu", "chưa báo đủ số liệu"
    HANDING_IN = "nop-ho-so", "chưa nộp hồ sơ"
    ANSWER = "bo-sung", "chưa trả lời yêu cầu bổ sung"


class Contact(models.Model):
    """One contact with a unit: the day, the channel, what came of it. A mistake is withdrawn and stays."""

    class Channel(models.TextChoices):
        """How the unit was reached."""

        PHONE = "phone", "điện thoại"
        ZALO = "zalo", "Zalo"
        PAPER = "paper", "giấy"
        MEETING = "meeting", "họp"
        MAIL = "mail", "thư điện tử"

    class Result(models.TextChoices):
        """What came of it."""

        PROMISED = "promised", "hẹn nộp"
        UNREACHABLE = "unreachable", "không liên lạc được"
        HANDED_IN = "handed_in", "đã nộp"
        NEEDS_HELP = "needs_help", "cần hỗ trợ"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # Empty: about no cycle in particular.
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    unit_name = models.CharField(max_length=230)
    on = models.DateField("ngày")
    channel = models.CharField("kênh", max_length=8, choices=Channel)
    result = models.CharField("kết quả", max_length=12, choices=Result)
    promised_on = models.DateField("hẹn trước hết ngày", null=True, blank=True)
    withdrawn = models.BooleanField("đã rút", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        """Newest first; a day is promised by whoever promises."""

        ordering = ["-on", "-recorded_at"]
        indexes = [models.Index(fields=["cycle", "unit"], name="reminders_contact_cycle_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(promised_on__isnull=True)
                | models.Q(result="promised", promised_on__gte=models.F("on")),
                name="reminders_contact_promise",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.on}"


class Wish(models.Model):
    """What a person wants: letters to the office address, a calendar feed. Of its secret address only the digest is kept."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+", primary_key=True)
    by_mail = models.BooleanField("nhắc qua thư điện tử", default=False)
    feed_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    feed_made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A feed that exists was made."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(feed_digest__isnull=True, feed_made_at__isnull=True)
                | models.Q(feed_digest__isnull=False, feed_made_at__isnull=False),
                name="reminders_wish_feed",
            )
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class MailedReminder(models.Model):
    """One dossier of which a person was reminded by mail, before one deadline, at one mark.

    Claimed before the letter goes and marked when the server took it: a letter is never sent twice for one mark, and
    one that was not taken is tried again.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=OwedStep)
    deadline = models.DateField()
    # 30, 10 or 5 days before; below zero: so many days after.
    mark = models.SmallIntegerField()
    # The letter that carried it.
    letter = models.UUIDField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once for each mark before each deadline."""

        constraints = [
            models.UniqueConstraint(
                fields=["user", "dossier", "step", "deadline", "mark"], name="reminders_mailed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.step} {self.mark}"
