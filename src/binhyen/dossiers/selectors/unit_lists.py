"""The lists of a cycle as people read them: versions and what changed, what moved since, claims that are open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Cycle, Dossier, UnitList, UnitListEntry
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.kernel import clock, text
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.sheets.writing import Sheet
from binhyen.units.models import Authority, UnitVersion
from binhyen.units.selectors import ancestors, path_ids, units_as_of, versions_of
from binhyen.units.selectors.authorities import claims_for, in_force

# What a stored list tells about the one before it, in the order in which it is shown.
TOLD = (
    ("ended", "Kết thúc do sắp xếp"),
    ("successors", "Đơn vị kế tục"),
    ("joined", "Thêm vào danh sách"),
    ("left", "Ra khỏi danh sách"),
    ("stayed", "Chưa ra khỏi danh sách được"),
    ("changed", "Thay đổi thông tin"),
)
_SHEET_TITLES = ("Thứ tự", "Đơn vị", "Loại", "Nơi xét", "Ghi chú")


@dataclass(frozen=True, slots=True)
class Version:
    """One frozen list of a cycle: how many stand on it, and what it changed."""

    unit_list: UnitList
    units: int
    changes: tuple[tuple[str, Sequence[Mapping[str, str]]], ...]


def versions_of_list(cycle: Cycle) -> list[Version]:
    """Every list of the cycle, the latest first. One statement."""
    lists = cycle.unit_lists.select_related("paper").annotate(units=Count("entries")).order_by("-seq")
    return [Version(one, one.units, told(one.shown)) for one in lists]


def told(shown: Mapping[str, Any]) -> tuple[tuple[str, Sequence[Mapping[str, str]]], ...]:
    """What a list changed, under its headings; headings without a line are left out."""
    return tuple((title, shown[key]) for key, title in TOLD if shown.get(key))


def left_out(shown: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Units that were left out when the list was frozen, with the reason."""
    return list(shown.get("left_out", ()))


def not_judged(shown: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Kinds that the rulebook does not judge, with how many there were."""
    return [(UnitKind(kind).vietnamese, number) for kind, number in shown.get("not_judged", {}).items()]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list."""

    unit: UUID
    name: str
    kind: str
    judge: str
    note: str


def rows_of(seen: SeenCycle, unit_list: UnitList) -> "QuerySet[UnitListEntry]":
    """The entries that this person may read, in the order of the list."""
    entries = unit_list.entries.all()
    if not seen.is_whole:
        entries = entries.filter(unit__in=seen.dossiers.order_by().values("unit"))
    place = Dossier.objects.filter(cycle=unit_list.cycle_id, unit=OuterRef("unit")).values("position")[:1]
    return entries.annotate(place=Subquery(place)).order_by("place", "unit_name", "pk")


def lines(unit_list: UnitList, entries: Sequence[UnitListEntry]) -> list[Row]:
    """Entries as they read, with the names of those who judge. One statement."""
    outside: Mapping[str, str] = unit_list.shown.get("outside", {})
    judges = versions_of({entry.judged_by_id for entry in entries if entry.judged_by_id})
    return [
        Row(
            entry.unit_id,
            entry.unit_name,
            UnitKind(entry.unit_kind).vietnamese if entry.unit_kind else SubjectKind(entry.subject_kind).vietnamese,
            judges[entry.judged_by_id].full_name if entry.judged_by_id in judges else "chưa xác định",
            outside.get(str(entry.unit_id), ""),
        )
        for entry in entries
    ]


def list_sheets(seen: SeenCycle, unit_list: UnitList) -> list[Sheet]:
    """A list as a workbook: who is on it, who is not and why. For whoever reads all of the cycle."""
    rows = lines(unit_list, list(rows_of(seen, unit_list)))
    paper = unit_list.paper
    said = f"Văn bản chốt: {paper.number or paper.title}" if paper else "Chưa ghi văn bản chốt"
    if paper and paper.issued_on:
        said += f" ngày {text.day(paper.issued_on)}"
    sheets = [
        Sheet(
            name="Danh sách",
            headers=_SHEET_TITLES,
            rows=[(at, one.name, one.kind, one.judge, one.note) for at, one in enumerate(rows, 1)],
            title=f"Danh sách đơn vị thuộc diện, {seen.cycle.name}" + (" (minh hoạ)" if seen.cycle.is_sample else ""),
            notes=(said, f"Bản {unit_list.seq}, chốt lúc {text.moment(unit_list.frozen_at)}; {len(rows)} đơn vị."),
        )
    ]
    if out := left_out(unit_list.shown):
        beside = [(one["name"], one["kind"], one["reason"]) for one in out]
        sheets.append(Sheet(name="Để ngoài", headers=("Đơn vị", "Loại", "Lý do"), rows=beside))
    return sheets


# ---------------------------------------------------------------- what moved since it was frozen


@dataclass(frozen=True, slots=True)
class ListNews:
    """What moved under a frozen list: open dossiers whose unit has ended, whose judge has ended, and whose competent
    authority became another one, since when."""

    ended: int
    judge_ended: int
    moved: int
    moved_on: date | None

    def __bool__(self) -> bool:
        return bool(self.ended or self.judge_ended or self.moved)


def news_of(cycle: Cycle) -> ListNews:
    """Two statements at most, whatever the number of units."""
    today = clock.today()
    standing = units_as_of(today)
    over = UnitVersion.objects.filter(unit=OuterRef("unit"), valid_to__lte=today, valid_to__lt=OuterRef("ends"))
    manager = Authority.objects.filter(in_force(today), unit=OuterRef("unit"))
    was_by_paper = Authority.objects.filter(
        unit=OuterRef("unit"), authority=OuterRef("judged_by"), state=Authority.State.IN_FORCE, valid_to__lte=today
    )
    dossiers = Dossier.objects.filter(cycle=cycle).exclude(state__in=DECIDED)
    told_apart = dossiers.annotate(
        unit_stands=Exists(standing.filter(unit=OuterRef("unit"))),
        unit_over=Exists(over),
        judge_stands=Exists(standing.filter(unit=OuterRef("judged_by"))),
        manager=Subquery(manager.values("authority")[:1]),
        manager_since=Subquery(manager.values("valid_from")[:1]),
        was_by_paper=Exists(was_by_paper),
    )
    another = Q(manager__isnull=False) & ~Q(manager=F("judged_by"))
    moved = (another | Q(manager__isnull=True, was_by_paper=True)) & Q(unit_stands=True, ends__gt=today)
    counts = told_apart.aggregate(
        ended=Count("pk", filter=Q(unit_stands=False, unit_over=True)),
        judge_ended=Count("pk", filter=Q(judge_stands=False, judged_by__isnull=False)),
        moved=Count("pk", filter=moved),
        since=Min("manager_since", filter=moved),
    )
    return ListNews(counts["ended"], counts["judge_ended"], counts["moved"], counts["since"])


# ---------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """Two places claim one unit: who has it now is told by the list, who claims it and who decides stand here."""

    unit: str
    claimant: str
    since: date
    legal_act: str
    decider: str


def open_claims(scopes: Collection[UUID]) -> list[OpenClaim]:
    """Claims that touch these parts of the tree. One statement where there is none."""
    claims = list(claims_for(scopes))
    names = versions_of({unit for claim in claims for unit in (claim.unit_id, claim.authority_id)}) if claims else {}
    return [
        OpenClaim(
            unit=names[claim.unit_id].full_name if claim.unit_id in names else "",
            claimant=names[claim.authority_id].full_name if claim.authority_id in names else "",
            since=claim.valid_from,
            legal_act=claim.legal_act,
            decider=_decider(claim),
        )
        for claim in claims
    ]


def _decider(claim: Authority) -> str:
    """The nearest unit above both sides; empty where there is none."""
    above = {version.unit_id: version.full_name for version in ancestors(claim.unit_id)}
    return next((above[unit] for unit in path_ids(claim.authority_id) if unit in above), "")
