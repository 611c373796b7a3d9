"""Freezing the list of a cycle again."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from binhyen.accounts.models import User
from binhyen.dossiers.models import UnitList
from binhyen.dossiers.selectors.relisting import Relisting
from binhyen.dossiers.services.lists import cycle_follow_succession, list_refreeze
from binhyen.papers.services import paper_record
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm


class RelistForm(SpeakingForm):
    """The paper that freezes the list again, and which parts of divided units join."""

    number = OfficeText(label="Số, ký hiệu", max_length=60, help_text="Văn bản chốt lại danh sách đơn vị thuộc diện.")
    issued_on = DayField(label="Ngày ban hành")
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    parts = forms.MultipleChoiceField(
        label="Đơn vị nhận một phần đơn vị đã chia", widget=forms.CheckboxSelectMultiple, required=False
    )
    side_by_side = (("number", "issued_on"),)

    def __init__(self, *args: Any, plan: Relisting, whole: bool, **kwargs: Any) -> None:
        parts = [(str(one.one.unit), one.one.name) for one in plan.divided]
        super().__init__(*args, initial={"parts": [unit for unit, _ in parts]}, **kwargs)
        self.plan, self.whole = plan, whole
        offered = self.fields["parts"]
        if not parts:
            del self.fields["parts"]
        elif isinstance(offered, forms.MultipleChoiceField):
            offered.choices = parts

    def carry_out(self, *, by: User, seen: str, act_key: str | None) -> UnitList:
        """Record the paper and freeze the list, in whole or as far as units have ended. `seen` is what was shown."""
        data, cycle = self.cleaned_data, self.plan.cycle
        issued_on: date = data["issued_on"]
        paper = paper_record(
            by=by,
            owner_unit=cycle.scope_id,
            title=f"Danh sách đơn vị thuộc diện, {cycle.name}"[:300],
            number=data["number"],
            issued_on=issued_on,
            place_kept=data["place_kept"],
        )
        carry = list_refreeze if self.whole else cycle_follow_succession
        parts = {UUID(unit) for unit in data.get("parts", ())}
        return carry(by=by, cycle=cycle, paper=paper, parts=parts, seen=seen, act_key=act_key)
