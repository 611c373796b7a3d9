"""What people send about rulebooks."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from binhyen.kernel import text
from binhyen.programmes.models import Rulebook
from binhyen.programmes.services import SHORTEST_CITATION, LegalAct
from binhyen.rules.loading import Confirmation
from binhyen.rules.model.rulebook import Citation, Window, WindowDay
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm

_YEARS = (("-1", "năm trước"), ("0", "năm xét"), ("1", "năm sau"))


class RulebookFileForm(SpeakingForm):
    """A rulebook file to be checked or kept as a draft. `most_bytes` is what the loader reads at most."""

    most_bytes: ClassVar[int] = 2_000_000

    file = forms.FileField(
        label="Tệp bộ tiêu chí",
        help_text="Bảng tính .xlsx theo mẫu, hoặc tệp .yaml.",
        error_messages={"empty": "Tệp không có nội dung."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = "Chưa chọn tệp."


class CitationForm(forms.Form):
    """Where a place that was to confirm stands in the law."""

    place = forms.CharField(widget=forms.HiddenInput, max_length=100)
    citation = forms.CharField(
        label="Căn cứ đã đối chiếu",
        max_length=300,
        min_length=SHORTEST_CITATION,
        error_messages={
            "required": "Chưa ghi căn cứ.",
            "min_length": "Ghi văn bản, số, ngày và điều khoản, ví dụ “khoản 4 Điều 4 Thông tư số …”.",
        },
    )


class ActForm(SpeakingForm):
    """The decision by which something is done to a rulebook."""

    side_by_side: ClassVar[tuple[tuple[str, ...], ...]] = (("number", "issued_on"),)

    number = OfficeText(label="Số, ký hiệu văn bản", max_length=60, help_text="Ví dụ 12/QĐ-UBND.")
    issued_on = DayField(label="Ngày ban hành")
    issuer = OfficeText(label="Cơ quan ban hành", max_length=200)
    place_kept = OfficeText(label="Cặp, hộp lưu bản giấy", max_length=200, required=False)

    @property
    def legal_act(self) -> LegalAct:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return LegalAct(data["number"], data["issued_on"], data["issuer"], data["place_kept"])


class IssueForm(ActForm):
    """Issuing a draft, in the place of another version or beside it."""

    replaces = forms.ChoiceField(label="Thay thế", required=False)

    def __init__(self, *args: Any, versions: Sequence[Rulebook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {str(each.pk): each for each in versions}
        field = self.fields["replaces"]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError("`replaces` is a choice")
        field.choices = [
            ("", "Không thay thế phiên bản nào"),
            *((key, str(each)) for key, each in self._versions.items()),
        ]
        field.initial = next(iter(self._versions), "")

    @property
    def replaced(self) -> Rulebook | None:
        """The version that ends, once the form is valid."""
        return self._versions.get(self.cleaned_data.get("replaces", ""))


class RepealForm(ActForm):
    """Repealing an issued rulebook."""

    on = DayField(label="Hết hiệu lực từ ngày", may_come=True)


class SettleForm(SpeakingForm):
    """The content of one place that was to confirm, with the source in which it was read."""

    side_by_side: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("title", "day"), ("first_day", "first_year"), ("last_day", "last_year"),
    )  # fmt: skip

    at_least = forms.CharField(label="Ngưỡng", max_length=12, help_text="Số đọc được trong văn bản, ví dụ 80.")
    rule = forms.CharField(
        label="Quy tắc",
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Viết như trong bộ tiêu chí, ví dụ ho_dang_ky = ho_cu_tru.",
    )
    first_day = forms.RegexField(r"^\d\d/\d\d$", label="Ngày đầu kỳ", help_text="Ví dụ 01/11.")
    first_year = forms.ChoiceField(label="của", choices=_YEARS, initial="-1")
    last_day = forms.RegexField(r"^\d\d/\d\d$", label="Ngày cuối kỳ", help_text="Ví dụ 31/10.")
    last_year = forms.ChoiceField(label="của", choices=_YEARS, initial="0")
    title = OfficeText(label="Văn bản", max_length=300, help_text="Tên, số văn bản, ví dụ Thông tư 124/2021/TT-BCA.")
    day = DayField(label="Ngày văn bản", required=False)
    clause = OfficeText(label="Điều khoản", max_length=200, help_text="Ví dụ khoản 4 Điều 4.")
    version = OfficeText(
        label="Phiên bản mới", max_length=40, help_text="Bản đã ban hành không đổi; nội dung vào phiên bản này."
    )

    def __init__(self, *args: Any, needs: Sequence[str], is_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {*needs, "title", "day", "clause", *(() if is_draft else ("version",))}
        for name in [*self.fields]:
            if name not in asked:
                del self.fields[name]

    def clean_at_least(self) -> Decimal:
        """The number as people type it."""
        try:
            return text.parse_number(self.cleaned_data["at_least"])
        except ValueError as error:
            raise ValidationError("Ở đây cần một số, ví dụ 80 hoặc 79,5.") from error

    def confirmation(self, place: str) -> Confirmation:
        """What was typed, for the place."""
        data = self.cleaned_data
        citation = Citation(title=data["title"], day=data.get("day"), clause=data["clause"])
        window = Window(_day_of(data, "first"), _day_of(data, "last")) if "first_day" in data else None
        return Confirmation(place, citation, at_least=data.get("at_least"), rule=data.get("rule", ""), window=window)


def _day_of(data: dict[str, Any], end: str) -> WindowDay:
    number, month = data[f"{end}_day"].split("/")
    return WindowDay(int(data[f"{end}_year"]), f"{month}-{number}")
