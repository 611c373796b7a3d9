"""An amendment in mid-year before it is applied: what another rulebook would change in a cycle. Nothing is written.

What is shown here is what `services.adopting.rulebook_adopt` stores with the act.
"""

import copy
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Basis, CommitteeAnswer, Cycle, Dossier, RulebookAdoption, Standing
from binhyen.dossiers.models import DossierState as S
from binhyen.dossiers.selectors.entry import entry_columns
from binhyen.dossiers.selectors.judging import standings_of
from binhyen.dossiers.selectors.rulebooks import judges_alike, rules_of, same_criteria
from binhyen.figures.models import FigureValue
from binhyen.kernel import text
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled, may_run_for_real
from binhyen.rules.changes import Wording, changes_between, sentence
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook as Rules

# A committee that judged by the old text has to judge again by the new one.
REVIEWED = (S.REVIEWED, S.IN_CONSULTATION)
_ASSESSED = frozenset({S.SELF_ASSESSED, S.SUBMITTED, *REVIEWED})


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict that changes: of which dossier, on whose figures, from what to what (with the level, where there is one)."""

    dossier: str
    unit: str
    kind: str
    basis: str
    before: str
    after: str
    level_before: str
    level_after: str

    @property
    def on(self) -> str:
        """The basis as people say it."""
        return str(Basis(self.basis).label)


@dataclass(frozen=True, slots=True)
class NewWindow:
    """A kind of unit that gets another evaluation window; `values` answers stand in the old one and do not move."""

    kind: str
    before: str
    after: str
    values: int

    @property
    def word(self) -> str:
        """The kind as people call it."""
        return SubjectKind(self.kind).vietnamese


@dataclass(frozen=True, slots=True)
class NeededFigure:
    """A figure that nobody was asked for until now."""

    kind: str
    code: str
    name: str

    @property
    def word(self) -> str:
        """The kind as people call it."""
        return SubjectKind(self.kind).vietnamese


@dataclass(frozen=True, slots=True)
class Amendment:
    """What adopting a rulebook does. `moved` dossiers are open and follow it, `kept` are decided and do not.

    `again` are units that the committee has to judge again; `assessed` units whose own meeting had the old text before
    it; `asked_again` how many words of the committee no longer count; `unlisted` kinds that the new text judges and of
    which no unit is on the list.
    """

    before: str
    after: str
    moved: int
    kept: int
    turns: tuple[Turn, ...]
    changes: tuple[str, ...]
    needed: tuple[NeededFigure, ...]
    windows: tuple[NewWindow, ...]
    again: tuple[str, ...]
    assessed: tuple[str, ...]
    asked_again: int
    unlisted: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """For storing with the act."""
        return asdict(self)

    @property
    def fingerprint(self) -> str:
        """Changes with anything that is shown: whoever confirms has seen this and nothing else."""
        return hashlib.sha256(json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def counts(self) -> list[tuple[str, str, str, int]]:
        """How many verdicts turn from what to what on each basis, the most first."""
        found = Counter((turn.on, turn.before, turn.after) for turn in self.turns)
        return [(*turn, number) for turn, number in found.most_common()]


def adoptable(cycle: Cycle) -> QuerySet[Rulebook]:
    """Other issued versions of the same programme, newest first."""
    versions = Rulebook.objects.filter(programme=cycle.programme_id).exclude(pk=cycle.rulebook_id)
    usable = versions.exclude(state__in=(Rulebook.State.DRAFT, Rulebook.State.REPEALED))
    return usable.select_related("programme").defer("source", "canonical").order_by("-valid_from", "-version")


def amendment_of(cycle: Cycle, rulebook: Rulebook) -> Amendment:
    """What would happen if the cycle adopted this rulebook now. Raises RefusedByState where it cannot.

    A bounded number of statements, whatever the number of dossiers.
    """
    among = Dossier.objects.filter(cycle=cycle).exclude(state__in=DECIDED)
    living = list(among.order_by("position"))
    was, will = rules_of(cycle), compiled(rulebook)
    _refuse(cycle, rulebook, will, {SubjectKind(one.subject_kind) for one in living})
    moved = moved_to(living, rulebook, cycle.year)
    differs = {kind for kind in was.subjects if not judges_alike(was, will, kind)}
    changed = [one for one in living if SubjectKind(one.subject_kind) in differs]
    return Amendment(
        before=str(cycle.rulebook),
        after=str(rulebook),
        moved=len(living),
        kept=Dossier.objects.filter(cycle=cycle, state__in=DECIDED).count(),
        turns=tuple(_turns(cycle, will, moved, among)),
        changes=tuple(sentence(one, Wording.of(was, will)) for one in changes_between(was, will)),
        needed=tuple(_needed(was, will, {SubjectKind(one.subject_kind) for one in living})),
        windows=tuple(_windows(living, moved, will)),
        again=tuple(one.unit_name for one in changed if one.state in REVIEWED),
        assessed=tuple(one.unit_name for one in changed if one.state in _ASSESSED),
        asked_again=_asked_again(was, will, among),
        unlisted=_unlisted(cycle, will),
    )


def moved_to(dossiers: Iterable[Dossier], rulebook: Rulebook, year: int) -> list[Dossier]:
    """The dossiers as they would be under the rulebook: its windows for their kinds. Copies; nothing is stored."""
    subjects = compiled(rulebook).subjects
    windows = {kind: subject.window.for_year(year) for kind, subject in subjects.items() if subject.window}
    return [_moved(one, rulebook, windows[SubjectKind(one.subject_kind)]) for one in dossiers]


def _moved(dossier: Dossier, rulebook: Rulebook, window: Period) -> Dossier:
    one = copy.copy(dossier)
    one.rulebook_id, one.starts, one.ends = rulebook.pk, window.start, window.end
    return one


def _refuse(cycle: Cycle, rulebook: Rulebook, will: Rules, kinds: set[SubjectKind]) -> None:
    """Raise RefusedByState where the cycle cannot be judged by this rulebook."""
    if rulebook.programme_id != cycle.programme_id:
        raise RefusedByState("Bộ tiêu chí này thuộc chương trình khác.", cure="Chọn một bản của cùng chương trình.")
    if rulebook.pk == cycle.rulebook_id:
        raise RefusedByState("Đợt xét đang dùng chính bản này.", cure="Chọn bản khác, hoặc giữ nguyên.")
    if rulebook.state == Rulebook.State.DRAFT:
        raise RefusedByState("Bộ tiêu chí này còn là dự thảo.", cure="Ban hành bộ tiêu chí trước khi áp dụng.")
    if rulebook.state == Rulebook.State.REPEALED:
        raise RefusedByState("Bộ tiêu chí này đã bị bãi bỏ.", cure="Chọn bản còn hiệu lực.")
    if not cycle.is_sample and not may_run_for_real(rulebook):
        raise RefusedByState(
            f"Bộ tiêu chí còn {rulebook.to_confirm_count} nội dung cần xác nhận với văn bản gốc.",
            cure="Quản trị xác nhận từng nội dung kèm căn cứ trước khi áp dụng cho đơn vị thật.",
        )
    gone = [kind.vietnamese for kind in kinds if kind not in will.subjects]
    if gone:
        raise RefusedByState(
            f"Bản này không xét {', '.join(sorted(gone))}, mà hồ sơ của loại đơn vị ấy còn chưa quyết định.",
            cure="Quyết định các hồ sơ đó theo bản đang dùng trước, hoặc chọn bản khác.",
        )
    silent = [kind.vietnamese for kind in kinds if will.subjects[kind].window is None]
    if silent:
        raise RefusedByState(
            f"Bản này chưa có thời gian đánh giá cho {', '.join(sorted(silent))}.",
            cure="Quản trị xác nhận thời gian kèm căn cứ.",
        )


def _turns(cycle: Cycle, will: Rules, moved: Sequence[Dossier], among: QuerySet[Dossier]) -> Iterable[Turn]:
    known = Standing.objects.filter(dossier__in=among.order_by().values("pk"))
    rows = known.values_list("dossier", "basis", "verdict", "level")
    now = {(dossier, basis): (verdict, level) for dossier, basis, verdict, level in rows}
    for one in standings_of(cycle=cycle, rulebook=will, dossiers=moved, among=among):
        before, level = now.get((one.dossier_id, one.basis), (Outcome.UNKNOWN.value, ""))
        if (before, level) != (one.verdict, one.level):
            unit = one.dossier
            yield Turn(
                str(unit.pk), unit.unit_name, unit.subject_kind, one.basis, before, one.verdict, level, one.level
            )


def _needed(was: Rules, will: Rules, kinds: Iterable[SubjectKind]) -> Iterable[NeededFigure]:
    for kind in sorted(kinds, key=lambda kind: kind.place):
        known = {column.code for column in entry_columns(was, kind)}
        for column in entry_columns(will, kind):
            if column.code not in known:
                yield NeededFigure(kind.value, column.code, column.title)


def _windows(living: Sequence[Dossier], moved: Sequence[Dossier], will: Rules) -> Iterable[NewWindow]:
    shifts: dict[SubjectKind, tuple[Period, Period]] = {}
    for old, new in zip(living, moved, strict=True):
        if old.window != new.window:
            shifts[SubjectKind(old.subject_kind)] = old.window, new.window
    for kind, (before, after) in sorted(shifts.items(), key=lambda shift: shift[0].place):
        units = [one.unit_id for one in living if one.subject_kind == kind]
        keys = [column.figure.key for column in entry_columns(will, kind)]
        yield NewWindow(kind.value, days(before), days(after), _values_in(before, units, keys))


def days(window: Period) -> str:
    """A window as papers write it."""
    return f"{text.day(window.start)} – {text.day(window.last)}"


def _values_in(window: Period, units: Sequence[UUID], keys: Sequence[str]) -> int:
    found = FigureValue.objects.filter(
        starts=window.start, ends=window.end, is_current=True, withdrawn=False, figure__key__in=keys
    )
    wanted = set(units)
    return sum(unit in wanted for unit in found.values_list("unit", flat=True))


def _asked_again(was: Rules, will: Rules, among: QuerySet[Dossier]) -> int:
    same = {kind.value: same_criteria(was, will, kind) for kind in was.subjects}
    given = CommitteeAnswer.objects.filter(dossier__in=among.order_by().values("pk"))
    return sum(
        criterion not in same[kind] for kind, criterion in given.values_list("dossier__subject_kind", "criterion")
    )


def _unlisted(cycle: Cycle, will: Rules) -> tuple[str, ...]:
    listed = set(Dossier.objects.filter(cycle=cycle).order_by().values_list("subject_kind", flat=True).distinct())
    return tuple(kind.vietnamese for kind in will.subjects if kind.value not in listed)


# ---------------------------------------------------------------- after it was applied


def adoptions_of(cycle: Cycle) -> QuerySet[RulebookAdoption]:
    """The amendments of a cycle, first to last."""
    texts = ("before__source", "before__canonical", "after__source", "after__canonical")
    return cycle.adoptions.select_related("before", "after", "paper").defer(*texts)


def shown_with(adoption: RulebookAdoption) -> Amendment:
    """What was shown when the amendment was applied."""
    data: Mapping[str, Any] = adoption.shown
    lists = {
        "turns": tuple(Turn(**one) for one in data["turns"]),
        "needed": tuple(NeededFigure(**one) for one in data["needed"]),
        "windows": tuple(NewWindow(**one) for one in data["windows"]),
        **{key: tuple(data[key]) for key in ("changes", "again", "assessed", "unlisted")},
    }
    return Amendment(**{**data, **lists})


def refuse_day(rulebook: Rulebook, day: date) -> None:
    """Raise RefusedByState for a day on which the rulebook is not in force."""
    if rulebook.valid_from and day < rulebook.valid_from:
        raise RefusedByState(
            f"Bộ tiêu chí có hiệu lực từ ngày {text.day(rulebook.valid_from)}.",
            cure="Ghi ngày áp dụng từ ngày ấy trở đi.",
        )
    if rulebook.valid_to and day >= rulebook.valid_to:
        raise RefusedByState(
            f"Bộ tiêu chí hết hiệu lực từ ngày {text.day(rulebook.valid_to)}.", cure="Chọn bản còn hiệu lực."
        )


def open_in(cycle: Cycle, kinds: Iterable[SubjectKind]) -> Q:
    """Open dossiers of these kinds in the cycle."""
    return Q(cycle=cycle, subject_kind__in=list(kinds)) & ~Q(state__in=DECIDED)
