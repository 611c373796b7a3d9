"""Freezing the list of a cycle again, by a paper, while its dossiers exist; and going on under units that took over."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, ProtectedError

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.dossiers import lifecycle
from binhyen.dossiers.models import Cycle, Dossier, DossierState, DossierSuccession, Standing, UnitList, UnitListEntry
from binhyen.dossiers.selectors.relisting import Changed, Relisting, Successor, relisting_of
from binhyen.dossiers.selectors.succession import require_lead
from binhyen.dossiers.services.advancing import only_name, subjects_of
from binhyen.dossiers.services.freezing import dossier_for, entry_for, folded
from binhyen.dossiers.services.standings import standings_refresh
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import sort_key
from binhyen.papers.models import Paper
from binhyen.units.models import Succession


@transaction.atomic
def list_refreeze(
    *,
    by: User,
    cycle: Cycle,
    paper: Paper,
    parts: Collection[UUID] = (),
    seen: str | None = None,
    act_key: str | None = None,
) -> UnitList:
    """Freeze the list as it would be read now: units join with a dossier, units leave while nobody has registered, and
    cases of ended units go on under their successors.

    `parts` are the parts of divided units that join. `seen` is the fingerprint of what the person looked at: Conflict if
    it would now be something else. Decided dossiers stay. Raises NotAllowed, RefusedByState when nothing would change.
    """
    audit.refuse_repeat(act_key)
    plan = _planned(by, cycle, seen, whole=True).taking(parts)
    return _carry_out(by, plan, paper, "cycle.list_frozen", act_key)


@transaction.atomic
def cycle_follow_succession(
    *,
    by: User,
    cycle: Cycle,
    paper: Paper,
    parts: Collection[UUID] = (),
    seen: str | None = None,
    act_key: str | None = None,
) -> UnitList:
    """Let the cycle go on where units of its list have ended: open dossiers close, their successors' open, judges that
    are no more are followed by those that took over. Nothing else on the list moves. Raises as `list_refreeze` does."""
    audit.refuse_repeat(act_key)
    plan = _planned(by, cycle, seen, whole=False).taking(parts)
    return _carry_out(by, plan, paper, "cycle.succession_followed", act_key)


def _planned(by: User, cycle: Cycle, seen: str | None, *, whole: bool) -> Relisting:
    require_lead(by, cycle)
    current = Cycle.objects.select_for_update().get(pk=cycle.pk)
    # Nobody registers or judges while the list passes over.
    list(Dossier.objects.select_for_update().filter(cycle=current).order_by("pk").values_list("pk"))
    plan = relisting_of(current)
    plan = plan if whole else plan.only_succession()
    if seen is not None and seen != plan.fingerprint:
        raise Conflict("Danh sách vừa thay đổi.", cure="Xem lại danh sách dưới đây rồi chốt.")
    if not plan:
        raise RefusedByState("Danh sách không có gì thay đổi.", cure="Giữ danh sách đang có.")
    return plan


def _carry_out(by: User, plan: Relisting, paper: Paper, verb: str, act_key: str | None) -> UnitList:
    cycle, moment = plan.cycle, clock.now()
    unit_list = UnitList.objects.create(
        cycle=cycle, seq=plan.before.seq + 1, frozen_at=moment, frozen_by=by.id, paper=paper, shown=plan.data()
    )
    made = _make(plan)
    _enter(unit_list, plan, made.values())
    _let_go(plan)
    _tell_anew(plan)
    _close(unit_list, plan, made)
    _in_order(cycle)
    standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(cycle=cycle))
    _log(by, unit_list, plan, verb, act_key)
    return unit_list


def _make(plan: Relisting) -> dict[UUID, Dossier]:
    """Dossiers of units that join and of those that take over, by unit; taken over from registered ones, registered."""
    made = {one.one.unit: dossier_for(plan.cycle, one.one, 0) for one in plan.joining}
    for successor in plan.successors:
        if successor.known is None:
            made[successor.one.unit] = _taking_over(plan.cycle, successor)
    Dossier.objects.bulk_create(made.values())
    return made


def _taking_over(cycle: Cycle, successor: Successor) -> Dossier:
    dossier = dossier_for(cycle, successor.one, 0)
    if successor.is_registered:
        dossier.state, dossier.registered_on = DossierState.REGISTERED, successor.registered_on
    return dossier


def _enter(unit_list: UnitList, plan: Relisting, made: Iterable[Dossier]) -> None:
    """The entries of the new list: those of the one before, without what left, as they are told now, and what joined."""
    gone = {one.dossier.unit_id for one in plan.leavers} | {one.dossier.unit_id for one in plan.ended}
    told = {one.one.unit: one for one in plan.changed}
    rows = [
        _changed_entry(unit_list, told[unit], entry) if unit in told else _same_entry(unit_list, entry)
        for unit, entry in plan.entries.items()
        if unit not in gone
    ]
    new = {one.one.unit: one.one for one in plan.joining} | {one.one.unit: one.one for one in plan.successors}
    rows += [entry_for(unit_list, new[one.unit_id]) for one in made]
    UnitListEntry.objects.bulk_create(rows)


def _same_entry(unit_list: UnitList, entry: UnitListEntry) -> UnitListEntry:
    copied = ("unit_id", "unit_name", "unit_kind", "subject_kind", "judged_by_id", "attributes", "identifiers")
    return UnitListEntry(unit_list=unit_list, **{name: getattr(entry, name) for name in copied})


def _changed_entry(unit_list: UnitList, changed: Changed, before: UnitListEntry) -> UnitListEntry:
    entry = entry_for(unit_list, changed.one)
    # As what a unit is judged does not change within a year.
    entry.subject_kind, entry.judged_by_id = before.subject_kind, changed.judge
    return entry


def _let_go(plan: Relisting) -> None:
    """Dossiers in which nothing had begun leave with their units."""
    leaving = Dossier.objects.filter(pk__in=[one.dossier.pk for one in plan.leavers])
    Standing.objects.filter(dossier__in=leaving).delete()
    try:
        leaving.delete()
    except ProtectedError as error:
        raise RefusedByState(
            "Có đơn vị ra khỏi danh sách đã có giấy tờ, yêu cầu hoặc nhắc việc trong đợt này.",
            cure="Xét xong hồ sơ của đơn vị ấy trong đợt này.",
        ) from error


def _tell_anew(plan: Relisting) -> None:
    """Open dossiers under the names, kinds and judges of today."""
    for one in plan.changed:
        dossier, now = one.dossier, one.one
        dossier.unit_name, dossier.place, dossier.folded = now.name, now.place, folded(now.name)
        dossier.unit_kind, dossier.judged_by_id = now.version.kind, one.judge
        dossier.version += 1
    fields = ["unit_name", "place", "unit_kind", "judged_by", "folded", "version"]
    Dossier.objects.bulk_update([one.dossier for one in plan.changed], fields, batch_size=500)


def _close(unit_list: UnitList, plan: Relisting, made: dict[UUID, Dossier]) -> None:
    """Open dossiers of ended units close, tied to those under which their cases go on."""
    closing = {one.dossier.unit_id: one.dossier for one in plan.ended}
    links = []
    for successor in plan.successors:
        after = successor.known or made[successor.one.unit]
        for unit in successor.before:
            extent = Succession.Extent.PART if unit in successor.parts else Succession.Extent.WHOLE
            links.append(
                DossierSuccession(
                    before=closing[unit], after=after, extent=extent, state_before=closing[unit].state,
                    unit_list=unit_list,
                )
            )  # fmt: skip
    DossierSuccession.objects.bulk_create(links)
    states = {dossier.state for dossier in closing.values()}
    unchanged = Dossier.objects.filter(pk__in=[one.pk for one in closing.values()], state__in=states)
    if unchanged.update(state=lifecycle.PASS_ON.target, version=F("version") + 1) != len(closing):
        raise Conflict
    _refresh_elsewhere(plan)


def _refresh_elsewhere(plan: Relisting) -> None:
    """Cases that go on in the cycle of another place stand on the figures of these units from now on."""
    for successor in plan.successors:
        known = successor.known
        if known is not None and known.cycle_id != plan.cycle.pk:
            standings_refresh(cycle=known.cycle, dossiers=Dossier.objects.filter(pk=known.pk))


def _in_order(cycle: Cycle) -> None:
    """Every dossier at its place in the list, new ones among the others."""
    dossiers = sorted(
        Dossier.objects.filter(cycle=cycle).only("pk", "subject_kind", "unit_name", "place", "position"),
        key=_place_in_list,
    )
    moved = []
    for position, one in enumerate(dossiers, 1):
        if one.position != position:
            one.position = position
            moved.append(one)
    Dossier.objects.bulk_update(moved, ["position"], batch_size=500)


def _place_in_list(one: Dossier) -> tuple[object, ...]:
    return SubjectKind(one.subject_kind).place, sort_key(one.place), sort_key(one.unit_name), one.pk


def _log(by: User, unit_list: UnitList, plan: Relisting, verb: str, act_key: str | None) -> None:
    touched = [
        *(one.dossier.pk for one in plan.ended),
        *(one.dossier.pk for one in plan.changed),
        *(one.known.pk for one in plan.successors if one.known),
    ]
    payload = {
        "name": plan.cycle.name,
        "paper": unit_list.paper.number if unit_list.paper else "",
        "units": unit_list.entries.count(),
        "joined": len(plan.joining),
        "left": len(plan.leavers),
        "changed": len(plan.changed),
        "ended": len(plan.ended),
        "successors": len(plan.successors),
    }
    subjects = [("cycle", plan.cycle.pk), ("unit_list", unit_list.pk), *(("dossier", pk) for pk in touched)]
    audit.record(by=by, verb=verb, subjects=subjects, payload=payload, act_key=act_key)
    if plan.ended:
        closed = [one.dossier for one in plan.ended]
        told = {"units": len(closed), "unit": only_name(closed)}
        audit.record(by=by, verb=lifecycle.PASS_ON.verb, subjects=subjects_of(closed), payload=told)
