"""What an officer fills in about an award."""

from collections.abc import Sequence
from typing import Any

from django import forms

from binhyen.accounts.models import User
from binhyen.kernel import clock, text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Programme
from binhyen.programmes.selectors import programmes_by_name
from binhyen.recognition.models import Award
from binhyen.recognition.services import NewAward, award_record
from binhyen.shell.typed import DayField, OfficeText, PeopleField, SpeakingForm
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.selectors import resolve_units

_YEAR = {"inputmode": "numeric", "class": "number", "maxlength": "4", "autocomplete": "off"}
_MOST_NAMED = 200


class MoneyField(OfficeText):
    """A sum in đồng, without decimals."""

    def clean(self, value: Any) -> Any:
        """The sum, or what to type instead; None where nothing is typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            money = text.parse_number(typed)
        except ValueError as error:
            raise forms.ValidationError("Ở đây cần một số tiền, ví dụ 4.680.000.") from error
        if money != money.to_integral_value() or money < 0:
            raise forms.ValidationError("Ở đây cần số tiền chẵn đồng.")
        return int(money)


class AwardForm(SpeakingForm):
    """Counts, years and the decision; the names of individuals are not asked for."""

    programme = forms.ModelChoiceField(
        label="Chương trình", queryset=Programme.objects.all(), empty_label="Chọn chương trình"
    )
    unit = forms.ChoiceField(label="Địa bàn")
    form = forms.ChoiceField(label="Hình thức", choices=Award.Form.choices)
    from_year = forms.IntegerField(label="Từ năm", widget=forms.TextInput(_YEAR))
    to_year = forms.IntegerField(label="Đến năm", widget=forms.TextInput(_YEAR), help_text="Khen một năm: ghi trùng.")
    collectives = PeopleField(label="Số tập thể", required=False)
    individuals = PeopleField(
        label="Số cá nhân", required=False, help_text="Chỉ ghi số lượng. Danh sách cá nhân giữ ở quyết định giấy."
    )
    money = MoneyField(
        label="Tiền thưởng", max_length=20, required=False, help_text="Tổng của mọi tập thể, cá nhân; tính bằng đồng."
    )
    named = OfficeText(
        label="Tập thể là đơn vị trong hệ thống",
        required=False,
        max_length=20_000,
        help_text="Cách nhau bằng dấu chấm phẩy, ví dụ: Thôn Mẫu 1; Trường THCS Mẫu.",
    )
    body = OfficeText(label="Cơ quan khen thưởng", max_length=200)
    number = OfficeText(label="Số, ký hiệu quyết định", max_length=60)
    given_on = DayField(label="Ngày quyết định", required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    side_by_side = (
        ("programme", "unit"), ("form", "from_year", "to_year"), ("collectives", "individuals"), ("number", "given_on"),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["programme"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = programmes_by_name(invented=any(one.unit.is_sample for one in units))
        self.fields["unit"] = forms.ChoiceField(
            label="Địa bàn", choices=[(str(one.unit_id), one.full_name) for one in units]
        )

    def carry_out(self, *, by: User, act_key: str | None) -> Award:
        """Record the award with the paper of its decision."""
        data = self.cleaned_data
        unit = Unit.objects.get(pk=data["unit"])
        award = NewAward(
            programme=data["programme"],
            unit=unit,
            from_year=data["from_year"],
            to_year=data["to_year"],
            form=Award.Form(data["form"]),
            collectives=data["collectives"] or 0,
            individuals=data["individuals"] or 0,
            money=data["money"],
            named=self._named(unit),
            body=data["body"],
            number=data["number"],
            given_on=data["given_on"],
            paper=paper_record(
                by=by,
                owner_unit=unit.pk,
                title="Quyết định khen thưởng",
                number=data["number"],
                issued_on=data["given_on"],
                issuer=data["body"],
                place_kept=data["place_kept"],
            ),
        )
        return award_record(by=by, award=award, act_key=act_key)

    def _named(self, unit: Unit) -> list[Unit]:
        """The units meant; one that is not found, or could be several, is told under the field."""
        asked = [each.strip() for each in self.cleaned_data["named"].split(";") if each.strip()]
        found = resolve_units(asked[:_MOST_NAMED], as_of=clock.today(), within=[unit.pk])
        place = str(self.fields["named"].label).lower()
        problems = [
            Problem(each.code, each.message, place, each.cure) for each in found.values() if isinstance(each, Problem)
        ]
        if problems:
            raise InputProblems(problems)
        return [each.unit for each in found.values() if isinstance(each, UnitVersion)]
