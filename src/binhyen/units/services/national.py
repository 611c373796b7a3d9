"""Loading the shipped lists: whatever is missing or differs is written, and a second run finds nothing to do."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db import models, transaction

from binhyen.audit import services as audit
from binhyen.audit.models import LogEntry
from binhyen.shell.writing import Row, columns_of, insert_rows
from binhyen.units.models import Lineage, Succession, Unit, UnitEvent, UnitVersion
from binhyen.units.national import MERGER_DAY, Life, Nation, fingerprint, nation
from binhyen.units.services.following import follow_lists
from binhyen.units.spans import Ancestry, Step

_BATCH = 4_000
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
    say(f"Ghi {len(shipped.origins)} đơn vị …")
    listed = Unit.objects.exclude(origin=Unit.Origin.LOCAL)
    known = set(listed.values_list("id", flat=True))
    say(f"Ghi {len(shipped.acts)} văn bản sắp xếp …")
    _store_acts(shipped)
    insert_rows(Unit, [(unit, origin, False) for unit, origin in shipped.origins.items() if unit not in known])
    say(f"Ghi {len(shipped.lives)} giai đoạn tên gọi …")
    _reconcile(UnitVersion.objects.filter(unit__in=listed), map(_version, shipped.lives))
    say("Ghi quan hệ cấp trên, cấp dưới …")
    _reconcile(Lineage.objects.filter(descendant__in=listed), _lineage(shipped.lives))
    say(f"Ghi {len(shipped.descents)} quan hệ sắp xếp, sáp nhập …")
    shipped_successions = Succession.objects.filter(predecessor__in=listed, effective_on=MERGER_DAY)
    _reconcile(shipped_successions, _successions(shipped))
    if left := follow_lists(say):
        say(f"{left} đơn vị địa phương chưa rõ về đâu vì đơn vị cấp trên bị chia; ghi nơi về trên trang của đơn vị.")
    return {"units": len(shipped.origins), "versions": len(shipped.lives), "successions": len(shipped.descents)}


def _store_acts(shipped: Nation) -> None:
    acts = [
        UnitEvent(
            id=each.id, kind=each.kind, effective_on=each.effective_on, legal_act=each.legal_act, summary=each.summary,
            is_listed=True,
        )
        for each in shipped.acts
    ]  # fmt: skip
    said = ["kind", "effective_on", "legal_act", "summary", "is_listed"]
    UnitEvent.objects.bulk_create(acts, update_conflicts=True, unique_fields=["id"], update_fields=said)


def _reconcile(stored: models.QuerySet[models.Model], wanted: Iterable[Row]) -> None:
    """Make the stored rows those that are wanted, writing only what differs."""
    if not stored.exists():
        insert_rows(stored.model, wanted)
        return
    missing = {_content(row): row for row in wanted}
    kept = stored.values_list("pk", *columns_of(stored.model)).iterator(chunk_size=_BATCH)
    gone = [pk for pk, *row in kept if missing.pop(_content(row), None) is None]
    for start in range(0, len(gone), _BATCH):
        stored.model._default_manager.filter(pk__in=gone[start : start + _BATCH]).delete()
    insert_rows(stored.model, missing.values())


def _content(row: Iterable[object]) -> tuple[object, ...]:
    return tuple(str(value) if isinstance(value, dict) else value for value in row)


def _version(life: Life) -> Row:
    span = (life.span.valid_from, life.span.valid_to)
    names = (life.name, life.full_name, life.kind.value, life.code)
    return (life.unit, *names, life.parent, *span, life.legal_act, life.folded, {}, life.begun_by, life.ended_by)


def _lineage(lives: Iterable[Life]) -> Iterator[Row]:
    """Every level above every unit, from the lives of all of them."""
    steps: dict[UUID, list[Step]] = {}
    for life in lives:
        steps.setdefault(life.unit, []).append(Step(life.parent, life.span))
    ancestry = Ancestry(steps)
    for unit, own in steps.items():
        end = max(step.span.end for step in own)
        for link in ancestry.links(unit):
            span = (link.span.valid_from, link.span.valid_to)
            yield (link.ancestor, unit, link.depth, *span, link.span.end == end)


def _successions(shipped: Nation) -> Iterator[Row]:
    for each in shipped.descents:
        yield (each.predecessor, each.successor, each.extent, MERGER_DAY, each.legal_act, each.event)
