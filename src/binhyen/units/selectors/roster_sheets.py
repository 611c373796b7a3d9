"""A list of households to fill in: the numbers of the areas, and nothing of what is recorded."""

from uuid import UUID

from binhyen.sheets.writing import Cell, Sheet
from binhyen.units.roster_columns import MEANINGS
from binhyen.units.selectors.rosters import AreaCounts, rosters_within

_LABELS = {meaning.code: meaning.label for meaning in MEANINGS}
_COLUMNS = ("area", "number", "registered", "day", "channel")
_NOTES = (
    "Mỗi hộ một dòng, mỗi khu dân cư đánh số từ 1. Đăng ký: ghi x; ghi “không” để bỏ đánh dấu; ô trống giữ nguyên điều đã ghi.",
    "Ngày, hình thức (giấy, QR, họp dân) để trống thì lấy theo trang nhập. Không thêm cột họ tên, địa chỉ, điện thoại.",
)


def roster_sheet(unit: UUID, year: int) -> Sheet:
    """The areas at and below a unit with the numbers of their rosters; an area without one has a single row to go on from.

    Who registered is not in it: a sheet is passed on from hand to hand.
    """
    areas = [area for area in rosters_within(unit, year) if area.counts is None or area.counts.erased_at is None]
    rows = [row for area in areas for row in _rows(area)]
    of_samples = " (minh hoạ)" if any(area.version.unit.is_sample for area in areas) else ""
    return Sheet("Sổ số hộ", [_LABELS[says] for says in _COLUMNS], rows, f"Sổ số hộ năm {year}{of_samples}", _NOTES)


def _rows(area: AreaCounts) -> list[list[Cell]]:
    numbers = range(1, area.counts.households + 1) if area.counts else (None,)
    return [[area.version.full_name, number, None, None, None] for number in numbers]
