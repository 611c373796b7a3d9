"""A question is put to chosen units, and closed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.collection.models import AskedUnit, Collection
from binhyen.collection.selectors.scope import too_many
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.papers.refusals import telling_problems, text_problems
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.selectors import path_ids, paths_ids, version_of
from binhyen.units.selectors.places import named_with_place, places_within

_LONGEST_QUESTION, _LONGEST_MEASURE = 200, 40


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of whom, until when. `measure` is empty for yes and no."""

    scope: Unit
    text: str
    kind: Collection.Kind
    due_at: datetime
    units: Sequence[UnitVersion]
    measure: str = ""


@transaction.atomic
def collection_open(*, by: User, question: Question, act_key: str | None = None) -> Collection:
    """Put the question. Raises NotAllowed unless the person may ask every unit, InputProblems for a question about
    persons, a count of nothing, nobody or too many to ask, or units both invented and real."""
    audit.refuse_repeat(act_key)
    text, measure = squeeze(question.text), squeeze(question.measure)
    problems = list(_problems(question, text, measure))
    if problems:
        raise InputProblems(problems)
    _require(by, question)
    scope = version_of(question.scope.pk)
    collection = Collection.objects.create(
        scope=question.scope, scope_name=scope.full_name if scope else "", question=text, kind=question.kind,
        measure=measure, due_at=question.due_at, is_sample=question.units[0].unit.is_sample, opened_at=clock.now(),
        opened_by=by.pk,
    )  # fmt: skip
    names = _names(question)
    AskedUnit.objects.bulk_create(
        AskedUnit(
            collection=collection, unit=one.unit, unit_name=names[one.unit_id], unit_kind=one.kind, position=place
        )
        for place, one in enumerate(question.units, start=1)
    )
    audit.record(
        by=by,
        verb="collection.opened",
        subjects=[("collection", collection.pk), ("unit", question.scope.pk)],
        payload={"question": text, "units": len(question.units), "due_at": question.due_at.isoformat()},
        act_key=act_key,
    )
    return collection


def _names(question: Question) -> dict[UUID, str]:
    """What the units are called, with where they stand unless that is right below the place that asks."""
    places = places_within(question.scope.pk, question.units, clock.today())
    return {one.unit_id: named_with_place(one.full_name, places.get(one.unit_id, "")) for one in question.units}


def _require(by: User, question: Question) -> None:
    powers, paths = powers_of(by), paths_ids([one.unit_id for one in question.units])
    powers.require(Act.COLLECT, path_ids(question.scope.pk))
    for one in question.units:
        powers.require(Act.COLLECT, paths.get(one.unit_id, ()))


def _problems(question: Question, text: str, measure: str) -> Iterator[Problem]:
    yield from telling_problems("câu hỏi", text, most=_LONGEST_QUESTION, needed=True)
    is_count = question.kind == Collection.Kind.COUNT
    yield from text_problems("đơn vị tính", measure, most=_LONGEST_MEASURE, needed=is_count)
    if not is_count and measure:
        yield Problem("thua_don_vi_tinh", "Có hoặc không thì không có đơn vị tính.", "đơn vị tính", "Xóa ô này.")
    if question.due_at <= clock.now():
        yield Problem("gio_da_qua", "Giờ này đã qua.", "trước giờ", "Chọn giờ còn tới.")
    if not question.units:
        yield Problem("thieu_don_vi", "Chưa chọn đơn vị nào.", "hỏi ai", "Chọn ít nhất một nhóm đơn vị.")
    if many := too_many(len(question.units)):
        yield Problem("nhieu_don_vi", many, "hỏi ai", "Chọn ít nhóm hơn.")
    if len({one.unit.is_sample for one in question.units}) > 1:
        yield Problem("lan_don_vi_mau", "Đơn vị Mẫu không đứng cùng đơn vị có thật.", "hỏi ai", "Chọn lại đơn vị.")


@transaction.atomic
def collection_close(*, by: User, collection: Collection, act_key: str | None = None) -> None:
    """Take no more answers. Raises RefusedByState where it was closed before."""
    audit.refuse_repeat(act_key)
    powers_of(by).require(Act.COLLECT, path_ids(collection.scope_id))
    if not Collection.objects.filter(pk=collection.pk, closed_at=None).update(closed_at=clock.now()):
        raise RefusedByState("Lần thu thập này đã kết thúc.", cure="Tải lại trang.")
    audit.record(
        by=by,
        verb="collection.closed",
        subjects=[("collection", collection.pk), ("unit", collection.scope_id)],
        payload={"question": collection.question},
        act_key=act_key,
    )
