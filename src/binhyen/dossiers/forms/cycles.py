"""Opening a cycle."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.kernel import clock
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Rulebook
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm
from binhyen.units.models import UnitVersion

_FIRST_YEAR, _AHEAD = 2005, 2


class WhichCycle(SpeakingForm):
    """The first half, asked with GET: rules, year, and the part of the tree."""

    bo_tieu_chi = forms.ModelChoiceField(label="Bộ tiêu chí", queryset=Rulebook.objects.none())
    nam = forms.IntegerField(
        label="Năm", widget=forms.TextInput({"inputmode": "numeric", "class": "number", "maxlength": "4"})
    )
    tim = OfficeText(
        label="Phạm vi",
        max_length=120,
        required=False,
        help_text="Tên xã, phường, đơn vị; gõ không dấu cũng được. Để trống: các đơn vị được giao.",
    )
    don_vi = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rulebooks: QuerySet[Rulebook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["bo_tieu_chi"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = rulebooks

    def clean_nam(self) -> int:
        """A year that a cycle can have."""
        year: int = self.cleaned_data["nam"]
        last = clock.today().year + _AHEAD
        if not _FIRST_YEAR <= year <= last:
            raise forms.ValidationError(f"Năm từ {_FIRST_YEAR} đến {last}.")
        return year


class OpenCycleForm(SpeakingForm):
    """The second half: the paper that freezes the list, and the name."""

    name = OfficeText(
        label="Tên đợt xét", max_length=300, required=False, help_text="Để trống: đặt theo chương trình, năm, đơn vị."
    )
    number = OfficeText(
        label="Số, ký hiệu", max_length=60, required=False, help_text="Văn bản chốt danh sách đơn vị thuộc diện."
    )
    issued_on = DayField(label="Ngày ban hành", required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    side_by_side = (("number", "issued_on"),)

    def carry_out(self, *, by: User, rulebook: Rulebook, year: int, scope: UnitVersion, act_key: str | None) -> Cycle:
        """Record the paper and open the cycle."""
        data = self.cleaned_data
        paper = None
        if data["number"] or data["place_kept"]:
            paper = paper_record(
                by=by,
                owner_unit=scope.unit_id,
                title=f"Danh sách đơn vị thuộc diện xét năm {year}, {scope.full_name}",
                number=data["number"],
                issued_on=data["issued_on"],
                place_kept=data["place_kept"],
            )
        return cycle_open(
            by=by, rulebook=rulebook, year=year, scope=scope.unit, name=data["name"], paper=paper, act_key=act_key
        )


def scope_of(form: WhichCycle, found: list[UnitVersion]) -> UnitVersion | None:
    """The unit that was chosen among those found, or the only one there is."""
    chosen: UUID | None = form.cleaned_data.get("don_vi")
    if chosen is None:
        return found[0] if len(found) == 1 else None
    return next((version for version in found if version.unit_id == chosen), None)
