"""Opening a cycle: the list of units is frozen, and every unit on it has a dossier from the same moment."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.dossiers.models import Cycle, Dossier, UnitList, UnitListEntry
from binhyen.dossiers.services.standings import standings_refresh
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind, kinds_of
from binhyen.kernel.period import Period
from binhyen.kernel.text import fold, sort_key
from binhyen.papers.models import Paper
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled, may_run_for_real
from binhyen.rules.model.rulebook import Rulebook as Rules
from binhyen.rules.model.rulebook import Subject
from binhyen.rules.reference import assess
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.selectors import in_scope, nearest_above, path_ids, units_as_of, version_of
from binhyen.units.selectors.authorities import authorities_on, managed_by_others, managed_on

_WITH_COMMITTEE = (SubjectKind.COMMUNE, SubjectKind.DISTRICT, SubjectKind.PROVINCE)
_COMMITTEE_KINDS = tuple(kind for subject in _WITH_COMMITTEE for kind in kinds_of(subject))


@dataclass(frozen=True, slots=True)
class _Listed:
    """A unit that belongs on the list, with the window in which it is judged and the unit that judges it."""

    version: UnitVersion
    kind: SubjectKind
    window: Period
    judge: UUID | None


@transaction.atomic
def cycle_open(
    *,
    by: User,
    rulebook: Rulebook,
    year: int,
    scope: Unit,
    name: str = "",
    paper: Paper | None = None,
    act_key: str | None = None,
) -> Cycle:
    """Open a cycle for a part of the tree and freeze its list of units; the scope itself is judged as well.

    A unit is judged by whoever manages it by a paper, wherever it stands; otherwise by the nearest unit above that has a
    People's Committee. A fixed number of statements, whatever the size.
    Raises RefusedByState when the rulebook cannot run here, InputProblems when nothing falls under it.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(scope.pk))
    _refuse_unready(rulebook, year, scope)
    rules = compiled(rulebook)
    listed = _listed(rules, year, scope)
    if not listed:
        raise InputProblems(
            [
                Problem(
                    "khong_co_don_vi",
                    "Không có đơn vị nào thuộc diện trong phạm vi này.",
                    "phạm vi",
                    "Nhập danh sách đơn vị trước.",
                )
            ]
        )
    cycle = _cycle(by, rulebook, year, scope, name, max(one.window.last for one in listed))
    _freeze(cycle, listed, paper)
    standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(cycle=cycle))
    payload = {"name": cycle.name, "units": len(listed), "rulebook": rules.content_hash}
    audit.record(
        by=by, verb="cycle.opened", subjects=[("cycle", cycle.pk), ("unit", scope.pk)], payload=payload, act_key=act_key
    )
    return cycle


def units_to_list(*, rulebook: Rulebook, year: int, scope: Unit) -> dict[SubjectKind, int]:
    """How many units of each kind would stand on the list if the cycle were opened now; raises what `cycle_open` does."""
    _refuse_unready(rulebook, year, scope)
    listed = Counter(one.kind for one in _listed(compiled(rulebook), year, scope))
    return dict(sorted(listed.items(), key=lambda pair: pair[0].place))


def _refuse_unready(rulebook: Rulebook, year: int, scope: Unit) -> None:
    if rulebook.state == Rulebook.State.DRAFT:
        raise RefusedByState("Bộ tiêu chí này còn là dự thảo.", cure="Ban hành bộ tiêu chí trước khi mở đợt xét.")
    if rulebook.programme.is_sample and not scope.is_sample:
        raise RefusedByState(
            "Chương trình này chỉ để minh hoạ, không có thật.", cure="Chọn bộ tiêu chí của một chương trình có thật."
        )
    if not scope.is_sample and not may_run_for_real(rulebook):
        raise RefusedByState(
            f"Bộ tiêu chí còn {rulebook.to_confirm_count} nội dung cần xác nhận với văn bản gốc.",
            cure="Quản trị xác nhận từng nội dung kèm căn cứ, hoặc mở đợt xét cho đơn vị Mẫu.",
        )
    if Cycle.objects.filter(programme=rulebook.programme, year=year, scope=scope).exists():
        raise RefusedByState(f"Đợt xét năm {year} của chương trình này đã mở.", cure="Mở đợt xét đang có để tiếp tục.")


def _listed(rules: Rules, year: int, scope: Unit) -> list[_Listed]:
    found: list[_Listed] = []
    for kind, subject in rules.subjects.items():
        if subject.window is None:
            raise RefusedByState(
                f"Bộ tiêu chí chưa có thời gian đánh giá cho {kind.vietnamese}.",
                cure="Quản trị xác nhận thời gian kèm căn cứ.",
            )
        window = subject.window.for_year(year)
        day = min(window.last, clock.today())
        versions = _managed(scope, day).filter(kind__in=kinds_of(kind))
        chosen = list(_eligible(rules, subject, year, versions))
        judges = _judges(chosen, day)
        found += [_Listed(version, kind, window, judges.get(version.unit_id)) for version in chosen]
    return sorted(found, key=lambda one: (one.kind.place, sort_key(one.version.full_name)))


def _managed(scope: Unit, day: date) -> QuerySet[UnitVersion]:
    """What stands in the scope, without what others manage, and what somebody in the scope manages elsewhere."""
    area = in_scope([scope.pk], day)
    here = Q(unit__in=area) & ~Q(unit__in=managed_by_others(area, day))
    return units_as_of(day).filter(here | Q(unit__in=managed_on(area, day)))


def _judges(versions: Sequence[UnitVersion], day: date) -> dict[UUID, UUID]:
    """By unit, who manages it by a paper, else the nearest unit above that has a People's Committee: a village decides
    on nobody below it."""
    units = [version.unit_id for version in versions]
    return nearest_above(units, day, kinds=_COMMITTEE_KINDS) | authorities_on(units, day)


def _eligible(rules: Rules, subject: Subject, year: int, versions: Iterable[UnitVersion]) -> Iterable[UnitVersion]:
    """Units that the rulebook does not certainly exclude; an unknown attribute keeps a unit on the list."""
    if subject.eligible is None:
        yield from versions
        return
    known: dict[tuple[tuple[str, object], ...], bool] = {}
    for version in versions:
        key = tuple(sorted(version.attributes.items()))
        if key not in known:
            known[key] = assess(rules, subject.kind, dict(key), year=year).eligible is not False
        if known[key]:
            yield version


def _cycle(by: User, rulebook: Rulebook, year: int, scope: Unit, name: str, on: date) -> Cycle:
    version = version_of(scope.pk, min(on, clock.today()))
    if version is None:
        raise InputProblems(
            [Problem("pham_vi", "Đơn vị này không tồn tại trong năm xét.", "phạm vi", "Chọn đơn vị khác.")]
        )
    return Cycle.objects.create(
        programme=rulebook.programme,
        rulebook=rulebook,
        year=year,
        scope=scope,
        scope_name=version.full_name,
        name=name.strip() or f"{rulebook.programme.name} năm {year}, {version.full_name}",
        is_sample=scope.is_sample,
        opened_at=clock.now(),
        opened_by=by.id,
    )


def _freeze(cycle: Cycle, listed: list[_Listed], paper: Paper | None) -> None:
    unit_list = UnitList.objects.create(cycle=cycle, seq=1, frozen_at=cycle.opened_at, paper=paper)
    UnitListEntry.objects.bulk_create(
        UnitListEntry(
            unit_list=unit_list, unit_id=one.version.unit_id, subject_kind=one.kind, judged_by_id=one.judge,
            attributes=one.version.attributes,
        )
        for one in listed
    )  # fmt: skip
    Dossier.objects.bulk_create(_dossier(cycle, one, position) for position, one in enumerate(listed, start=1))


def _dossier(cycle: Cycle, one: _Listed, position: int) -> Dossier:
    return Dossier(
        cycle=cycle,
        rulebook_id=cycle.rulebook_id,
        unit_id=one.version.unit_id,
        subject_kind=one.kind,
        judged_by_id=one.judge,
        starts=one.window.start,
        ends=one.window.end,
        unit_name=one.version.full_name,
        unit_kind=one.version.kind,
        folded=fold(one.version.full_name)[:230],
        position=position,
    )
