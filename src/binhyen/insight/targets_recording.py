"""Recording targets that an office has resolved on, and withdrawing them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.insight.models import Target
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import squeeze
from binhyen.papers import refusals
from binhyen.papers.models import Paper
from binhyen.programmes.models import Programme, Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.units.models import Unit
from binhyen.units.selectors import path_ids

_FIRST_DAY, _LAST_YEAR, _MOST = date(2005, 1, 1), 2100, 1_000_000
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget:
    """So many units of a kind are to be recognised at `level` or higher, or to meet `criteria` or more, by a day."""

    programme: Programme
    scope: Unit
    subject_kind: SubjectKind
    by: date
    count: int
    what: str
    paper: Paper
    level: str = ""
    criteria: int | None = None
    base: int | None = None
    at_least: bool = False


@transaction.atomic
def target_record(*, by: User, target: NewTarget, act_key: str | None = None) -> Target:
    """Record a target for a part of the tree. Raises InputProblems for numbers that cannot be true and for a level that
    no issued rulebook of the programme has."""
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(target.scope.pk))
    what = squeeze(target.what)
    problems = [*_of_numbers(target), *_of_measure(target), *_of_text(what)]
    if problems:
        raise InputProblems(problems)
    made = Target.objects.create(
        programme=target.programme,
        scope=target.scope,
        subject_kind=target.subject_kind,
        by=target.by,
        counts=Target.Counts.RECOGNISED if target.level else Target.Counts.CRITERIA,
        level=target.level,
        criteria=target.criteria,
        relation=Target.Relation.AT_LEAST if target.at_least else Target.Relation.EXACTLY,
        count=target.count,
        base=target.base,
        what=what,
        paper=target.paper,
        is_sample=target.scope.is_sample,
        recorded_at=clock.now(),
        recorded_by=by.id,
    )
    audit.record(by=by, verb="target.recorded", subjects=_subjects(made), payload=_told(made), act_key=act_key)
    return made


@transaction.atomic
def target_withdraw(*, by: User, target: Target, act_key: str | None = None) -> None:
    """Take a target off the board; it stays in the log. Raises RefusedByState for a published one."""
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(target.scope_id))
    current = Target.objects.select_for_update().get(pk=target.pk)
    if current.withdrawn_at or current.publication_id:
        raise RefusedByState("Chỉ tiêu này không bỏ được.", cure="Chỉ tiêu đã công bố đi kèm phần mềm, hoặc đã bỏ.")
    current.withdrawn_at, current.withdrawn_by = clock.now(), by.id
    current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(by=by, verb="target.withdrawn", subjects=_subjects(current), payload=_told(current), act_key=act_key)


def _subjects(target: Target) -> list[tuple[str, UUID]]:
    return [("target", target.pk), ("unit", target.scope_id)]


def _told(target: Target) -> dict[str, object]:
    return {"what": target.what, "count": target.count, "by": target.by.isoformat()}


def _of_numbers(target: NewTarget) -> list[Problem]:
    problems = []
    if not 0 < target.count <= _MOST:
        problems.append(Problem("so", "Chỉ tiêu phải từ 1 trở lên.", "chỉ tiêu", "Nhập số đơn vị cần đạt."))
    if target.base is not None and target.base < target.count:
        problems.append(
            Problem("tong", "Tổng số nhỏ hơn chỉ tiêu.", "trên tổng số", "Kiểm tra lại hai số, hoặc bỏ trống tổng số.")
        )
    if not target.by >= _FIRST_DAY or target.by.year > _LAST_YEAR:
        problems.append(Problem("ngay", "Hạn chưa đúng.", "đến hết ngày", "Ví dụ 31/12/2030."))
    return problems


def _of_measure(target: NewTarget) -> list[Problem]:
    if bool(target.level) == (target.criteria is not None):
        cure = "Chọn mức công nhận, hoặc ghi số tiêu chí; không ghi cả hai."
        return [Problem("dem_gi", "Chưa rõ đếm gì.", "mức công nhận", cure)]
    if target.criteria is not None and target.criteria < 1:
        return [Problem("so_tieu_chi", "Số tiêu chí phải từ 1 trở lên.", "số tiêu chí", "Ví dụ 13.")]
    if target.level and target.level not in titles_of(target.programme, target.subject_kind):
        cure = "Chọn mức có trong bộ tiêu chí của chương trình."
        return [Problem("muc", "Chương trình không có mức này.", "mức công nhận", cure)]
    return []


def titles_of(programme: Programme, kind: SubjectKind) -> dict[str, str]:
    """Code and name of every title that issued rulebooks of the programme give to this kind of unit."""
    found: dict[str, str] = {}
    for rulebook in programme.rulebooks.exclude(state=Rulebook.State.DRAFT):
        subject = compiled(rulebook).subjects.get(kind)
        found |= {level.code: level.name for level in subject.titles} if subject else {}
    return found


def _of_text(what: str) -> list[Problem]:
    told = {"nội dung": what}
    problems = [*refusals.about_anybody(told)]
    if not what:
        problems.append(Problem("thieu", "Chưa ghi nội dung.", "nội dung", "Ghi chỉ tiêu như trong văn bản."))
    if len(what) > _LONGEST:
        problems.append(Problem("qua_dai", f"Dài hơn {_LONGEST} ký tự.", "nội dung", "Rút gọn nội dung."))
    return problems
