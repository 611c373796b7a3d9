"""Competence for a unit: claimed by one side, in force once both sides are spoken for."""

from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import squeeze
from binhyen.units.models import Authority, UnitVersion
from binhyen.units.selectors.paths import path_ids, version_of

# Who has a People's Committee, and so may manage others.
COMPETENT = frozenset({SubjectKind.PROVINCE, SubjectKind.DISTRICT, SubjectKind.COMMUNE})


@transaction.atomic
def authority_claim(
    *, by: User | None, unit: UUID, authority: UUID, on: date, legal_act: str, act_key: str | None = None
) -> Authority:
    """Say that a unit is managed by `authority` from a day on, by a paper.

    It holds at once where the person edits units both where the unit stands and at the authority; otherwise it waits
    for somebody who does, and both sides see it. Raises InputProblems, NotAllowed, RefusedByState, AlreadyDone.
    """
    audit.refuse_repeat(act_key)
    sides = _sides(by, unit, authority)
    if by is not None and not any(sides):
        raise NotAllowed(Act.UNITS_EDIT.value)
    versions = _checked(unit, authority, on, legal_act)
    if Authority.objects.filter(unit=unit, authority=authority, state=Authority.State.CLAIMED).exists():
        raise RefusedByState("Việc này đang chờ xác định.", cure="Chờ cấp trên của hai bên quyết định.")
    claim = Authority.objects.create(
        unit_id=unit, authority_id=authority, valid_from=on, legal_act=squeeze(legal_act), claimed_at=clock.now(),
        claimed_by=by.id if by else None,
    )  # fmt: skip
    if by is None or all(sides):
        _enforce(claim, by)
    _record(by, "authority.claimed", claim, versions, act_key)
    return claim


@transaction.atomic
def authority_decide(*, by: User, claim: Authority, accept: bool, act_key: str | None = None) -> Authority:
    """Decide an open claim. Only somebody above both sides may."""
    audit.refuse_repeat(act_key)
    current = Authority.objects.select_for_update().get(pk=claim.pk)
    if not all(_sides(by, current.unit_id, current.authority_id)):
        raise NotAllowed(Act.UNITS_EDIT.value)
    if current.state != Authority.State.CLAIMED:
        raise RefusedByState("Việc này đã được xác định.", cure="Xem trang của đơn vị.")
    if accept:
        _enforce(current, by)
    else:
        current.state, current.decided_at, current.decided_by = Authority.State.REFUSED, clock.now(), by.id
        current.save(update_fields=["state", "decided_at", "decided_by"])
    verb = "authority.accepted" if accept else "authority.refused"
    _record(by, verb, current, _names(current.unit_id, current.authority_id), act_key)
    return current


def _sides(by: User | None, unit: UUID, authority: UUID) -> tuple[bool, bool]:
    """Whether the person edits units where the unit stands, and at the authority that is named."""
    if by is None:
        return True, True
    powers = powers_of(by)
    return powers.may(Act.UNITS_EDIT, path_ids(unit)), powers.may(Act.UNITS_EDIT, path_ids(authority))


def _checked(unit: UUID, authority: UUID, on: date, legal_act: str) -> tuple[UnitVersion, UnitVersion]:
    problems = []
    of_unit, of_authority = version_of(unit, on), version_of(authority, on)
    if of_unit is None or of_unit.subject in COMPETENT:
        problems.append(
            Problem("khong_phai_don_vi_duoi", "Chỉ ghi cho đơn vị dưới cấp xã.", "đơn vị", "Chọn đơn vị khác.")
        )
    if of_authority is None or of_authority.subject not in COMPETENT:
        problems.append(
            Problem(
                "khong_co_tham_quyen",
                "Đơn vị này không có Ủy ban nhân dân.",
                "cơ quan quản lý",
                "Chọn xã, phường, tỉnh.",
            )
        )
    if of_unit and of_authority and of_unit.unit.is_sample != of_authority.unit.is_sample:
        message = "Đơn vị minh hoạ và đơn vị có thật không quản lý nhau."
        problems.append(Problem("lan_minh_hoa", message, "cơ quan quản lý", "Chọn đơn vị khác."))
    if not squeeze(legal_act):
        problems.append(
            Problem("thieu_van_ban", "Chưa ghi văn bản.", "văn bản", "Ghi số, ký hiệu quyết định phân cấp.")
        )
    if problems or of_unit is None or of_authority is None:
        raise InputProblems(problems)
    return of_unit, of_authority


def _names(unit: UUID, authority: UUID) -> tuple[UnitVersion | None, UnitVersion | None]:
    return version_of(unit), version_of(authority)


def _enforce(claim: Authority, by: User | None) -> None:
    """The claim holds from its day on; what held until then ends there."""
    before = Authority.objects.filter(unit=claim.unit_id, state=Authority.State.IN_FORCE, valid_to__isnull=True)
    if before.filter(valid_from__gte=claim.valid_from).exists():
        raise RefusedByState("Đã có thay đổi thẩm quyền từ sau ngày đó.", cure="Ghi ngày sau thay đổi gần nhất.")
    before.update(valid_to=claim.valid_from)
    claim.state, claim.decided_at, claim.decided_by = Authority.State.IN_FORCE, clock.now(), by.id if by else None
    claim.save(update_fields=["state", "decided_at", "decided_by"])


def _record(
    by: User | None,
    verb: str,
    claim: Authority,
    versions: tuple[UnitVersion | None, UnitVersion | None],
    act_key: str | None,
) -> None:
    unit, authority = versions
    payload = {
        "unit": unit.full_name if unit else "",
        "authority": authority.full_name if authority else "",
        "on": claim.valid_from.isoformat(),
        "legal_act": claim.legal_act,
        "in_force": claim.state == Authority.State.IN_FORCE,
    }
    subjects = [("unit", claim.unit_id), ("unit", claim.authority_id)]
    audit.record(by=by, verb=verb, subjects=subjects, payload=payload, act_key=act_key)
