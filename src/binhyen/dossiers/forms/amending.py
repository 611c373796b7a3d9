"""Adopting another version of the criteria in mid-year."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle, RulebookAdoption
from binhyen.dossiers.services.adopting import LONGEST_REASON, rulebook_adopt
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Rulebook
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm


class WhichVersion(SpeakingForm):
    """The first half, asked with GET: which issued version."""

    ban = forms.ModelChoiceField(label="Bản áp dụng", queryset=Rulebook.objects.none())

    def __init__(self, *args: Any, versions: QuerySet[Rulebook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["ban"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = versions


class AdoptForm(SpeakingForm):
    """The second half: from which day, by which paper, why. `seen` is what the person was shown."""

    from_day = DayField(label="Áp dụng từ ngày")
    number = OfficeText(label="Số, ký hiệu", max_length=60, help_text="Văn bản cho áp dụng bản mới trong đợt này.")
    issued_on = DayField(label="Ngày ban hành")
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    reason = OfficeText(label="Lý do", max_length=LONGEST_REASON, rows=2, help_text="Ngắn gọn, không nêu tên người.")
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    side_by_side = (("number", "issued_on"),)

    def carry_out(self, *, by: User, cycle: Cycle, rulebook: Rulebook, act_key: str | None) -> RulebookAdoption:
        """Record the paper and adopt the version."""
        data = self.cleaned_data
        issued_on: date = data["issued_on"]
        paper = paper_record(
            by=by,
            owner_unit=cycle.scope_id,
            title=f"Áp dụng {rulebook} cho {cycle.name}"[:300],
            number=data["number"],
            issued_on=issued_on,
            place_kept=data["place_kept"],
        )
        return rulebook_adopt(
            by=by, cycle=cycle, rulebook=rulebook, from_day=data["from_day"], paper=paper, reason=data["reason"],
            seen=data["seen"], act_key=act_key,
        )  # fmt: skip
