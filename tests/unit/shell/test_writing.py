"""Many rows written at once are the rows that Django would have written one by one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from pytest_django import DjangoAssertNumQueries

from binhyen.accounts.models import User
from binhyen.audit.models import LogSubject
from binhyen.dossiers.models import Basis, Standing
from binhyen.figures.models import Channel, FigureValue, Source
from binhyen.kernel import clock
from binhyen.programmes.models import FigureDefinition
from binhyen.shell.writing import columns_of, insert_objects, insert_rows
from binhyen.units.models import Unit
from tests.builders import dossiers_of, make_commune, make_cycle, make_office

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def stored(model: type[models.Model], **where: Any) -> list[Mapping[str, Any]]:
    """The rows as the database gives them back, without the key that it may have counted up itself."""
    names = columns_of(model)
    return list(model._default_manager.filter(**where).values(*names))


def values(unit: Unit, by: User, year: int) -> list[FigureValue]:
    """One of each kind of answer, with every column that can be empty once empty and once not."""
    figures = list(FigureDefinition.objects.order_by("key")[:4])
    said: list[dict[str, Any]] = [
        {"number": Decimal("1234567.5")}, {"word": "yes", "day": date(year, 2, 28)}, {"word": "khá"}, {"withdrawn": True},
    ]  # fmt: skip
    return [
        FigureValue(
            figure=figure, unit=unit, starts=date(year, 1, 1), ends=date(year + 1, 1, 1), source=Source.REVIEW,
            reported_by="Mẫu %s “A”", typed_by=by, channel=Channel.ZALO, recorded_at=clock.now(), reason="Đếm lại", **answer,
        )
        for figure, answer in zip(figures, said, strict=True)
    ]  # fmt: skip


def test_objects_are_stored_as_django_stores_them() -> None:
    commune = make_commune(1)
    office = make_office(commune)
    make_cycle(by=office, commune=commune)
    ours, djangos = values(commune, office, 2019), values(commune, office, 2020)
    for one, other in zip(ours, djangos, strict=True):
        one.recorded_at = other.recorded_at
    insert_objects(ours)
    FigureValue.objects.bulk_create(djangos)
    own_columns = {"id", "starts", "ends", "day"}
    one, other = (
        [{name: value for name, value in row.items() if name not in own_columns} for row in stored(FigureValue, starts=day)]
        for day in (date(2019, 1, 1), date(2020, 1, 1))
    )  # fmt: skip
    assert len(one) == 4
    assert sorted(one, key=str) == sorted(other, key=str)
    assert sorted(FigureValue.objects.filter(starts=date(2019, 1, 1)).values_list("pk")) == sorted(
        (v.pk,) for v in ours
    )


def test_objects_that_were_written_are_known_to_be_stored() -> None:
    commune = make_commune(1)
    office = make_office(commune)
    make_cycle(by=office, commune=commune)
    first, *_ = made = values(commune, office, 2019)
    insert_objects(made)
    first.reason = "Sửa"
    first.save()
    assert FigureValue.objects.get(pk=first.pk).reason == "Sửa"
    assert FigureValue.objects.count() == len(made)


def test_a_row_that_stands_gets_the_named_columns_and_keeps_the_others() -> None:
    commune = make_commune(1)
    dossier, *_ = dossiers_of(make_cycle(by=make_office(commune), commune=commune))
    Standing.objects.filter(dossier=dossier, basis=Basis.SELF).update(explanation=["đã nói"], is_frozen=True)
    before = Standing.objects.get(dossier=dossier, basis=Basis.SELF)
    again = Standing.objects.get(pk=before.pk)
    again.pk, again.met, again.facts, again.explanation = None, 99, {"ho": "1"}, []
    insert_objects([again], once=["dossier_id", "basis"], update=["met", "facts"])
    after = Standing.objects.get(dossier=dossier, basis=Basis.SELF)
    assert (after.pk, after.met, after.facts) == (before.pk, 99, {"ho": "1"})
    assert (after.explanation, after.is_frozen, after.verdict) == (["đã nói"], True, before.verdict)


def test_a_row_that_breaks_a_rule_leaves_none_of_them_behind() -> None:
    commune = make_commune(1)
    office = make_office(commune)
    make_cycle(by=office, commune=commune)
    made = values(commune, office, 2019)
    made[-1].number = Decimal(-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_objects(made)
    assert not FigureValue.objects.exists()


def test_nothing_to_write_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        insert_objects([])
        insert_rows(LogSubject, [])


def test_more_rows_than_one_batch_are_all_written() -> None:
    made = [Unit(is_sample=each % 2 == 0) for each in range(10_001)]
    insert_objects(made)
    assert set(Unit.objects.values_list("pk", "origin", "is_sample")) == {(u.pk, "local", u.is_sample) for u in made}
