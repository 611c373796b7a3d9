"""Answers, typed by the office or by the unit itself. A correction keeps what it corrects; what was sent upwards is
corrected with a reason. No answer becomes a figure of a rulebook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.audit import services as audit
from binhyen.collection.models import AskedUnit, Collection, GivenAnswer
from binhyen.collection.selectors.board import head_of, last_sending, sent_words
from binhyen.collection.selectors.scope import may_answer
from binhyen.collection.tally import Word
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.papers.refusals import text_problems

# The newest answer is replaced without asking which one the person saw.
UNSEEN = object()
MOST = 10**12
_LONGEST_REPORTER = 120


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: a number, or yes or no. `seen` is the id of the answer that stood there (None: none)."""

    asked: AskedUnit
    number: int | None = None
    is_yes: bool | None = None
    reason: str = ""
    seen: object = field(default=UNSEEN)


@transaction.atomic
def answers_record(
    *,
    by: User,
    collection: Collection,
    given: Sequence[Given],
    channel: Channel,
    reported_by: str = "",
    act_key: str | None = None,
) -> list[GivenAnswer]:
    """Record answers; return those that are new (one equal to what stands adds nothing). Without `reported_by` it is the
    head of each unit, by office.

    Raises NotAllowed, RefusedByState for a closed question, Conflict when somebody answered meanwhile, InputProblems for
    what is no answer and for a correction of what was sent upwards without its reason; nothing is stored then.
    """
    audit.refuse_repeat(act_key)
    if not may_answer(by, collection, [one.asked.unit_id for one in given]):
        raise NotAllowed(Act.COLLECT.value)
    if not Collection.objects.select_for_update().filter(pk=collection.pk, closed_at=None).exists():
        raise RefusedByState("Lần thu thập này đã kết thúc.", cure="Mở lần thu thập mới nếu cần hỏi lại.")
    reporter = squeeze(reported_by)
    standing = _standing(given)
    fresh = [one for one in given if _differs(one, standing.get(one.asked.pk))]
    problems = [*_reporter_problems(reporter), *_problems(collection, fresh, standing)]
    if problems:
        raise InputProblems(problems)
    _refuse_changed(fresh, standing)
    stored = [_answer(one, standing.get(one.asked.pk), by, reporter, channel) for one in fresh]
    if stored:
        GivenAnswer.objects.filter(pk__in=[one.replaces_id for one in stored if one.replaces_id]).update(
            is_current=False
        )
        GivenAnswer.objects.bulk_create(stored)
        _log(by, collection, stored, act_key)
    return stored


def _standing(given: Sequence[Given]) -> Mapping[UUID, GivenAnswer]:
    asked = [one.asked.pk for one in given]
    return {one.asked_id: one for one in GivenAnswer.objects.filter(asked__in=asked, is_current=True)}


def _differs(one: Given, standing: GivenAnswer | None) -> bool:
    return standing is None or (standing.number, standing.is_yes) != (one.number, one.is_yes)


def _reporter_problems(reporter: str) -> Iterator[Problem]:
    yield from text_problems("người báo", reporter, most=_LONGEST_REPORTER)


def _problems(
    collection: Collection, fresh: Sequence[Given], standing: Mapping[UUID, GivenAnswer]
) -> Iterator[Problem]:
    is_count = collection.kind == Collection.Kind.COUNT
    sent = sent_words(last_sending(collection))
    for one in fresh:
        place = one.asked.unit_name
        if (
            one.asked.collection_id != collection.pk
            or (one.number is not None) != is_count
            or (one.is_yes is None) != is_count
        ):
            yield Problem(
                "khong_phai_tra_loi", "Trả lời không đúng loại câu hỏi.", place, "Tải lại trang rồi nhập lại."
            )
        elif one.number is not None and not 0 <= one.number <= MOST:
            yield Problem("so_khong_hop_ly", "Số không hợp lý.", place, "Kiểm tra lại số.")
        elif one.asked.pk in standing and one.asked.pk in sent and one.reason not in GivenAnswer.Reason.values:
            said = _said(sent[one.asked.pk])
            yield Problem("thieu_ly_do", f"Số {said} đã báo cáo lên trên.", place, "Chọn lý do sửa.")


def _said(word: Word) -> str:
    return f"“{word.shown}”"


def _refuse_changed(fresh: Sequence[Given], standing: Mapping[UUID, GivenAnswer]) -> None:
    for one in fresh:
        now = standing.get(one.asked.pk)
        if one.seen is not UNSEEN and one.seen != (now.pk if now else None):
            raise Conflict(f"{one.asked.unit_name} vừa được người khác ghi.")


def _answer(one: Given, standing: GivenAnswer | None, by: User, reporter: str, channel: Channel) -> GivenAnswer:
    return GivenAnswer(
        asked=one.asked,
        number=one.number,
        is_yes=one.is_yes,
        reported_by=reporter or head_of(one.asked.unit_kind),
        channel=channel,
        typed_by=by,
        recorded_at=clock.now(),
        reason=one.reason if standing else "",
        replaces=standing,
    )


def _log(by: User, collection: Collection, stored: Sequence[GivenAnswer], act_key: str | None) -> None:
    recorded = [
        [one.asked.unit_name, one.number if one.number is not None else one.is_yes, one.reason] for one in stored
    ]
    audit.record(
        by=by,
        verb="collection.answered",
        subjects=[("collection", collection.pk), *(("unit", one.asked.unit_id) for one in stored)],
        payload={
            "question": collection.question,
            "units": len(stored),
            "corrections": sum(one.replaces_id is not None for one in stored),
            "recorded": recorded,
        },
        act_key=act_key,
    )
