"""Clusters and blocks: founded, joined, left, led for a year by one of their members."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.units.models import Cluster, ClusterMember, ClusterYear, UnitVersion
from binhyen.units.names import key
from binhyen.units.selectors.paths import path_ids, versions_of
from binhyen.units.selectors.reach import scopes_of
from binhyen.units.selectors.story import hidden

_NAMES_TOLD = 5


@transaction.atomic
def cluster_create(
    *, by: User | None, organiser: UUID, name: str, kind: Cluster.Kind, legal_act: str = "", act_key: str | None = None
) -> Cluster:
    """Found a cluster or block under the unit that organises it."""
    audit.refuse_repeat(act_key)
    _require(by, organiser)
    said = squeeze(name)
    if not key(said):
        raise InputProblems([Problem("thieu_ten", "Thiếu tên cụm, khối.", "tên", "Ghi tên như trong văn bản.")])
    if Cluster.objects.filter(organiser=organiser, name=said).exists():
        raise InputProblems([Problem("trung_ten", "Đã có cụm, khối tên này.", "tên", "Ghi tên khác.")])
    cluster = Cluster.objects.create(organiser_id=organiser, name=said, kind=kind, legal_act=squeeze(legal_act))
    _record(by, "cluster.created", cluster, {}, act_key)
    return cluster


@transaction.atomic
def cluster_join(
    *, by: User | None, cluster: Cluster, units: Iterable[UUID], on: date, act_key: str | None = None
) -> list[ClusterMember]:
    """Units join; those that are members already are left alone. Whoever organises lets in administrative units from
    anywhere, and local ones that they may read: nobody is put among others by a stranger."""
    audit.refuse_repeat(act_key)
    units = list(units)
    _require(by, cluster.organiser_id)
    if by is not None and hidden(units, scopes_of(by, Act.READ)):
        raise NotAllowed(Act.UNITS_EDIT.value)
    if cluster.ended_on is not None:
        raise RefusedByState("Cụm, khối này đã kết thúc.", cure="Lập cụm, khối mới.")
    versions = versions_of(units)
    there = set(cluster.members.filter(left_on__isnull=True).values_list("unit_id", flat=True))
    fresh = [version for unit, version in versions.items() if unit not in there]
    if (mixed := _mixed(cluster, fresh)) is not None:
        raise InputProblems([mixed])
    members = ClusterMember.objects.bulk_create(
        ClusterMember(cluster=cluster, unit_id=version.unit_id, joined_on=on) for version in fresh
    )
    if members:
        _record(by, "cluster.joined", cluster, _told(fresh, on), act_key)
    return members


@transaction.atomic
def cluster_leave(
    *, by: User | None, cluster: Cluster, unit: UUID, on: date, act_key: str | None = None
) -> ClusterMember:
    """A unit leaves from a day on."""
    audit.refuse_repeat(act_key)
    _require(by, cluster.organiser_id)
    member = cluster.members.select_for_update().filter(unit=unit, left_on__isnull=True).first()
    if member is None:
        raise RefusedByState("Đơn vị này không ở trong cụm, khối.", cure="Xem lại danh sách thành viên.")
    if on <= member.joined_on:
        raise InputProblems([Problem("ngay_sai", "Ngày rời phải sau ngày vào.", "ngày", "Xem lại ngày.")])
    member.left_on = on
    member.save(update_fields=["left_on"])
    _record(by, "cluster.left", cluster, _told(versions_of([unit]).values(), on), act_key)
    return member


@transaction.atomic
def cluster_lead(
    *, by: User | None, cluster: Cluster, unit: UUID, year: int, act_key: str | None = None
) -> ClusterYear:
    """Name the member that leads the cluster in a year; naming another replaces it, and the log keeps both."""
    audit.refuse_repeat(act_key)
    _require(by, cluster.organiser_id)
    if not cluster.members.filter(unit=unit, left_on__isnull=True).exists():
        raise InputProblems([Problem("khong_la_thanh_vien", "Đơn vị này không phải thành viên.", "trưởng cụm, khối", "Chọn một thành viên.")])  # fmt: skip
    led, _ = ClusterYear.objects.update_or_create(cluster=cluster, year=year, defaults={"head_id": unit})
    name = next((version.full_name for version in versions_of([unit]).values()), "")
    _record(by, "cluster.led", cluster, {"year": year, "head": name}, act_key)
    return led


def _mixed(cluster: Cluster, fresh: Iterable[UnitVersion]) -> Problem | None:
    """Invented and real units never compete with one another."""
    invented = cluster.organiser.is_sample
    units = {version.unit.is_sample for version in fresh}
    if units - {invented}:
        message = "Đơn vị minh hoạ và đơn vị có thật không ở chung một cụm, khối."
        return Problem("lan_minh_hoa", message, "đơn vị", "Bỏ đơn vị này.")
    return None


def _require(by: User | None, organiser: UUID) -> None:
    if by is not None and not powers_of(by).may(Act.UNITS_EDIT, path_ids(organiser)):
        raise NotAllowed(Act.UNITS_EDIT.value)


def _told(versions: Iterable[UnitVersion], on: date) -> dict[str, object]:
    names = [version.full_name for version in versions]
    return {"names": names[:_NAMES_TOLD], "count": len(names), "on": on.isoformat()}


def _record(by: User | None, verb: str, cluster: Cluster, payload: dict[str, object], act_key: str | None) -> None:
    subjects = [("cluster", cluster.pk), ("unit", cluster.organiser_id)]
    audit.record(by=by, verb=verb, subjects=subjects, payload={"cluster": cluster.name, **payload}, act_key=act_key)
