"""Who signs in whose place: offices, days, and the paper that says so."""

from collections.abc import Sequence
from typing import Any

from django import forms

from binhyen.accounts.models import User
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Delegation
from binhyen.recognition.services import NewDelegation, delegation_end, delegation_record
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm
from binhyen.units.models import UnitVersion


class DelegationForm(SpeakingForm):
    """A new one. Offices only: whose name it is stands on the paper."""

    don_vi = forms.ChoiceField(label="Cơ quan")
    form = forms.ChoiceField(label="Hình thức", choices=Delegation.Form.choices, widget=forms.RadioSelect)
    of_office = OfficeText(label="Thay cho", max_length=120, initial="Chủ tịch", help_text="Chức vụ được ký thay.")
    signing_office = OfficeText(
        label="Chức vụ người ký", max_length=120, help_text="Ví dụ: Phó Chủ tịch. Không ghi tên người."
    )
    on_behalf_of = OfficeText(
        label="Thay mặt",
        max_length=120,
        required=False,
        help_text="Ví dụ: Ủy ban nhân dân, khi văn bản ký thay mặt (TM.).",
    )
    valid_from = DayField(label="Từ ngày", may_come=True)
    valid_to = DayField(
        label="Đến hết ngày", may_come=True, required=False, help_text="Ủy quyền, thừa lệnh phải có ngày cuối."
    )
    title = OfficeText(label="Văn bản giao ký", max_length=300, help_text="Tên loại và trích yếu, không nêu tên người.")
    number = OfficeText(label="Số, ký hiệu", max_length=60)
    issued_on = DayField(label="Ngày ban hành")
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    side_by_side = (("of_office", "signing_office"), ("valid_from", "valid_to"), ("number", "issued_on"))

    def __init__(self, *args: Any, units: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.unit_id): one.unit for one in units}
        chosen = self.fields["don_vi"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [(str(one.unit_id), one.full_name) for one in units]

    def carry_out(self, *, by: User, act_key: str | None) -> Delegation:
        """Record the paper and what it says."""
        data = self.cleaned_data
        unit = self.units[data["don_vi"]]
        paper = paper_record(
            by=by, owner_unit=unit.pk, title=data["title"], number=data["number"], issued_on=data["issued_on"],
            place_kept=data["place_kept"],
        )  # fmt: skip
        said = NewDelegation(
            unit=unit, form=Delegation.Form(data["form"]), of_office=data["of_office"],
            signing_office=data["signing_office"], valid_from=data["valid_from"], valid_to=data["valid_to"], paper=paper,
            on_behalf_of=data["on_behalf_of"],
        )  # fmt: skip
        return delegation_record(by=by, delegation=said, act_key=act_key)


class EndForm(SpeakingForm):
    """Its last day, where it ends earlier."""

    on = DayField(label="Đến hết ngày", may_come=True)

    def carry_out(self, *, by: User, delegation: Delegation, act_key: str | None) -> Delegation:
        """End it."""
        return delegation_end(by=by, delegation=delegation, on=self.cleaned_data["on"], act_key=act_key)
