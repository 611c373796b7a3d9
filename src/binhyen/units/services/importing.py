"""Local units from a table: all or nothing, and the same file twice changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import UnitKind
from binhyen.sheets.matching import match, number_positions
from binhyen.sheets.refusals import RefusedColumn, find_refused
from binhyen.sheets.table import Table
from binhyen.units.models import Identifier, UnitVersion
from binhyen.units.names import key, named
from binhyen.units.numbers import number_problems
from binhyen.units.selectors.paths import versions_of
from binhyen.units.selectors.resolve import resolve_units
from binhyen.units.services.local import living_children, require_edit, units_create_many
from binhyen.units.services.plans import NewUnit, heirs_of, kind_warning, name_problems
from binhyen.units.typed_units import MEANINGS, TypedUnit, TypedUnits, read_units


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    created: int
    updated: int
    unchanged: int
    ignored_columns: tuple[str, ...]
    warnings: tuple[Problem, ...]

    @property
    def counts(self) -> str:
        """The three numbers in words."""
        created, updated, unchanged = map(text.number, (self.created, self.updated, self.unchanged))
        return f"{created} đơn vị mới, {updated} đơn vị bổ sung thông tin, {unchanged} đơn vị giữ nguyên"


def _silent(_percent: int) -> None:
    """Nobody waits for news."""


@transaction.atomic
def units_import(
    *,
    by: User | None,
    table: Table,
    as_of: date,
    under: UUID | None = None,
    kind: UnitKind | None = None,
    drop_refused: bool = False,
    dry_run: bool = False,
    report: Callable[[int], None] = _silent,
) -> Imported:
    """Make the units of a table that are not there yet; complete attributes and identifiers of those that are.

    A unit is the same when parent, kind and name are. Parents are read as of a day, within `under`; rows that name none
    stand below `under`; `kind` is that of rows which do not say theirs. `drop_refused` leaves out columns that must not
    be stored; otherwise they are a problem.
    `dry_run` does everything and keeps nothing; `report` is told how far it has come, in percent. Raises InputProblems
    with every problem and its cell, or NotAllowed.
    """
    typed = read_units(_clean(table, drop_refused=drop_refused), kind)
    report(20)
    parents = _parents(typed, as_of, under)
    report(30)
    if typed.problems:
        raise InputProblems(typed.problems)
    require_edit(by, set(parents))
    wanted = [_new(row, parent) for row, parent in zip(typed.rows, parents, strict=True)]
    known = _known(wanted)
    report(40)
    fresh = [row for row, unit in zip(wanted, known, strict=True) if unit is None]
    there = [(row, unit) for row, unit in zip(wanted, known, strict=True) if unit is not None]
    if fresh:
        units_create_many(by=by, rows=fresh, parent=None)
    report(80)
    updated = _complete(by, there)
    report(95)
    notes = (*typed.notes, *_warnings(wanted))
    done = Imported(len(fresh), updated, len(there) - updated, tuple(typed.ignored), notes)
    if dry_run:
        transaction.set_rollback(True)
    return done


def _clean(table: Table, *, drop_refused: bool) -> Table:
    """The table without columns that must not be stored."""
    refused = refused_columns(table)
    if refused and not drop_refused:
        raise InputProblems(column.problem() for column in refused)
    return table.without_columns({column.position for column in refused})


def refused_columns(table: Table) -> tuple[RefusedColumn, ...]:
    """The columns of such a table that must not be stored."""
    matching = match(table, MEANINGS)
    named = {position for position, says in matching.codes.items() if says in ("name", "parent")}
    return find_refused(table, mapped=number_positions(matching, MEANINGS), named=named)


def _parents(typed: TypedUnits, as_of: date, under: UUID | None) -> list[UUID]:
    """The parent of each row; what cannot be resolved joins the problems."""
    said = {row.parent for row in typed.rows if row.parent}
    found = resolve_units(said, as_of=as_of, within=None if under is None else [under])
    parents = []
    for row in typed.rows:
        answer = found[row.parent] if row.parent else under
        if isinstance(answer, Problem):
            typed.problems.append(Problem(answer.code, answer.message, row.parent_place, answer.cure))
        elif answer is None:
            typed.problems.append(
                Problem(
                    "thieu_don_vi_cha",
                    "Dòng này chưa ghi đơn vị cha.",
                    row.parent_place,
                    "Thêm cột “Mã đơn vị cha”, hoặc chọn đơn vị cha cho cả tệp.",
                )
            )
        else:
            parents.append(answer.unit_id if isinstance(answer, UnitVersion) else answer)
    return parents


def refuse_rows(typed: TypedUnits) -> None:
    """Raise InputProblems for rows that must not be stored, not even while a job waits: persons' numbers, households."""
    problems = [
        problem
        for row in typed.rows
        for problem in (
            *name_problems(row.name, named(row.kind, row.name)[0], row.place),
            *number_problems(row.identifiers, row.place),
        )
    ]
    if problems:
        raise InputProblems(problems)


def _new(row: TypedUnit, parent: UUID) -> NewUnit:
    return NewUnit(row.name, row.kind, parent, row.attributes, row.identifiers, row.place)


def _known(wanted: Sequence[NewUnit]) -> list[UUID | None]:
    """The unit that each row means, where it exists already: below its parent, or below whoever that became part of."""
    parents = {row.parent for row in wanted if row.parent}
    heirs = heirs_of(parents)
    living = living_children(parents | set(heirs.values()))
    return [living.get((_last(row.parent, heirs), row.kind.value, key(named(row.kind, row.name)[0]))) for row in wanted]


def _last(parent: UUID | None, heirs: dict[UUID, UUID]) -> UUID | None:
    while parent in heirs:
        parent = heirs[parent]
    return parent


def _complete(by: User | None, there: Sequence[tuple[NewUnit, UUID]]) -> int:
    """Take over attributes and identifiers that differ; how many units changed."""
    versions = versions_of({unit for _, unit in there})
    changed: dict[UUID, NewUnit] = {}
    for row, unit in there:
        version = versions[unit]
        if row.attributes.items() - version.attributes.items():
            version.attributes = version.attributes | dict(row.attributes)
            changed[unit] = row
    UnitVersion.objects.bulk_update([versions[unit] for unit in changed], ["attributes"], batch_size=1_000)
    changed |= _identify(there)
    if changed:
        names = [versions[unit].full_name for unit in changed]
        subjects = [("unit", unit) for unit in changed][: audit.MOST_SUBJECTS]
        payload = {"count": len(changed), "names": names[:20]}
        audit.record(by=by, verb="units.completed", subjects=subjects, payload=payload)
    return len(changed)


def _identify(there: Sequence[tuple[NewUnit, UUID]]) -> dict[UUID, NewUnit]:
    """Add identifiers that units do not have yet. One that another unit holds, that differs, or is a person's is a problem."""
    wanted = {(*identifier, unit): row for row, unit in there for identifier in row.identifiers}
    values, units = {value for _, value, _ in wanted}, {unit for _, _, unit in wanted}
    held = Identifier.objects.filter(value__in=values) | Identifier.objects.filter(unit__in=units)
    by_value = {(each.scheme, each.value): each.unit_id for each in held}
    by_unit = {(each.scheme, each.unit_id): each.value for each in held}
    problems = [problem for row, _ in there for problem in number_problems(row.identifiers, row.place)]
    fresh = {}
    for (scheme, value, unit), row in wanted.items():
        holder, own = by_value.setdefault((scheme, value), unit), by_unit.setdefault((scheme, unit), value)
        if holder != unit or own != value:
            what = Identifier.Scheme(scheme).label
            problems.append(Problem("khac_ma_so", f"{what} khác với mã đã ghi.", row.place, "Kiểm tra lại mã số."))
        fresh[scheme, value, unit] = row
    if problems:
        raise InputProblems(problems)
    stored = {(each.scheme, each.value, each.unit_id) for each in held}
    Identifier.objects.bulk_create(
        Identifier(scheme=scheme, value=value, unit_id=unit) for scheme, value, unit in fresh.keys() - stored
    )
    return {unit: row for (scheme, value, unit), row in fresh.items() if (scheme, value, unit) not in stored}


def _warnings(wanted: Sequence[NewUnit]) -> tuple[Problem, ...]:
    parents = versions_of({row.parent for row in wanted if row.parent})
    found = (kind_warning(row.kind, parents[row.parent], row.place) for row in wanted if row.parent in parents)
    return tuple(warning for warning in found if warning)
