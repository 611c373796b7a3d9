"""Recording awards: what was given, by which decision, to how many; never to whom among people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.papers import refusals
from binhyen.papers.models import Paper
from binhyen.programmes.models import Programme
from binhyen.recognition.models import Award, Complaint
from binhyen.units.models import Unit
from binhyen.units.selectors import path_ids

# The movement's first law on emulation is younger; a smaller number is a slip of the hand.
_FIRST_YEAR, _MOST = 2003, 100_000
_MOST_MONEY = 10**12
_LONGEST = {"cơ quan khen thưởng": 200, "số, ký hiệu quyết định": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAward:
    """What is recorded: the years it honours (both included), its form, the counts, and the decision behind it.

    `named` are collectives that are units of the tree; the others stay in the count alone.
    """

    programme: Programme
    unit: Unit
    from_year: int
    to_year: int
    form: Award.Form
    body: str
    number: str
    given_on: date | None = None
    collectives: int = 0
    individuals: int = 0
    named: Sequence[Unit] = field(default=())
    paper: Paper | None = None
    money: int | None = None


@transaction.atomic
def award_record(*, by: User, award: NewAward, act_key: str | None = None) -> Award:
    """Record an award of a unit's area; `money` is what all receive together, in đồng.

    Raises InputProblems for counts and years that cannot be true, for texts about persons, and where no decision is
    named; RefusedByState while a complaint about the unit, or about one that is named, waits for its answer.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(award.unit.pk))
    body, number = squeeze(award.body), squeeze(award.number)
    problems = [*_of_counts(award), *_of_years(award), *_of_texts(body, number)]
    if problems:
        raise InputProblems(problems)
    _refuse_complained_of([award.unit, *award.named])
    made = Award.objects.create(
        programme=award.programme,
        unit=award.unit,
        from_year=award.from_year,
        to_year=award.to_year,
        form=award.form,
        collectives=award.collectives,
        individuals=award.individuals,
        money=award.money,
        body=body,
        number=number,
        given_on=award.given_on,
        paper=award.paper,
        is_sample=award.unit.is_sample,
        recorded_at=clock.now(),
        recorded_by=by.id,
    )
    made.named.set(award.named)
    audit.record(
        by=by,
        verb="award.recorded",
        subjects=[("award", made.pk), ("unit", award.unit.pk), *(("unit", unit.pk) for unit in award.named)],
        payload=_told(made),
        act_key=act_key,
    )
    return made


@transaction.atomic
def award_strike(*, by: User, award: Award, act_key: str | None = None) -> None:
    """Strike out an award that was recorded by mistake; it stays in the log. Raises RefusedByState for a published one."""
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(award.unit_id))
    current = Award.objects.select_for_update().get(pk=award.pk)
    if current.struck_at or current.publication_id:
        raise RefusedByState("Dòng này không gạch bỏ được.", cure="Dòng đã công bố đi kèm phần mềm, hoặc đã gạch bỏ.")
    current.struck_at, current.struck_by = clock.now(), by.id
    current.save(update_fields=["struck_at", "struck_by"])
    subjects = [("award", current.pk), ("unit", current.unit_id)]
    audit.record(by=by, verb="award.struck", subjects=subjects, payload=_told(current), act_key=act_key)


def _refuse_complained_of(units: Sequence[Unit]) -> None:
    pending = Complaint.objects.filter(unit__in=units, result=Complaint.Result.PENDING)
    numbers = list(dict.fromkeys(pending.values_list("number", flat=True)))
    if numbers:
        raise RefusedByState(
            f"Đơn số {', '.join(numbers)} về đơn vị này đang được xem xét.",
            cure="Ghi kết quả giải quyết đơn rồi mới ghi khen thưởng.",
        )


def _told(award: Award) -> dict[str, object]:
    return {
        "form": award.form,
        "years": award.years,
        "collectives": award.collectives,
        "individuals": award.individuals,
        "money": award.money,
        "body": award.body,
        "number": award.number,
    }


def _of_counts(award: NewAward) -> list[Problem]:
    problems = []
    if not 0 < award.collectives + award.individuals <= _MOST or min(award.collectives, award.individuals) < 0:
        problems.append(
            Problem("so_khen_thuong", "Chưa có tập thể, cá nhân nào.", "số tập thể", "Ghi số tập thể hoặc số cá nhân.")
        )
    if award.money is not None and not 0 <= award.money <= _MOST_MONEY:
        problems.append(
            Problem("tien_thuong", "Số tiền chưa đúng.", "tiền thưởng", "Ghi tổng số tiền, tính bằng đồng.")
        )
    if len(award.named) > award.collectives:
        problems.append(
            Problem(
                "tap_the_nhieu_hon", "Tập thể nêu tên nhiều hơn số tập thể.", "số tập thể", "Kiểm tra lại hai nội dung."
            )
        )
    return problems


def _of_years(award: NewAward) -> list[Problem]:
    this_year = clock.today().year
    if not _FIRST_YEAR <= award.from_year <= award.to_year <= this_year:
        cure = f"Ghi năm trong khoảng {_FIRST_YEAR}–{this_year}, năm đầu không sau năm cuối."
        return [Problem("nam", "Năm được khen chưa đúng.", "từ năm", cure)]
    if award.given_on and award.given_on > clock.today():
        return [Problem("ngay_tuong_lai", "Ngày này chưa tới.", "ngày quyết định", "Ghi ngày trên quyết định đã ký.")]
    return []


def _of_texts(body: str, number: str) -> list[Problem]:
    told = {"cơ quan khen thưởng": body, "số, ký hiệu quyết định": number}
    problems = [
        Problem("thieu", f"Chưa ghi {place}.", place, "Ghi như trên quyết định khen thưởng.")
        for place, text in told.items()
        if not text
    ]
    problems += [
        Problem("qua_dai", f"Dài hơn {longest} ký tự.", place, "Rút gọn nội dung.")
        for place, longest in _LONGEST.items()
        if len(told[place]) > longest
    ]
    return [*problems, *refusals.about_anybody(told)]
