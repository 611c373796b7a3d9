"""How allauth behaves here: accounts are given by an administrator, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from binhyen.accounts.models import User

_WRONG_CODE = _("Mã không đúng hoặc đã hết hiệu lực. Nhập mã mới nhất trong ứng dụng.")


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-in only."""

    # allauth has no Vietnamese catalogue; these are the sentences people can meet here.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đã ngừng dùng."),
        "enter_current_password": _("Mật khẩu hiện nay không đúng."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_login": _("Chưa đăng nhập được. Hãy thử lại."),
        "too_many_login_attempts": _("Đã thử sai nhiều lần. Đợi vài phút rồi thử lại."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "same_as_current": _("Giá trị mới phải khác giá trị hiện nay."),
        "rate_limited": _("Gửi quá nhiều lần. Đợi vài phút rồi thử lại."),
    }

    def set_password(self, user: User, password: str) -> None:
        """Whoever chose it is the only one who knows it."""
        user.password_is_given = False
        super().set_password(user, password)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The second factor, in Vietnamese."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Không tắt được xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Hãy bật một cách xác thực hai lớp trước khi tạo mã dự phòng."),
        "incorrect_code": _WRONG_CODE,
    }
