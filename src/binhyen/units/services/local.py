"""Making units that no national list contains: residential areas, schools, agencies, enterprises, invented ones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.kernel.kinds import UnitKind
from binhyen.shell.writing import Row, insert_rows
from binhyen.units.models import Identifier, Lineage, Unit, UnitVersion
from binhyen.units.names import key
from binhyen.units.selectors.paths import paths_ids
from binhyen.units.services.plans import Above, NewUnit, Plan
from binhyen.units.spans import OPEN_END, Ancestry, Link, Step


def unit_create(
    *,
    by: User | None,
    name: str,
    kind: UnitKind,
    parent: UUID | None,
    valid_from: date | None = None,
    attributes: Mapping[str, Any] | None = None,
    identifiers: Sequence[tuple[str, str]] = (),
    is_sample: bool = False,
    act_key: str | None = None,
) -> Unit:
    """Make one local unit; see `units_create_many`."""
    row = NewUnit(name, kind, parent, attributes or {}, tuple(identifiers))
    made = units_create_many(
        by=by, rows=[row], parent=parent, valid_from=valid_from, is_sample=is_sample, act_key=act_key
    )
    return made[0]


@transaction.atomic
def units_create_many(
    *,
    by: User | None,
    rows: Sequence[NewUnit],
    parent: UUID | None,
    valid_from: date | None = None,
    is_sample: bool = False,
    act_key: str | None = None,
) -> list[Unit]:
    """Make local units below `parent` (or below each row's own), in a handful of statements; in the order of `rows`.

    Without `valid_from` a unit begins with its parent. Where the parent wholly became part of one successor since, the
    unit stands below that from then on. What hangs below an invented unit is invented too; only an invented unit may
    stand at the top of a tree, or be of a kind that the national lists hold.
    `by=None` is the installation itself. Raises NotAllowed, AlreadyDone for a repeated `act_key`, or InputProblems
    that name each row's place.
    """
    audit.refuse_repeat(act_key)
    rows = [_placed(row, parent) for row in rows]
    above = Above.of({row.parent for row in rows if row.parent})
    require_edit(by, above.ids)
    plans = [Plan.of(row, above, valid_from, is_sample=is_sample) for row in rows]
    problems = [problem for plan in plans for problem in plan.problems]
    problems += _repeated(plans) + _taken(plans)
    if problems:
        raise InputProblems(problems)
    _store(plans, above)
    payload = {"count": len(plans), "names": [plan.full_name for plan in plans[:20]]}
    subjects = [("unit", each) for each in (*above.ids, *(plan.unit.id for plan in plans))][: audit.MOST_SUBJECTS]
    audit.record(by=by, verb="units.created", subjects=subjects, payload=payload, act_key=act_key)
    return [plan.unit for plan in plans]


def _placed(row: NewUnit, parent: UUID | None) -> NewUnit:
    own = row.parent or parent
    return NewUnit(row.name, row.kind, own, row.attributes, row.identifiers, row.place)


def require_edit(by: User | None, parents: Iterable[UUID]) -> None:
    """Raise NotAllowed unless the person may edit units below every one of these."""
    if by is None:
        return
    powers, paths = powers_of(by), paths_ids(parents)
    if not paths:
        raise NotAllowed(Act.UNITS_EDIT.value)
    for parent in parents:
        powers.require(Act.UNITS_EDIT, paths.get(parent, ()))


def _repeated(plans: Sequence[Plan]) -> list[Problem]:
    """Units that exist already, or stand twice in what was given: same parent, kind and name."""
    seen = set(living_children({plan.parent for plan in plans if plan.parent}))
    problems = []
    for plan in plans:
        if plan.parent:
            same = (plan.parent, plan.row.kind.value, key(plan.name))
            if same in seen:
                problems.append(
                    Problem("da_co_don_vi", f"Đã có {plan.full_name} ở đây.", plan.row.place, "Dùng đơn vị đã có.")
                )
            seen.add(same)
    return problems


def living_children(parents: Iterable[UUID]) -> dict[tuple[UUID | None, str, str], UUID]:
    """Parent, kind and key of the name → unit, for everything that stands below these today."""
    rows = UnitVersion.objects.filter(parent__in=parents, valid_to__isnull=True)
    return {
        (parent, kind, key(name)): unit
        for parent, kind, name, unit in rows.values_list("parent_id", "kind", "name", "unit_id")
    }


def _taken(plans: Sequence[Plan]) -> list[Problem]:
    """Identifiers that another unit holds, or that are given twice."""
    wanted = [(identifier, plan) for plan in plans for identifier in plan.row.identifiers]
    if not wanted:
        return []
    values = {value for (_, value), _ in wanted}
    held = set(Identifier.objects.filter(value__in=values).values_list("scheme", "value"))
    problems = []
    for identifier, plan in wanted:
        if identifier in held:
            what = Identifier.Scheme(identifier[0]).label
            problems.append(
                Problem(
                    "trung_ma_so",
                    f"{plan.full_name}: {what} {identifier[1]} đã có ở đơn vị khác.",
                    plan.row.place,
                    "Kiểm tra lại mã số, hoặc dùng đơn vị đã có.",
                )
            )
        held.add(identifier)
    return problems


def _store(plans: Sequence[Plan], above: Above) -> None:
    ancestry = Ancestry({plan.unit.id: plan.steps for plan in plans}, above.links)
    insert_rows(Unit, ((plan.unit.id, plan.unit.origin, plan.unit.is_sample) for plan in plans))
    insert_rows(UnitVersion, (_version(plan, step) for plan in plans for step in plan.steps))
    links = ((plan.unit.id, link) for plan in plans for link in ancestry.links(plan.unit.id))
    insert_rows(Lineage, (_lineage(unit, link) for unit, link in links))
    insert_rows(Identifier, ((plan.unit.id, *each) for plan in plans for each in plan.row.identifiers))


def _version(plan: Plan, step: Step) -> Row:
    span = (step.span.valid_from, step.span.valid_to)
    names = (plan.name, plan.full_name, plan.row.kind.value, "")
    return (plan.unit.id, *names, step.parent, *span, "", plan.folded, dict(plan.row.attributes), None, None)


def _lineage(unit: UUID, link: Link) -> Row:
    return (link.ancestor, unit, link.depth, link.span.valid_from, link.span.valid_to, link.span.end == OPEN_END)
