"""Handing over an office (bàn giao): in one act the roles of one account at a unit pass to another, with the work that
is open there; the giver is signed out."""

from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of, require
from binhyen.accounts.services import grants_pass, sessions_end
from binhyen.audit import services as audit
from binhyen.dossiers.models import Handover
from binhyen.dossiers.selectors.handover import OpenWork, grants_handed, jobs_handed, open_work
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.papers.models import Paper
from binhyen.units.models import Unit
from binhyen.units.selectors import in_scope, path_ids, version_of

_TAKER = "người nhận"


@transaction.atomic
def handover_make(
    *,
    by: User,
    giver: User,
    taker: User,
    scope: Unit,
    paper: Paper | None = None,
    seen: str | None = None,
    act_key: str | None = None,
) -> Handover:
    """Pass every role that `giver` holds at this unit to `taker`, at once, and keep what was open.

    What belongs to units (dossiers, letters, papers, links) follows the roles; files and imports that the giver asked
    for become the taker's. `seen` is the fingerprint of what the person looked at: Conflict if it would now be something
    else. Raises NotAllowed outside the administrator's part of the tree, InputProblems for whoever cannot take over,
    RefusedByState where the giver holds nothing here.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.ACCOUNTS, path_ids(scope.pk))
    # Locked in the order of their ids: two handovers between the same people wait for each other.
    locked = {
        one.pk: one for one in User.objects.select_for_update().filter(pk__in=[giver.pk, taker.pk]).order_by("pk")
    }
    giver, taker = locked[giver.pk], locked[taker.pk]
    _check_taker(by, giver, taker)
    grants, work = grants_handed(giver, scope.pk), open_work(giver, scope.pk, by_paper=paper)
    if not grants:
        raise RefusedByState(
            "Tài khoản này không giữ vai trò nào ở đơn vị này.", cure="Chọn đơn vị nơi người giao đang giữ vai trò."
        )
    if seen is not None and seen != work.fingerprint:
        raise Conflict("Công việc đang mở vừa thay đổi.", cure="Xem lại những gì bàn giao dưới đây rồi xác nhận.")
    # Read before the roles pass: which files go along depends on what else the giver holds.
    jobs_handed(giver, scope.pk).update(asked_by=taker.pk)
    grants_pass(grants=grants, taker=taker)
    sessions_end(user=giver)
    made = _store(by, giver, taker, scope, paper, work)
    _log(by, made, work, act_key)
    return made


def _check_taker(by: User, giver: User, taker: User) -> None:
    problem = None
    if taker.pk == giver.pk:
        problem = Problem("cung_nguoi", "Người nhận trùng người giao.", _TAKER, "Chọn tài khoản khác.")
    elif not taker.is_active or not taker.has_usable_password():
        problem = Problem("ngung_dung", "Tài khoản nhận không đăng nhập được.", _TAKER, "Chọn tài khoản đang dùng.")
    elif taker.pk == by.pk:
        # Roles are given, never taken by oneself.
        problem = Problem("tu_nhan", "Không tự nhận vai trò của người khác.", _TAKER, "Nhờ quản trị khác bàn giao.")
    if problem:
        raise InputProblems([problem])
    near = in_scope(powers_of(by).scopes(Act.ACCOUNTS))
    if not Grant.objects.filter(user=taker, scope__in=near).exists():
        raise NotAllowed(Act.ACCOUNTS.value)


def _store(by: User, giver: User, taker: User, scope: Unit, paper: Paper | None, work: OpenWork) -> Handover:
    place = version_of(scope.pk)
    return Handover.objects.create(
        scope=scope, scope_name=place.full_name if place else "", giver=giver, taker=taker, handed_on=clock.today(),
        paper=paper, shown=work.as_data(), is_sample=scope.is_sample, applied_at=clock.now(), applied_by=by.id,
    )  # fmt: skip


def _log(by: User, made: Handover, work: OpenWork, act_key: str | None) -> None:
    payload = {
        "place": made.scope_name,
        "giver": made.giver.username,
        "taker": made.taker.username,
        "roles": list(work.roles),
        "open": sum(line.count for line in work.lines),
    }
    subjects: list[tuple[str, UUID]] = [
        ("handover", made.pk), ("user", made.giver_id), ("user", made.taker_id), ("unit", made.scope_id),
    ]  # fmt: skip
    if made.paper_id:
        subjects.append(("paper", made.paper_id))
    audit.record(by=by, verb="office.handed_over", subjects=subjects, payload=payload, act_key=act_key)
