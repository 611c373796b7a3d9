"""Carrying one step of the lifecycle out on one dossier or many: asked of the person, of the states, then logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F

from binhyen.accounts.models import User
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.lifecycle import Step, Where
from binhyen.dossiers.models import Dossier, DossierState
from binhyen.dossiers.selectors.calendar import STEP_OF, refuse_late
from binhyen.dossiers.services.standings import refresh_after_change_of
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.units.selectors.reach import acting_paths


@dataclass(frozen=True, slots=True)
class Advance:
    """One act being carried out: what it changes beside the state, and what the log says of it.

    `on` is the day on which it was done where that is not today: a call is typed after the unit registered, minutes
    after the meeting. That day has to lie within the deadline.
    """

    step: Step
    changes: Mapping[str, object] = field(default_factory=dict)
    payload: Mapping[str, object] = field(default_factory=dict)
    act_key: str | None = None
    on: date | None = None


def advance_all(*, by: User, dossiers: Sequence[Dossier], advance: Advance) -> None:
    """Check, change the state of all, log one entry, refresh verdicts. All of it or nothing."""
    audit.refuse_repeat(advance.act_key)
    if not dossiers:
        raise InputProblems([Problem("trong", "Chưa chọn đơn vị nào.", "danh sách", "Chọn ít nhất một đơn vị.")])
    step = advance.step
    require_all(by, dossiers, step)
    refuse_out_of_order(dossiers, step)
    _refuse_late(dossiers, advance)
    ids = [dossier.pk for dossier in dossiers]
    unchanged = Dossier.objects.filter(pk__in=ids, state__in=step.sources)
    changed = unchanged.update(state=step.target, version=F("version") + 1, **advance.changes)
    if changed != len(ids):
        raise Conflict
    payload = {"units": len(dossiers), "unit": only_name(dossiers), **advance.payload}
    audit.record(by=by, verb=step.verb, subjects=subjects_of(dossiers), payload=payload, act_key=advance.act_key)
    refresh_after_change_of(cycle=dossiers[0].cycle, dossiers=dossiers)


def _refuse_late(dossiers: Sequence[Dossier], advance: Advance) -> None:
    """Raise PastDeadline. What a unit sent in time is accepted whenever the office comes to it."""
    fresh = [one for one in dossiers if one.state != DossierState.REGISTRATION_SENT]
    refuse_late(fresh, STEP_OF.get(advance.step), advance.on)


def refuse_changed(dossiers: Sequence[Dossier], seen: Mapping[UUID, int], act_key: str | None = None) -> None:
    """Raise Conflict where a dossier is no longer as it was when the form was opened (`seen`: its version then, by id;
    what is not in it is not compared). A form that arrives twice is no conflict: AlreadyDone."""
    audit.refuse_repeat(act_key)
    known = Dossier.objects.select_for_update().filter(pk__in=[one.pk for one in dossiers if one.pk in seen])
    changed = [name for pk, name, version in known.values_list("pk", "unit_name", "version") if version != seen[pk]]
    if changed:
        shown = ", ".join(changed[:5]) + (f" và {len(changed) - 5} đơn vị khác" if len(changed) > 5 else "")
        raise Conflict(
            f"Có người vừa thay đổi hồ sơ: {shown}.",
            cure="Mở hồ sơ xem thay đổi; nếu vẫn đúng thì gửi lại, những gì đã nhập còn nguyên.",
        )


def require_all(by: User, dossiers: Sequence[Dossier], step: Step) -> None:
    """Ask the person's powers on every unit (or on whoever judges it). Three statements at most."""
    powers = powers_of(by)
    targets = {dossier.unit_id if step.where is Where.UNIT else dossier.judged_by_id for dossier in dossiers}
    if None in targets:
        raise RefusedByState(
            "Chưa xác định cơ quan có thẩm quyền xét.", cure="Nhập cơ quan có thẩm quyền trong danh sách đơn vị."
        )
    paths = acting_paths([target for target in targets if target])
    if not all(powers.may(step.act, paths.get(target, ())) for target in targets if target):
        raise NotAllowed(step.act.value)


def refuse_out_of_order(dossiers: Sequence[Dossier], step: Step) -> None:
    """Raise OutOfOrder, naming the units whose state does not allow the step."""
    late = tuple(dossier.unit_name for dossier in dossiers if dossier.state not in step.sources)
    if late:
        raise OutOfOrder(step.words, late)


def touch(dossiers: Sequence[Dossier]) -> None:
    """Their pages tell something new, and forms that were opened before have to be looked at again."""
    Dossier.objects.filter(pk__in=[one.pk for one in dossiers]).update(version=F("version") + 1)


def only_name(dossiers: Sequence[Dossier]) -> str:
    """The unit's name where there is but one, for the log."""
    return dossiers[0].unit_name if len(dossiers) == 1 else ""


def subjects_of(dossiers: Sequence[Dossier]) -> list[tuple[str, UUID]]:
    """The cycle and the dossiers, so that their stories tell of the act."""
    return [("cycle", dossiers[0].cycle_id), *(("dossier", dossier.pk) for dossier in dossiers)]
