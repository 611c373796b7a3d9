"""The points of a dossier as score sheets have them: the most, what the unit gave itself, what the committee gave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from binhyen.dossiers.models import Basis, Dossier, Standing
from binhyen.dossiers.selectors.explaining import explained
from binhyen.dossiers.selectors.pages import Verdicts
from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.nodes import Points, walk
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook

_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Range:
    """Points that are certain and those still possible."""

    low: Decimal
    high: Decimal

    @property
    def is_certain(self) -> bool:
        """Whether they are settled."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One scored criterion, or the total. `difference` is the committee's points less the unit's own, once both stand."""

    code: str
    text: str
    depth: int
    most: str
    own: str
    checked: str
    difference: str


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Both columns of points. `has_checked` once the committee has the dossier."""

    rows: tuple[ScoreRow, ...]
    total: ScoreRow
    has_checked: bool


def score_sheet(dossier: Dossier, verdicts: Verdicts) -> ScoreSheet | None:
    """The score sheet of a dossier; None where its criteria give no points. Asks no more than its verdicts do."""
    shown = explained(dossier, verdicts.shown)
    scored = [one for one in shown if one["points_max"] is not None]
    if not scored:
        return None
    has_checked = verdicts.shown.basis == Basis.REVIEW
    own = _ranges(explained(dossier, verdicts.own)) if verdicts.own else {} if has_checked else _ranges(shown)
    checked = _ranges(shown) if has_checked else {}
    rows = tuple(_row(one, own.get(one["code"]), checked.get(one["code"])) for one in scored)
    top = [one["code"] for one in scored if one["depth"] == 0]
    most = sum((Decimal(one["points_max"]) for one in scored if one["depth"] == 0), Decimal(0))
    whole = {"code": "", "text": "Tổng điểm", "depth": 0, "points_max": most}
    return ScoreSheet(rows, _row(whole, _sum(own, top), _sum(checked, top)), has_checked)


def why_points(rules: Rulebook, dossier: Dossier, shown: Standing, sheet: ScoreSheet | None) -> str:
    """Why the verdict is what it is, where levels are decided by points; empty where they are not."""
    levels = rules.subjects[SubjectKind(dossier.subject_kind)].titles
    by_points = any(isinstance(node, Points) for level in levels if level.rule for node in walk(level.rule.node))
    if sheet is None or not by_points or shown.verdict == Outcome.NOT_APPLICABLE:
        return ""
    said = sheet.total.checked if sheet.has_checked else sheet.total.own
    if said == _NOTHING:
        return "Chưa có điểm nào."
    reached = next((level.name for level in levels if level.code == shown.level), "")
    classed = f": mức “{reached}”" if reached else ", chưa đủ cho mức nào" if shown.verdict == Outcome.NOT_MET else ""
    return f"{said}/{sheet.total.most} điểm{classed}."


def _ranges(criteria: Iterable[Mapping[str, Any]]) -> dict[str, Range]:
    return {
        one["code"]: Range(Decimal(one["points_low"]), Decimal(one["points_high"]))
        for one in criteria
        if one["points_max"] is not None
    }


def _sum(ranges: Mapping[str, Range], codes: Iterable[str]) -> Range | None:
    found = [ranges[code] for code in codes if code in ranges]
    if not found:
        return None
    return Range(sum((one.low for one in found), Decimal(0)), sum((one.high for one in found), Decimal(0)))


def _row(one: Mapping[str, Any], own: Range | None, checked: Range | None) -> ScoreRow:
    most = Decimal(one["points_max"])
    return ScoreRow(
        code=one["code"],
        text=one["text"],
        depth=one["depth"],
        most=text.number(most),
        own=_said(own, most),
        checked=_said(checked, most),
        difference=_difference(own, checked),
    )


def _said(points: Range | None, most: Decimal) -> str:
    if points is None or (points.low == 0 and points.high == most and not points.is_certain):
        return _NOTHING
    if points.is_certain:
        return text.number(points.low)
    return f"{text.number(points.low)}–{text.number(points.high)}"


def _difference(own: Range | None, checked: Range | None) -> str:
    if own is None or checked is None or not own.is_certain or not checked.is_certain:
        return ""
    found = checked.low - own.low
    return f"{'+' if found > 0 else '−' if found < 0 else ''}{text.number(abs(found))}"
