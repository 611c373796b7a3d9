"""Loading the shipped lists: whatever is missing or differs is written, and a second run finds nothing to do."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from binhyen.audit import services as audit
from binhyen.audit.models import LogEntry
from binhyen.units.models import Lineage, Succession, Unit, UnitVersion
from binhyen.units.national import MERGER_DAY, Life, Nation, fingerprint, nation
from binhyen.units.spans import Ancestry, Step

_BATCH = 4_000
_Row = TypeVar("_Row", bound=models.Model)
Say = Callable[[str], None]


def _silent(_: str) -> None:
    """Nobody listens."""


def load_national_units(*, say: Say = _silent) -> bool:
    """Bring the national units to what this release ships; False when they already were. One transaction.

    `say` gets a Vietnamese line for each stage.
    """
    act_key = f"units-{fingerprint()[:40]}"
    if LogEntry.objects.filter(act_key=act_key).exists():
        say("Danh mục đơn vị đã được nạp đầy đủ.")
        return False
    say("Đọc danh mục đơn vị hành chính 2024 và 2025 …")
    shipped = nation()
    with transaction.atomic():
        counts = _store(shipped, say)
        audit.record(by=None, verb="units.national_loaded", subjects=[], payload=counts, act_key=act_key)
    say("Đã nạp xong danh mục đơn vị.")
    return True


def _store(shipped: Nation, say: Say) -> dict[str, int]:
    known = set(Unit.objects.exclude(origin=Unit.Origin.LOCAL).values_list("id", flat=True))
    fresh = [Unit(id=unit, origin=origin) for unit, origin in shipped.origins.items() if unit not in known]
    Unit.objects.bulk_create(fresh, batch_size=_BATCH)
    national = {"unit__in": Unit.objects.exclude(origin=Unit.Origin.LOCAL)}
    say(f"Ghi {len(shipped.lives)} giai đoạn của {len(shipped.origins)} đơn vị …")
    _reconcile(UnitVersion, UnitVersion.objects.filter(**national), map(_version, shipped.lives))
    say("Ghi quan hệ cấp trên, cấp dưới …")
    above = Lineage.objects.filter(descendant__in=national["unit__in"])
    lineage = _reconcile(Lineage, above, lineage_rows(shipped.lives))
    say(f"Ghi {len(shipped.descents)} quan hệ sắp xếp, sáp nhập …")
    between = Succession.objects.filter(predecessor__in=national["unit__in"], effective_on=MERGER_DAY)
    _reconcile(Succession, between, _successions(shipped))
    return {
        "units": len(shipped.origins),
        "versions": len(shipped.lives),
        "successions": len(shipped.descents),
        "lineage": lineage,
    }


def _reconcile(model: type[_Row], stored: models.QuerySet[_Row], wanted: Iterable[_Row]) -> int:
    """Make the stored rows those that are wanted, writing only what differs; how many are wanted."""
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    by_content = {_content(row, columns): row for row in wanted}
    gone = []
    for row in stored.iterator(chunk_size=_BATCH):
        if by_content.pop(_content(row, columns), None) is None:
            gone.append(row.pk)
    model._default_manager.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(by_content.values(), batch_size=_BATCH)
    return len(by_content)


def _content(row: models.Model, columns: list[str]) -> tuple[Any, ...]:
    return tuple(str(value) if isinstance(value := getattr(row, name), dict) else value for name in columns)


def _version(life: Life) -> UnitVersion:
    return UnitVersion(
        unit_id=life.unit,
        name=life.name,
        full_name=life.full_name,
        kind=life.kind.value,
        code=life.code,
        parent_id=life.parent,
        valid_from=life.span.valid_from,
        valid_to=life.span.valid_to,
        legal_act=life.legal_act,
        folded=life.folded,
    )


def lineage_rows(lives: Iterable[Life]) -> list[Lineage]:
    """Every level above every unit, from the lives of all of them."""
    steps: dict[Any, list[Step]] = {}
    for life in lives:
        steps.setdefault(life.unit, []).append(Step(life.parent, life.span))
    ancestry = Ancestry(steps)
    return [
        Lineage(
            ancestor_id=link.ancestor,
            descendant_id=unit,
            depth=link.depth,
            valid_from=link.span.valid_from,
            valid_to=link.span.valid_to,
            ends_with_unit=link.span.end == max(step.span.end for step in own),
        )
        for unit, own in steps.items()
        for link in ancestry.links(unit)
    ]


def _successions(shipped: Nation) -> Iterable[Succession]:
    return (
        Succession(
            predecessor_id=descent.predecessor,
            successor_id=descent.successor,
            extent=descent.extent,
            effective_on=MERGER_DAY,
            legal_act=descent.legal_act,
        )
        for descent in shipped.descents
    )
