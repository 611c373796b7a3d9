"""How large a table may be. A limit is checked before the thing it limits is read, wherever the format allows."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. The defaults hold a province's 28.000 rows with room to spare."""

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 400 * MEGABYTE
    rows: int = 200_000
    columns: int = 500
    cells: int = 4_000_000
    characters: int = 100_000_000
    child_memory_bytes: int = 2048 * MEGABYTE
    child_seconds: int = 60


DEFAULT_LIMITS = Limits()
