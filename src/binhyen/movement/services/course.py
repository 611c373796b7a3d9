"""The course of a programme: where it is tried first, where it is taken over, and the years summed up together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.movement.models import Rollout, Stage
from binhyen.movement.services.common import recorded, refuse, require_edit, year_problems
from binhyen.papers.models import Paper
from binhyen.papers.refusals import telling_problems, text_problems
from binhyen.programmes.models import Programme
from binhyen.units.models import Unit
from binhyen.units.selectors import versions_of

_FROM, _TO = "từ ngày", "đến hết ngày"


@dataclass(frozen=True, slots=True)
class Span:
    """From a day (None: planned, no day yet) until before another (None: it goes on)."""

    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class SummedUp:
    """How and when a stage was looked back on."""

    form: Stage.Form
    on: date


@transaction.atomic
def rollout_record(
    *,
    by: User,
    programme: Programme,
    unit: Unit,
    phase: Rollout.Phase,
    span: Span | None = None,
    paper: Paper | None = None,
    note: str = "",
    act_key: str | None = None,
) -> Rollout:
    """Record that a unit tries the programme or takes it over; without days it is planned.

    Raises NotAllowed; InputProblems for days out of order and for a step that stands here already.
    """
    audit.refuse_repeat(act_key)
    require_edit(by, [unit.pk])
    days = span or Span()
    refuse([*_span_problems(days), *text_problems("ghi chú", squeeze(note), most=500)])
    _refuse_repeated_step(programme, unit, phase)
    rollout = Rollout.objects.create(
        programme=programme, unit=unit, phase=phase, starts=days.starts, ends=days.ends, paper=paper, note=squeeze(note),
        is_sample=unit.is_sample, **recorded(by),
    )  # fmt: skip
    _log_rollout(by, rollout, act_key)
    return rollout


@transaction.atomic
def rollout_date(
    *, by: User, rollout: Rollout, span: Span, paper: Paper | None = None, act_key: str | None = None
) -> Rollout:
    """Give a planned step its days, or a running one its last day. Raises RefusedByState for one that has ended."""
    audit.refuse_repeat(act_key)
    require_edit(by, [rollout.unit_id])
    current = Rollout.objects.select_for_update(of=("self",)).get(pk=rollout.pk)
    if current.withdrawn or current.ends is not None:
        raise RefusedByState("Bước này đã kết thúc.", cure="Ghi nhận bước tiếp theo.")
    refuse(_span_problems(span))
    current.starts, current.ends, current.paper = span.starts, span.ends, paper or current.paper
    current.save(update_fields=["starts", "ends", "paper"])
    _log_rollout(by, current, act_key)
    return current


def _span_problems(days: Span) -> Iterator[Problem]:
    if days.ends and not days.starts:
        yield Problem("thieu_ngay", "Có ngày kết thúc mà chưa có ngày bắt đầu.", _FROM, "Ghi ngày bắt đầu.")
    if days.starts and days.starts > clock.today():
        yield Problem("ngay_tuong_lai", "Ngày này chưa tới.", _FROM, "Để trống khi còn là kế hoạch.")
    if days.starts and days.ends and days.ends <= days.starts:
        yield Problem("nguoc_ngay", "Ngày cuối trước ngày đầu.", _TO, "Kiểm tra lại hai ngày.")


def _refuse_repeated_step(programme: Programme, unit: Unit, phase: Rollout.Phase) -> None:
    running = Rollout.objects.filter(programme=programme, unit=unit, phase=phase, ends__isnull=True, withdrawn=False)
    if running.exists():
        raise RefusedByState("Đơn vị đang ở bước này.", cure="Ghi ngày cho bước đã có, thay vì ghi bước mới.")


def _log_rollout(by: User, rollout: Rollout, act_key: str | None) -> None:
    unit = versions_of([rollout.unit_id])[rollout.unit_id].full_name
    payload = {
        "phase": str(Rollout.Phase(rollout.phase).label),
        "unit": unit,
        "from": rollout.starts,
        "to": rollout.ends,
    }
    subjects = [("rollout", rollout.pk), ("unit", rollout.unit_id), ("programme", rollout.programme_id)]
    audit.record(by=by, verb="rollout.recorded", subjects=subjects, payload=payload, act_key=act_key)


@transaction.atomic
def stage_record(
    *,
    by: User,
    programme: Programme,
    unit: Unit,
    name: str,
    from_year: int,
    to_year: int,
    summed_up: SummedUp | None = None,
    paper: Paper | None = None,
    act_key: str | None = None,
) -> Stage:
    """Record some years that are looked back on together. Raises NotAllowed; InputProblems for years out of order."""
    audit.refuse_repeat(act_key)
    require_edit(by, [unit.pk])
    said = squeeze(name)
    refuse(_stage_problems(said, from_year, to_year, summed_up))
    stage = Stage.objects.create(
        programme=programme, unit=unit, name=said, from_year=from_year, to_year=to_year,
        form=summed_up.form if summed_up else "", summed_up_on=summed_up.on if summed_up else None, paper=paper,
        is_sample=unit.is_sample, **recorded(by),
    )  # fmt: skip
    subjects = [("stage", stage.pk), ("unit", unit.pk), ("programme", programme.pk)]
    audit.record(by=by, verb="stage.recorded", subjects=subjects, payload={"name": said}, act_key=act_key)
    return stage


def _stage_problems(name: str, from_year: int, to_year: int, summed_up: SummedUp | None) -> Iterator[Problem]:
    yield from telling_problems("tên giai đoạn", name, most=300, needed=True)
    yield from year_problems("từ năm", from_year)
    yield from year_problems("đến hết năm", to_year)
    if to_year < from_year:
        yield Problem("nguoc_nam", "Năm cuối trước năm đầu.", "đến hết năm", "Kiểm tra lại hai năm.")
    if summed_up and summed_up.on > clock.today():
        yield Problem("ngay_tuong_lai", "Ngày này chưa tới.", "ngày hội nghị", "Ghi khi đã tổ chức.")
    if summed_up and summed_up.on.year < from_year:
        yield Problem("nguoc_ngay", "Ngày hội nghị trước giai đoạn.", "ngày hội nghị", "Kiểm tra lại ngày.")
