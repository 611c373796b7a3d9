"""A unit that no longer falls under the rulebook when it registers is told so, with the attribute that decides."""

from datetime import date

import pytest

from binhyen.dossiers.models import DossierState
from binhyen.dossiers.services import acts
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.units.models import UnitVersion
from binhyen.units.services import unit_create
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, make_rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ON = date(2022, 3, 1)


def test_an_enterprise_that_has_become_small_cannot_register_and_hears_why() -> None:
    commune = make_commune(0)
    office = make_office(commune)
    firm = unit_create(
        by=None, name="Công ty Mẫu", kind=UnitKind.DOANH_NGHIEP, parent=commune.pk, attributes={"size": "medium"},
        is_sample=True,
    )  # fmt: skip
    cycle = make_cycle(by=office, commune=commune, year=2022, rulebook=make_rulebook(version="124/2021"))
    UnitVersion.objects.filter(unit=firm).update(attributes={"size": "small"})
    with pytest.raises(RefusedByState) as refused:
        acts.register(by=office, dossiers=dossiers_of(cycle, SubjectKind.ENTERPRISE), on=ON)
    assert "Công ty Mẫu" in refused.value.message
    assert "nhỏ" in refused.value.message
    assert dossiers_of(cycle, SubjectKind.ENTERPRISE)[0].state == DossierState.DRAFT
    UnitVersion.objects.filter(unit=firm).update(attributes={"size": "large"})
    acts.register(by=office, dossiers=dossiers_of(cycle, SubjectKind.ENTERPRISE), on=ON)
    assert dossiers_of(cycle, SubjectKind.ENTERPRISE)[0].state == DossierState.REGISTERED
