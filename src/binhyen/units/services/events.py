"""Dated acts on the tree: looked at before they are carried out, all or nothing, and taken back while nothing depends."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act as Power
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.kernel import clock, text
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.units.acts import Act, Order, named_by, placed_below
from binhyen.units.models import Identifier, Succession, Unit, UnitEvent, UnitVersion
from binhyen.units.selectors.paths import paths_ids
from binhyen.units.services.drawing import draw_paths
from binhyen.units.services.reshaping import Change, Reshaping

_LONGEST_SUMMARY = 400
_NAMES_TOLD = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do, and what speaks against it."""

    summary: str
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def event_preview(*, by: User | None, act: Act, order: Order) -> Preview:
    """Work an act out and write nothing. Raises NotAllowed outside the person's part of the tree."""
    shape = _worked_out(by, act, order)
    changes = sorted(shape.changes.values(), key=lambda change: change.follows)
    return Preview(shape.event.summary, tuple(changes), tuple(shape.problems), tuple(shape.warnings))


@transaction.atomic
def event_apply(*, by: User | None, act: Act, order: Order, act_key: str | None = None) -> UnitEvent:
    """Carry an act out: versions end and begin, what hangs below follows, paths are drawn anew, the log says so.

    Raises InputProblems with everything that speaks against it, NotAllowed, or AlreadyDone.
    """
    audit.refuse_repeat(act_key)
    _hold(named_by(act))
    shape = _worked_out(by, act, order)
    if shape.problems:
        raise InputProblems(shape.problems)
    event = shape.event
    event.recorded_at, event.recorded_by = clock.now(), by.id if by else None
    event.save(force_insert=True)
    Unit.objects.bulk_create(shape.made)
    UnitVersion.objects.bulk_update(list(shape.closed()), ["valid_to", "ended_by"], batch_size=1_000)
    UnitVersion.objects.bulk_create(list(shape.begun()), batch_size=1_000)
    Succession.objects.bulk_create(shape.successions)
    draw_paths(change.unit for change in shape.changes.values() if _moves(change))
    _record(by, "units.changed", event, shape.changes, act_key)
    return event


@transaction.atomic
def event_reverse(*, by: User | None, event: UnitEvent, act_key: str | None = None) -> UnitEvent:
    """Take an act back as if it had not been: possible while it is the last on its units and nothing depends on it."""
    audit.refuse_repeat(act_key)
    current = UnitEvent.objects.select_for_update().get(pk=event.pk)
    begun = list(UnitVersion.objects.filter(begun_by=current))
    ended = list(UnitVersion.objects.filter(ended_by=current))
    touched = {version.unit_id for version in (*begun, *ended)}
    _require(by, touched)
    _hold(touched)
    if (why := reason_to_stay(current)) is not None:
        raise RefusedByState(why, cure="Ghi một thay đổi mới, có văn bản và ngày.")
    Succession.objects.filter(event=current).delete()
    made = {version.unit_id for version in begun} - {version.unit_id for version in ended}
    UnitVersion.objects.filter(begun_by=current).delete()
    UnitVersion.objects.filter(ended_by=current).update(valid_to=None, ended_by=None)
    draw_paths(touched - made, gone=made)
    _delete(made)
    current.reversed_at, current.reversed_by = clock.now(), by.id if by else None
    current.save(update_fields=["reversed_at", "reversed_by"])
    _record(by, "units.change_reversed", current, touched - made, act_key)
    return current


def _hold(units: Iterable[UUID]) -> None:
    """Let nobody else change these units until this act is done: two acts must not close one version twice."""
    list(Unit.objects.select_for_update().filter(pk__in=set(units)).order_by("pk").values_list("pk"))


def reason_to_stay(event: UnitEvent) -> str | None:
    """Why an act cannot be taken back, in words; None when it can (as far as units alone tell)."""
    if event.is_listed:
        return "Thay đổi theo danh mục quốc gia không hoàn tác được."
    if event.reversed_at is not None:
        return "Thay đổi này đã được hoàn tác."
    begun = UnitVersion.objects.filter(begun_by=event)
    if begun.filter(valid_to__isnull=False).exists():
        return "Đã có thay đổi sau đó trên đơn vị này."
    made = begun.exclude(unit__in=UnitVersion.objects.filter(ended_by=event).values("unit")).values("unit")
    if UnitVersion.objects.filter(parent__in=made).exclude(begun_by=event).exists():
        return "Đã có đơn vị khác lập dưới đơn vị mới."
    if Identifier.objects.filter(unit__in=made).exists():
        return "Đơn vị mới đã có mã số."
    if Grant.objects.filter(scope__in=made).exists():
        return "Đã giao người phụ trách đơn vị mới."
    return None


def _delete(made: Iterable[UUID]) -> None:
    try:
        Unit.objects.filter(pk__in=made).delete()
    except ProtectedError as error:
        raise RefusedByState(
            "Đơn vị mới đã có hồ sơ, số liệu hoặc công nhận.", cure="Ghi một thay đổi mới, có văn bản và ngày."
        ) from error


# ---------------------------------------------------------------- working out


def _worked_out(by: User | None, act: Act, order: Order) -> Reshaping:
    named, below = named_by(act), placed_below(act)
    event = UnitEvent(
        kind=act.word, effective_on=order.day, legal_act=text.squeeze(order.legal_act), paper=order.paper,
        signs_for_id=order.signs_for,
    )  # fmt: skip
    shape = Reshaping.of(event, named, below)
    _require(by, named, below)
    if not event.legal_act:
        shape.problems.append(
            Problem("thieu_van_ban", "Chưa ghi văn bản.", "văn bản", "Ghi số, ký hiệu của nghị quyết, quyết định.")
        )
    if not named and not below:
        shape.problems.append(Problem("trong", "Chưa chọn đơn vị nào.", "đơn vị", "Chọn đơn vị."))
    shape.carry_out(act)
    event.summary = _summary(shape)
    return shape


def _require(by: User | None, named: Iterable[UUID], below: Iterable[UUID] = ()) -> None:
    """Nobody changes the unit in which they work, only what stands below it, and puts nothing outside it."""
    if by is None:
        return
    powers, named = powers_of(by), tuple(named)
    paths = paths_ids([*named, *below])
    for unit in named:
        powers.require(Power.UNITS_EDIT, paths.get(unit, ())[1:])
    for unit in below:
        powers.require(Power.UNITS_EDIT, paths.get(unit, ()))
    if not paths:
        raise NotAllowed(Power.UNITS_EDIT.value)


def _summary(shape: Reshaping) -> str:
    """ "Nhập Thôn Mẫu 1, Thôn Mẫu 2 thành Thôn Mẫu"."""
    named = [change for change in shape.changes.values() if not change.follows]
    before = _listed(change.before for change in named if change.before)
    after = _listed(change.after for change in named if change.after)
    kind = UnitEvent.Kind(shape.event.kind)
    if kind is UnitEvent.Kind.MOVE:
        parent = next((change.after.parent_id for change in named if change.after), None)
        after = f"về {shape.lives[parent][-1].full_name}" if parent in shape.lives else ""
        said = f"Chuyển {before} {after}"
    elif before and after:
        said = f"{kind.label} {before} thành {after}"
    else:
        said = f"{kind.label} {before or after}"
    return said[:_LONGEST_SUMMARY]


def _listed(versions: Iterable[UnitVersion]) -> str:
    names = [version.full_name for version in versions]
    more = f" và {len(names) - _NAMES_TOLD} đơn vị khác" if len(names) > _NAMES_TOLD else ""
    return ", ".join(names[:_NAMES_TOLD]) + more


# ---------------------------------------------------------------- afterwards


def _moves(change: Change) -> bool:
    """Whether paths change: a new name or kind alone leaves them as they are."""
    if change.before is None or change.after is None:
        return True
    return change.before.parent_id != change.after.parent_id


def _record(by: User | None, verb: str, event: UnitEvent, touched: Iterable[UUID], act_key: str | None) -> None:
    units = list(touched)
    subjects = [("unit_event", event.pk), *(("unit", unit) for unit in units)][: audit.MOST_SUBJECTS]
    payload = {
        "summary": event.summary,
        "effective_on": event.effective_on.isoformat(),
        "legal_act": event.legal_act,
        "count": len(units),
    }
    audit.record(by=by, verb=verb, subjects=subjects, payload=payload, act_key=act_key)
