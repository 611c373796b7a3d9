"""Covenants: drafted, changed while a draft, signed once; a signed one is replaced by another, never changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import Problem, RefusedByState
from binhyen.kernel.text import fold, squeeze
from binhyen.movement.models import Covenant, CovenantMember
from binhyen.movement.services.common import is_sample, recorded, refuse, require_edit, year_problems
from binhyen.papers.models import Paper
from binhyen.papers.refusals import office_problems, telling_problems, text_problems
from binhyen.programmes.models import Programme
from binhyen.units.models import Lineage, Unit, UnitVersion
from binhyen.units.selectors import versions_of

MOST_TERMS, MOST_MEMBERS = 60, 300
_LONGEST_TERM, _LONGEST_TITLE = 2_000, 300
_TERMS, _MEMBERS, _TITLE, _YEAR, _SIGNED = "nội dung giao ước", "thành viên", "tên giao ước", "năm", "ngày ký"


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member as it is given: a unit of the area, or an agency by its name; and the office that signs."""

    name: str = ""
    unit: UUID | None = None
    office: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a covenant says."""

    year: int
    title: str
    terms: tuple[str, ...]
    members: tuple[MemberLine, ...]


@transaction.atomic
def covenant_draft(
    *,
    by: User,
    programme: Programme,
    host: Unit,
    year: int,
    title: str,
    terms: Sequence[str] = (),
    members: Sequence[MemberLine] = (),
    replaces: Covenant | None = None,
    act_key: str | None = None,
) -> Covenant:
    """Draft a covenant of `host`'s area. It may still lack terms and members; `replaces` is a signed one of the same
    host, which this one will replace when it is signed.

    Raises NotAllowed; InputProblems for texts that name persons, unknown units and doubled members; RefusedByState
    for a covenant that cannot be replaced.
    """
    audit.refuse_repeat(act_key)
    require_edit(by, [host.pk])
    content = _content(year, title, terms, members)
    lines = _checked(host, content)
    _refuse_replacing(replaces, host)
    covenant = Covenant.objects.create(
        programme=programme, host=host, year=year, title=content.title, terms=list(content.terms), replaces=replaces,
        is_sample=host.is_sample, **recorded(by),
    )  # fmt: skip
    _store_members(covenant, lines)
    _log(by, "covenant.drafted", covenant, act_key)
    return covenant


@transaction.atomic
def covenant_change(
    *,
    by: User,
    covenant: Covenant,
    year: int,
    title: str,
    terms: Sequence[str],
    members: Sequence[MemberLine],
    act_key: str | None = None,
) -> Covenant:
    """Write a draft anew. Raises RefusedByState for a signed one."""
    audit.refuse_repeat(act_key)
    require_edit(by, [covenant.host_id])
    current = _draft(covenant)
    content = _content(year, title, terms, members)
    lines = _checked(current.host, content)
    current.year, current.title, current.terms = year, content.title, list(content.terms)
    current.save(update_fields=["year", "title", "terms"])
    CovenantMember.objects.filter(covenant=current).delete()
    _store_members(current, lines)
    _log(by, "covenant.changed", current, act_key)
    return current


@transaction.atomic
def covenant_sign(
    *, by: User, covenant: Covenant, on: date, paper: Paper | None = None, act_key: str | None = None
) -> Covenant:
    """Record that the members signed on a day; after that the text is fixed. What it replaces is replaced then.

    Raises InputProblems while terms or members are missing (two members at least: nobody makes a covenant alone), or
    for a day to come; RefusedByState for one that is signed.
    """
    audit.refuse_repeat(act_key)
    require_edit(by, [covenant.host_id])
    current = _draft(covenant)
    refuse(_signing_problems(current, on))
    if current.replaces is not None:
        _refuse_replacing(current.replaces, current.host, by=current)
        Covenant.objects.filter(pk=current.replaces.pk).update(state=Covenant.State.REPLACED)
    current.state, current.signed_on, current.paper = Covenant.State.SIGNED, on, paper
    current.save(update_fields=["state", "signed_on", "paper"])
    _log(by, "covenant.signed", current, act_key, signed_on=f"{on:%d/%m/%Y}")
    return current


def _draft(covenant: Covenant) -> Covenant:
    current = Covenant.objects.select_for_update(of=("self",)).get(pk=covenant.pk)
    if current.state != Covenant.State.DRAFT or current.withdrawn:
        raise RefusedByState("Giao ước này không còn là dự thảo.", cure="Muốn thay đổi, soạn giao ước mới thay nó.")
    return current


def _refuse_replacing(replaced: Covenant | None, host: Unit, *, by: Covenant | None = None) -> None:
    if replaced is None:
        return
    rivals = Covenant.objects.filter(replaces=replaced, withdrawn=False)
    if by is not None:
        rivals = rivals.exclude(pk=by.pk)
    fits = replaced.host_id == host.pk and replaced.state == Covenant.State.SIGNED and not replaced.withdrawn
    if not fits or rivals.exists():
        raise RefusedByState(
            "Chỉ thay được giao ước đã ký của chính đơn vị này, một lần.", cure="Mở giao ước đang có hiệu lực."
        )


def _content(year: int, title: str, terms: Sequence[str], members: Sequence[MemberLine]) -> Content:
    said = tuple(term for term in map(squeeze, terms) if term)
    lines = tuple(MemberLine(squeeze(one.name), one.unit, squeeze(one.office)) for one in members)
    return Content(year, squeeze(title), said, lines)


def _checked(host: Unit, content: Content) -> list[MemberLine]:
    """The members with their names. Raises InputProblems."""
    names = _names_below(host, content.members)
    lines = [MemberLine(names.get(one.unit, one.name), one.unit, one.office) for one in content.members]
    refuse(_problems(content, lines, names))
    return lines


def _names_below(host: Unit, members: Sequence[MemberLine]) -> dict[UUID | None, str]:
    """Full names of the members that are units of the host's area, the host itself among them."""
    wanted = {one.unit for one in members if one.unit}
    below = Lineage.objects.filter(ancestor=host, descendant__in=wanted).values_list("descendant_id", flat=True)
    found: dict[UUID, UnitVersion] = versions_of(list(below))
    return {unit: version.full_name for unit, version in found.items()}


def _problems(content: Content, lines: Sequence[MemberLine], names: dict[UUID | None, str]) -> Iterator[Problem]:
    yield from telling_problems(_TITLE, content.title, most=_LONGEST_TITLE, needed=True)
    yield from year_problems(_YEAR, content.year)
    if len(content.terms) > MOST_TERMS or len(lines) > MOST_MEMBERS:
        yield Problem(
            "qua_nhieu", f"Nhiều nhất {MOST_TERMS} điều và {MOST_MEMBERS} thành viên.", _TERMS, "Gộp các dòng."
        )
    for term in content.terms:
        yield from text_problems(_TERMS, term, most=_LONGEST_TERM)
    for line in lines:
        yield from office_problems(_MEMBERS, line.office, most=200)
        if line.unit is None:
            yield from office_problems(_MEMBERS, line.name, most=230)
        if (line.unit and line.unit not in names) or not line.name:
            yield Problem("thanh_vien_la", "Có thành viên không thuộc địa bàn.", _MEMBERS, "Ghi tên cơ quan, đơn vị.")
    keys = [fold(line.name) for line in lines]
    if len(keys) != len(set(keys)):
        yield Problem("trung_thanh_vien", "Có thành viên đứng hai lần.", _MEMBERS, "Bỏ dòng trùng.")


def _signing_problems(covenant: Covenant, on: date) -> Iterator[Problem]:
    if not covenant.terms:
        yield Problem("thieu_noi_dung", "Giao ước chưa có nội dung.", _TERMS, "Sửa dự thảo trước khi ghi đã ký.")
    if covenant.members.count() < 2:
        yield Problem("thieu_thanh_vien", "Giao ước cần ít nhất hai thành viên.", _MEMBERS, "Sửa dự thảo.")
    if on > clock.today():
        yield Problem("ngay_tuong_lai", "Ngày ký chưa tới.", _SIGNED, "Ghi ngày trên bản đã ký.")


def _store_members(covenant: Covenant, lines: Sequence[MemberLine]) -> None:
    units = Unit.objects.in_bulk([line.unit for line in lines if line.unit])
    if units:
        is_sample([covenant.host, *units.values()])
    CovenantMember.objects.bulk_create(
        CovenantMember(covenant=covenant, unit_id=line.unit, name=line.name, office=line.office, position=at)
        for at, line in enumerate(lines, start=1)
    )


def _log(by: User, verb: str, covenant: Covenant, act_key: str | None, **more: object) -> None:
    subjects = [("covenant", covenant.pk), ("unit", covenant.host_id), ("programme", covenant.programme_id)]
    payload = {"title": covenant.title, "year": covenant.year, "terms": covenant.terms, **more}
    audit.record(by=by, verb=verb, subjects=subjects, payload=payload, act_key=act_key)
