"""Figures reported for dossiers: by form, grid, paste or file, always with who reported, who typed, by which channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act, Role
from binhyen.accounts.selectors import Powers, powers_of
from binhyen.dossiers import lifecycle
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.models import Dossier, YearStep
from binhyen.dossiers.selectors.adopting import days
from binhyen.dossiers.selectors.amended import old_values
from binhyen.dossiers.selectors.calendar import refuse_late
from binhyen.dossiers.selectors.entry import may_type
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.services.standings import refresh_after_figures
from binhyen.dossiers.services.voting import refuse_own_units
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel, FigureValue, Source
from binhyen.figures.selectors import answer_of, current_values, slot_of
from binhyen.figures.services import UNSEEN, Entry, figures_record
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.papers.models import Paper
from binhyen.rules.model.rulebook import FigureDef
from binhyen.sheets.refusals import refused_text
from binhyen.units.selectors.reach import acting_paths

_REPORTER, _LONGEST_REPORTER = "người báo cáo", 120


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer for one dossier. `previous` means the window of the year before (a first year has to type it)."""

    dossier: Dossier
    key: str
    answer: Answer
    previous: bool = False
    paper: Paper | None = None
    reason: str = ""
    seen: object = field(default=UNSEEN)


@transaction.atomic
def figures_report(
    *,
    by: User,
    cells: Sequence[Cell],
    reported_by: str,
    channel: Channel,
    review: bool = False,
    act_key: str | None = None,
) -> list[FigureValue]:
    """Record answers for dossiers of one cycle and refresh every verdict that stands on them.

    A figure with an owner (police, health …) is recorded as the owner's word, everything else as the unit's own;
    with `review` it is the committee's correction, which needs a reason and a paper; so does an owner who replaces
    their answer after the dossier was handed in.
    Raises NotAllowed, OutOfOrder, InputProblems, figures.errors.ValueChanged; nothing is stored then.
    """
    if not cells:
        return []
    reporter = reporter_named(reported_by)
    _in_order(cells, review=review)
    if review:
        _need_reason(cells, "Sửa số liệu khi xét duyệt cần lý do và văn bản.", "Ghi lý do và chọn văn bản.")
        refuse_own_units(by, [cell.dossier for cell in cells])
    # After an amendment the dossiers of one cycle may stand under different rulebooks.
    figures = [rules_of(cell.dossier).figures[cell.key] for cell in cells]
    entries = [_entry(cell, figure, review=review) for cell, figure in zip(cells, figures, strict=True)]
    _require(by, cells, entries, figures)
    # After the question of powers: whoever may not answer learns nothing of what was answered.
    _need_reason(
        _replaced_late(cells, entries),
        "Thay số liệu đã cung cấp, sau khi nộp hồ sơ, cần lý do và văn bản.",
        "Mở biểu số liệu trong hồ sơ của đơn vị, ghi lý do và số văn bản.",
    )
    fresh = figures_record(
        by=by,
        entries=entries,
        reported_by=reporter,
        channel=channel,
        about=_about(cells),
        act_key=act_key,
    )
    refresh_after_figures(units={value.unit_id for value in fresh})
    return fresh


@transaction.atomic
def values_take_over(
    *, by: User, dossier: Dossier, reported_by: str, channel: Channel, act_key: str | None = None
) -> list[FigureValue]:
    """After an amendment moved the window: record for the new one what was answered for the old one and is still
    missing. A person says so; nothing moves by itself. What this person may not type is left.

    Raises what `figures_report` raises, and InputProblems where there is nothing to take over.
    """
    powers, path = powers_of(by), acting_paths([dossier.unit_id]).get(dossier.unit_id, ())
    found = [one for one in old_values(rules_of(dossier), dossier) if may_type(powers, dossier, one.column, path)]
    if not found:
        raise InputProblems([Problem("trong", "Không còn số liệu kỳ cũ nào để nhận.", "", "Mở lại hồ sơ.")])
    cells = [
        Cell(
            dossier,
            one.column.figure.key,
            answer_of(one.value),
            previous=one.column.previous,
            paper=one.value.paper,
            reason=f"Nhận số liệu kỳ {days(one.window)}",
        )
        for one in found
    ]
    return figures_report(by=by, cells=cells, reported_by=reported_by, channel=channel, act_key=act_key)


def reporter_named(typed: str) -> str:
    """Who reported, on one line. Raises InputProblems where nobody is named, or more than a name is typed."""
    reporter = text.squeeze(typed)
    cure = "Ghi chức danh hoặc tên người báo số liệu."
    if not reporter:
        raise InputProblems([Problem("thieu_nguoi_bao", "Chưa ghi người báo cáo.", _REPORTER, cure)])
    if len(reporter) > _LONGEST_REPORTER:
        message = f"Dài hơn {_LONGEST_REPORTER} ký tự."
        raise InputProblems([Problem("qua_dai", message, _REPORTER, cure)])
    refused = refused_text(reporter, may_name=True)
    if refused:
        raise InputProblems([Problem("noi_dung_bi_tu_choi", refused, _REPORTER, cure)])
    return reporter


def _about(cells: Sequence[Cell]) -> list[tuple[str, UUID]]:
    """The cycle and the dossiers for which the values were reported, so that their stories tell of it."""
    dossiers = dict.fromkeys(cell.dossier.pk for cell in cells)
    return [("cycle", cells[0].dossier.cycle_id), *(("dossier", dossier) for dossier in dossiers)]


def _entry(cell: Cell, figure: FigureDef, *, review: bool) -> Entry:
    window = cell.dossier.window
    source = Source.OWNER if figure.counts == "owner" else Source.REVIEW if review else Source.SELF
    return Entry(
        key=cell.key,
        unit=cell.dossier.unit_id,
        period=window.one_year_earlier() if cell.previous else window,
        answer=cell.answer,
        source=source,
        paper=cell.paper,
        reason=cell.reason,
        seen=cell.seen,
    )


def _in_order(cells: Sequence[Cell], *, review: bool) -> None:
    allowed = lifecycle.REVIEW_OPEN if review else lifecycle.REPORTING_OPEN
    # Whoever owns a figure may still deliver it while the committee works.
    late = {
        cell.dossier.unit_name
        for cell in cells
        if cell.dossier.state not in allowed and not (_is_owned(cell) and cell.dossier.state in lifecycle.REVIEW_OPEN)
    }
    if late:
        raise OutOfOrder("sửa số liệu của hồ sơ đã nộp hoặc đã quyết định", tuple(sorted(late)))
    if not review:
        own = {cell.dossier.pk: cell.dossier for cell in cells if not _is_owned(cell)}
        refuse_late(list(own.values()), YearStep.REPORT)


def _is_owned(cell: Cell) -> bool:
    return rules_of(cell.dossier).figures[cell.key].counts == "owner"


def _replaced_late(cells: Sequence[Cell], entries: Sequence[Entry]) -> list[Cell]:
    """Answers of owners, for dossiers that were handed in, that differ from what the owner said before."""
    pairs = zip(cells, entries, strict=True)
    late = {
        entry.slot: (cell, entry)
        for cell, entry in pairs
        if entry.source is Source.OWNER and cell.dossier.state in lifecycle.REVIEW_OPEN
    }
    if not late:
        return []
    known = current_values(
        units={entry.unit for _, entry in late.values()},
        keys={entry.key for _, entry in late.values()},
        periods={entry.period for _, entry in late.values()},
    )
    said = {slot_of(value): answer_of(value) for value in known.select_related("figure")}
    return [cell for slot, (cell, entry) in late.items() if slot in said and said[slot] != entry.answer]


def _need_reason(cells: Sequence[Cell], message: str, cure: str) -> None:
    missing = [cell for cell in cells if not cell.reason.strip() or cell.paper is None]
    if missing:
        raise InputProblems(
            Problem(
                "thieu_can_cu",
                message,
                f"{cell.dossier.unit_name}, {rules_of(cell.dossier).figures[cell.key].name}",
                cure,
            )
            for cell in missing
        )


def _require(by: User, cells: Sequence[Cell], entries: Sequence[Entry], figures: Sequence[FigureDef]) -> None:
    powers = powers_of(by)
    judges = {cell.dossier.judged_by_id for cell in cells if cell.dossier.judged_by_id}
    paths = acting_paths({cell.dossier.unit_id for cell in cells} | judges)
    for cell, entry, figure in zip(cells, entries, figures, strict=True):
        if not _may(powers, cell, entry.source, figure.owner, paths):
            raise NotAllowed(cell.key)


def _may(powers: Powers, cell: Cell, source: Source, owner: str, paths: Mapping[UUID, Sequence[UUID]]) -> bool:
    path = paths.get(cell.dossier.unit_id, ())
    if source is Source.REVIEW:
        judge = cell.dossier.judged_by_id
        return judge is not None and powers.may(Act.FIGURES_REVIEW, paths.get(judge, ()))
    if source is Source.OWNER:
        # The officer types the owner's paper for them; a unit's head never speaks for the police.
        return owner in powers.owners(path) or powers.holds(Role.COMMUNE_OFFICER, path)
    return powers.may(Act.FIGURES_ENTER, path)
