"""Forms about people who sign in: what their office publishes of them, and what they may do where."""

from typing import Any, ClassVar

from django import forms

from binhyen.accounts.roles import Role
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm


class DutyForm(SpeakingForm):
    """A role over a unit and what is below it."""

    side_by_side: ClassVar[tuple[tuple[str, ...], ...]] = (("unit", "last_day"),)
    role = forms.ChoiceField(label="Vai trò", choices=[(role.value, role.vietnamese) for role in Role])
    owner = forms.ChoiceField(
        label="Cơ quan chủ quản số liệu", required=False, help_text="Chỉ với vai trò Cơ quan cung cấp số liệu."
    )
    unit = OfficeText(
        label="Đơn vị", max_length=200, help_text="Mã hoặc tên; vai trò có hiệu lực ở đơn vị này và bên dưới."
    )
    last_day = DayField(label="Ngày cuối", required=False, may_come=True, help_text="Để trống nếu chưa biết.")

    def __init__(self, *args: Any, owners: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ChoiceField):
            owner.choices = [("", "Không"), *owners]


class PersonForm(SpeakingForm):
    """What the office publishes of a person."""

    side_by_side: ClassVar[tuple[tuple[str, ...], ...]] = (("full_name", "position"),)
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    position = forms.CharField(label="Chức danh", max_length=120, required=False)
    email = forms.EmailField(label="Thư điện tử cơ quan", required=False)


class NewPersonForm(DutyForm, PersonForm):
    """An account to be opened, with its first role."""

    side_by_side = (("username", "full_name"), ("position", "email"), ("unit", "last_day"))
    username = forms.RegexField(
        r"^[a-z][a-z0-9._-]{2,59}\Z",
        label="Tên đăng nhập",
        help_text="Chữ thường không dấu, số, dấu chấm; ví dụ lan.nguyen.",
        error_messages={"invalid": "Chỉ dùng chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ, từ 3 ký tự."},
    )
    field_order = ("username", "full_name", "position", "email", "role", "owner", "unit", "last_day")


class LastDayForm(SpeakingForm):
    """When a role ends."""

    last_day = DayField(label="Ngày cuối", may_come=True)


class HandoverForm(SpeakingForm):
    """Who takes over, and the paper that says so where there is one."""

    side_by_side: ClassVar[tuple[tuple[str, ...], ...]] = (("number", "issued_on"),)
    taker = forms.ChoiceField(label="Người nhận", help_text="Chưa có tài khoản thì thêm người trước.")
    title = OfficeText(
        label="Quyết định, thông báo phân công",
        max_length=300,
        required=False,
        help_text="Trích yếu, không nêu tên người. Để trống nếu chưa có văn bản.",
    )
    number = OfficeText(label="Số, ký hiệu", max_length=60, required=False)
    issued_on = DayField(label="Ngày ban hành", required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)

    def __init__(self, *args: Any, takers: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taker = self.fields["taker"]
        if isinstance(taker, forms.ChoiceField):
            taker.choices = [("", "Chọn người nhận"), *takers]
