"""Models that places keep going: recorded once, confirmed every year in three numbers."""

from collections.abc import Iterator

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import Problem, RefusedByState
from binhyen.kernel.text import fold, squeeze
from binhyen.movement.models import Model, ModelYear
from binhyen.movement.services.common import recorded, refuse, require_edit, year_problems
from binhyen.papers.models import Paper
from binhyen.papers.refusals import telling_problems
from binhyen.programmes.models import Programme
from binhyen.units.models import Unit

_MOST = 1_000_000


@transaction.atomic
def model_record(
    *,
    by: User,
    unit: Unit,
    name: str,
    programme: Programme | None = None,
    from_year: int | None = None,
    paper: Paper | None = None,
    act_key: str | None = None,
) -> Model:
    """Record a model that a unit keeps. Raises NotAllowed; InputProblems for a name that speaks of persons, stands
    here already, or is the programme's own."""
    audit.refuse_repeat(act_key)
    require_edit(by, [unit.pk])
    said = squeeze(name)
    refuse(_problems(unit, said, programme, from_year))
    model = Model.objects.create(
        programme=programme, unit=unit, name=said, folded=fold(said), from_year=from_year, paper=paper,
        is_sample=unit.is_sample, **recorded(by),
    )  # fmt: skip
    subjects = [("model", model.pk), ("unit", unit.pk)]
    audit.record(by=by, verb="model.recorded", subjects=subjects, payload={"name": said}, act_key=act_key)
    return model


def _problems(unit: Unit, name: str, programme: Programme | None, from_year: int | None) -> Iterator[Problem]:
    place = "tên mô hình"
    yield from telling_problems(place, name, most=200, needed=True)
    yield from year_problems("từ năm", from_year)
    if from_year and from_year > clock.today().year:
        yield Problem("nam_tuong_lai", "Năm này chưa tới.", "từ năm", "Ghi khi mô hình đã hoạt động.")
    if programme and fold(name) == fold(programme.name):
        yield Problem("la_chuong_trinh", "Đây là tên chương trình, không phải một mô hình của nó.", place, "Ghi tên mô hình.")  # fmt: skip
    if Model.objects.filter(unit=unit, folded=fold(name), withdrawn=False, to_year__isnull=True).exists():
        yield Problem("da_co_mo_hinh", "Đơn vị đã có mô hình tên này.", place, "Xác nhận mô hình đã có.")


@transaction.atomic
def model_confirm(
    *,
    by: User,
    model: Model,
    year: int,
    is_kept: bool,
    points: int = 0,
    teams: int = 0,
    members: int | None = None,
    act_key: str | None = None,
) -> ModelYear:
    """Say for a year whether the model is kept, at how many points, by how many teams and people. Said again for the
    same year it corrects what was said; the log keeps both. A model that is not kept ends with that year.

    Raises NotAllowed, InputProblems for years to come or before its first, RefusedByState for a withdrawn model.
    """
    audit.refuse_repeat(act_key)
    require_edit(by, [model.unit_id])
    current = Model.objects.select_for_update(of=("self",)).get(pk=model.pk)
    if current.withdrawn:
        raise RefusedByState("Mô hình này đã rút khỏi danh sách.", cure="Ghi nhận mô hình khác.")
    counts = {"points": points, "teams": teams} if is_kept else {"points": 0, "teams": 0}
    refuse(_confirm_problems(current, year, counts, members))
    said, _ = ModelYear.objects.update_or_create(
        model=current,
        year=year,
        defaults={"is_kept": is_kept, "members": members if is_kept else None, **counts, **recorded(by)},
    )
    _end_or_go_on(current)
    words = f"{points} điểm, {teams} tổ" if is_kept else "không còn hoạt động"
    audit.record(
        by=by,
        verb="model.confirmed",
        subjects=[("model", current.pk), ("unit", current.unit_id)],
        payload={"name": current.name, "year": year, "said": words, "members": said.members},
        act_key=act_key,
    )
    return said


def _end_or_go_on(model: Model) -> None:
    """Whether it goes on is told by the last word on it."""
    last = ModelYear.objects.filter(model=model).order_by("-year")[0]
    model.to_year = None if last.is_kept else last.year
    model.save(update_fields=["to_year"])


def _confirm_problems(model: Model, year: int, counts: dict[str, int], members: int | None) -> Iterator[Problem]:
    if year > clock.today().year or year < (model.from_year or 0):
        yield Problem("nam_la", "Năm chưa tới, hoặc trước khi có mô hình.", "năm", "Kiểm tra lại năm.")
    for place, count in (
        ("số điểm", counts["points"]),
        ("số tổ", counts["teams"]),
        ("số người tham gia", members or 0),
    ):
        if not 0 <= count <= _MOST:
            yield Problem("so_dem", "Số đếm không hợp lý.", place, "Ghi số nguyên từ 0 trở lên.")
