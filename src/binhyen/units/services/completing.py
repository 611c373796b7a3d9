"""What was not known of a local unit when it was made: facts that eligibility asks for, and numbers it goes by."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.units.models import Identifier, Unit, UnitVersion
from binhyen.units.numbers import number_problems
from binhyen.units.selectors.paths import path_ids


@transaction.atomic
def unit_complete(
    *,
    by: User,
    unit: UUID,
    attributes: Mapping[str, Any],
    identifiers: Sequence[tuple[str, str]],
    act_key: str | None = None,
) -> UnitVersion:
    """Record attributes and identifiers of a local unit as they are from now on known; what is not named stays.

    Lists that are frozen keep what they froze. Raises NotAllowed, RefusedByState for a unit of the national lists or one
    that has ended, InputProblems for a number that another unit holds or that is a person's, AlreadyDone.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.UNITS_EDIT, path_ids(unit))
    Unit.objects.select_for_update().filter(pk=unit, origin=Unit.Origin.LOCAL).first()
    version = UnitVersion.objects.filter(unit=unit, unit__origin=Unit.Origin.LOCAL, valid_to__isnull=True).first()
    if version is None:
        raise RefusedByState("Đơn vị này không bổ sung thông tin được.", cure="Chọn đơn vị địa phương đang có.")
    _refuse_numbers(unit, identifiers)
    version.attributes = {**version.attributes, **attributes}
    version.save(update_fields=["attributes"])
    for scheme, value in identifiers:
        Identifier.objects.update_or_create(unit_id=unit, scheme=scheme, defaults={"value": value})
    payload = {"count": 1, "names": [version.full_name]}
    audit.record(by=by, verb="units.completed", subjects=[("unit", unit)], payload=payload, act_key=act_key)
    return version


def _refuse_numbers(unit: UUID, identifiers: Sequence[tuple[str, str]]) -> None:
    problems = [*number_problems(identifiers)]
    problems += [
        Problem(
            "trung_ma_so",
            f"{Identifier.Scheme(scheme).label} này đã có ở đơn vị khác.",
            Identifier.Scheme(scheme).label,
            "Kiểm tra lại mã.",
        )
        for scheme, value in identifiers
        if Identifier.objects.filter(scheme=scheme, value=value).exclude(unit=unit).exists()
    ]
    if problems:
        raise InputProblems(problems)
