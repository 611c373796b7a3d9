"""Opening a year from the year before."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.services.opening_next import cycle_open_next
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Rulebook
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm


class WhichRules(SpeakingForm):
    """The first half, asked with GET: by which version."""

    ban = forms.ModelChoiceField(label="Bộ tiêu chí", queryset=Rulebook.objects.none(), empty_label=None)

    def __init__(self, *args: Any, versions: QuerySet[Rulebook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["ban"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = versions


class OpenNextForm(SpeakingForm):
    """The second half: the name, and the paper that freezes the new list."""

    name = OfficeText(
        label="Tên đợt xét", max_length=300, required=False, help_text="Để trống: đặt theo chương trình, năm, đơn vị."
    )
    number = OfficeText(
        label="Số, ký hiệu", max_length=60, required=False, help_text="Văn bản chốt danh sách đơn vị thuộc diện."
    )
    issued_on = DayField(label="Ngày ban hành", required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    side_by_side = (("number", "issued_on"),)

    def carry_out(self, *, by: User, cycle: Cycle, rulebook: Rulebook, act_key: str | None) -> Cycle:
        """Record the paper and open the year."""
        data, paper = self.cleaned_data, None
        if data["number"] or data["place_kept"]:
            paper = paper_record(
                by=by,
                owner_unit=cycle.scope_id,
                title=f"Danh sách đơn vị thuộc diện xét năm {cycle.year + 1}, {cycle.scope_name}"[:300],
                number=data["number"],
                issued_on=data["issued_on"],
                place_kept=data["place_kept"],
            )
        return cycle_open_next(by=by, cycle=cycle, rulebook=rulebook, name=data["name"], paper=paper, act_key=act_key)
