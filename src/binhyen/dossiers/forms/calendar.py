"""The calendar of a cycle: a day for a step, and a letter that moves days."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from binhyen.accounts.models import User
from binhyen.dossiers.forms.papers import ScanField, ScanForm
from binhyen.dossiers.models import Cycle, CycleStep, DeadlineLetter, YearStep
from binhyen.dossiers.selectors.letters import Plan
from binhyen.dossiers.services.calendar import LONGEST_CITATION, deadline_move, steps_set
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.services import paper_record
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm

_HARD = [("", "Chỉ báo trễ hạn"), ("cung", "Hết hạn thì không nhận, trừ khi có công văn gia hạn")]
_KINDS, _UNITS = DeadlineLetter.Covers.KINDS, DeadlineLetter.Covers.UNITS


class StepForm(SpeakingForm):
    """Until when a step is to be done, and which document says so."""

    step = forms.ChoiceField(label="Bước", choices=YearStep.choices)
    day = DayField(label="Hạn cuối", may_come=True, help_text="Ví dụ 20/11/2021; hạn tính đến hết ngày này.")
    kinds = forms.MultipleChoiceField(
        label="Loại đơn vị",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn: mọi loại chưa có hạn riêng.",
    )
    hard = forms.ChoiceField(label="Khi hết hạn", choices=_HARD, required=False, widget=forms.RadioSelect, initial="")
    citation = OfficeText(
        label="Văn bản quy định",
        max_length=LONGEST_CITATION,
        help_text="Ví dụ: Kế hoạch số 15/KH-UBND ngày 20/01/2021.",
    )
    side_by_side = (("step", "day"),)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["kinds"], kinds)

    def carry_out(self, *, by: User, cycle: Cycle, act_key: str | None) -> list[CycleStep]:
        """Set the day."""
        data = self.cleaned_data
        return steps_set(
            by=by, cycle=cycle, step=YearStep(data["step"]), day=data["day"], citation=data["citation"],
            kinds=[SubjectKind(kind) for kind in data["kinds"]], is_hard=bool(data["hard"]), act_key=act_key,
        )  # fmt: skip


class WhatMoves(SpeakingForm):
    """The first half of a letter, asked with GET: which days, to which day, for whom."""

    han = forms.MultipleChoiceField(label="Hạn được dời", widget=forms.CheckboxSelectMultiple)
    ngay = DayField(label="Ngày mới", may_come=True, help_text="Ví dụ 15/04/2021; hạn tính đến hết ngày này.")
    cho = forms.ChoiceField(
        label="Áp dụng cho", choices=DeadlineLetter.Covers.choices, initial="all", widget=forms.RadioSelect
    )
    loai = forms.MultipleChoiceField(label="Loại đơn vị", required=False, widget=forms.CheckboxSelectMultiple)
    don_vi = forms.MultipleChoiceField(
        label="Đơn vị", required=False, widget=forms.CheckboxSelectMultiple, help_text="Như công văn nêu."
    )

    def __init__(
        self,
        *args: Any,
        targets: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, str]],
        units: Sequence[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["han"], targets)
        _offer(self.fields["loai"], kinds)
        _offer(self.fields["don_vi"], [(str(unit), name) for unit, name in units])

    def clean(self) -> dict[str, Any]:
        """Whoever says "some kinds" or "some units" names them."""
        data = super().clean() or {}
        for covers, name in ((_KINDS, "loai"), (_UNITS, "don_vi")):
            if data.get("cho") == covers and not data.get(name) and name not in self.errors:
                self.add_error(name, "Chọn ít nhất một mục.")
        return data

    @property
    def plan(self) -> Plan:
        """What the letter says; what was ticked for another reach is not meant."""
        data = self.cleaned_data
        return Plan(
            targets=tuple(data["han"]),
            new_day=data["ngay"],
            covers=data["cho"],
            kinds=tuple(data["loai"]) if data["cho"] == _KINDS else (),
            units=tuple(UUID(unit) for unit in data["don_vi"]) if data["cho"] == _UNITS else (),
        )


class LetterForm(ScanForm):
    """The second half: the letter itself. `seen` is what the person was shown."""

    number = OfficeText(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 112/UBND-NC.")
    issued_on = DayField(label="Ngày ban hành")
    title = OfficeText(label="Trích yếu", max_length=300, rows=2, help_text="Như trên công văn; không nêu tên người.")
    issuer = OfficeText(label="Cơ quan ban hành", max_length=200)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    scan = ScanField()
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    side_by_side = (("number", "issued_on"),)

    def carry_out(self, *, by: User, cycle: Cycle, plan: Plan, act_key: str | None) -> DeadlineLetter:
        """Record the letter and apply it."""
        data = dict(self.cleaned_data)
        seen = data.pop("seen")
        paper = paper_record(by=by, owner_unit=cycle.scope_id, upload=data.pop("scan"), **data)
        return deadline_move(by=by, cycle=cycle, plan=plan, paper=paper, seen=seen, act_key=act_key)


def _offer(field: forms.Field, choices: Sequence[tuple[str, str]]) -> None:
    if isinstance(field, forms.MultipleChoiceField):
        field.choices = list(choices)
