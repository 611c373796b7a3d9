"""Open data: what the public pages say, as tables with a dictionary of their columns. Invented units are never in it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from binhyen.figures.models import PublishedFigure
from binhyen.portal.selectors.open_movement import MOVEMENT_TABLES
from binhyen.portal.selectors.open_tables import (
    CODE,
    DAY,
    SOURCE_COLUMNS,
    WHOLE,
    WORDS,
    Column,
    Table,
    source_cells,
)
from binhyen.programmes.models import Rulebook
from binhyen.recognition.models import Decision
from binhyen.recognition.public import granted_in_numbered_decisions, level_name
from binhyen.sheets.writing import Cell
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import versions_of

_AT_ONCE = 2_000
_READ = (
    "id", "programme__code", "year", "unit_id", "unit_name", "unit_kind", "level", "starts", "ends",
    "decision__number", "decision__signed_on", "decision__body", "decision__rulebook_id",
    "cancelled_by__state", "cancelled_by__number", "cancelled_by__signed_on",
)  # fmt: skip
Row = Mapping[str, Any]


def _recognition_rows() -> Iterator[tuple[Cell, ...]]:
    """Recognitions of real units in real programmes by numbered decisions, cancelled ones marked."""
    real = granted_in_numbered_decisions().filter(unit__is_sample=False, decision__is_sample=False)
    real = real.exclude(programme__owner__is_sample=True)
    # Plain values: rows of five tables as objects would cost a second for every two thousand.
    plain = real.order_by("year", "programme__code", "pk").values(*_READ).iterator(chunk_size=_AT_ONCE)
    levels = _LevelNames()
    for batch in _batches(plain):
        today = versions_of([row["unit_id"] for row in batch])
        for row in batch:
            yield _recognition(row, today.get(row["unit_id"]), levels)


def _batches(found: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for each in found:
        batch.append(each)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


class _LevelNames:
    """Names of levels; each rulebook is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[UUID | None, str, str], str] = {}

    def of(self, row: Row) -> str:
        """The name of the level that a row speaks of."""
        asked = (row["decision__rulebook_id"], row["unit_kind"], row["level"])
        if asked not in self._known:
            rulebook = Rulebook.objects.filter(pk=asked[0]).first()
            self._known[asked] = level_name(rulebook, asked[1], asked[2])
        return self._known[asked]


def _recognition(row: Row, today: UnitVersion | None, levels: _LevelNames) -> tuple[Cell, ...]:
    is_cancelled = row["cancelled_by__state"] == Decision.State.NUMBERED
    return (
        str(row["id"]), row["programme__code"], row["year"], str(row["unit_id"]), row["unit_name"], row["unit_kind"],
        today.code if today else "", row["level"], levels.of(row), row["starts"], row["ends"] - timedelta(days=1),
        row["decision__number"], row["decision__signed_on"], row["decision__body"],
        "cancelled" if is_cancelled else "in_force", row["cancelled_by__number"] if is_cancelled else "",
        row["cancelled_by__signed_on"] if is_cancelled else None,
    )  # fmt: skip


def _figure_rows() -> Iterator[tuple[Cell, ...]]:
    """Published figures, one row for each unit that a figure speaks of."""
    figures = PublishedFigure.objects.select_related("publication").prefetch_related("units")
    figures = figures.order_by("position", "key")
    names = versions_of({unit.pk for each in figures for unit in each.units.all()})
    for each in figures:
        for unit in each.units.all():
            if not unit.is_sample:
                yield _figure(each, names.get(unit.pk))


def _figure(row: PublishedFigure, unit: UnitVersion | None) -> tuple[Cell, ...]:
    return (
        row.key, row.programme, str(unit.unit_id) if unit else "", unit.full_name if unit else "",
        unit.code if unit else "", row.nature, row.what, row.relation, row.value, row.part, row.whole, row.said,
        row.measure, row.period, row.year, row.note, *source_cells(row.publication),
    )  # fmt: skip


_RECOGNITION_COLUMNS = (
    Column("recognition", CODE, "Mã của công nhận; trang xác minh: /xac-minh/<mã>/"),
    Column("programme", CODE, "Mã chương trình; trang chương trình: /chuong-trinh/<mã>/"),
    Column("year", WHOLE, "Năm xét công nhận"),
    Column("unit", CODE, "Mã của đơn vị, giữ nguyên suốt đời đơn vị; trang đơn vị: /tra-cuu/<mã>/"),
    Column("unit_name", WORDS, "Tên đơn vị trong quyết định"),
    Column("unit_kind", CODE, "Loại đơn vị: xa, phuong, thon, to_dan_pho, truong_hoc, co_quan, doanh_nghiep …"),
    Column("unit_code", CODE, "Mã đơn vị hành chính hiện nay hoặc cuối cùng; trống: đơn vị không có mã"),
    Column("level", CODE, "Mức công nhận theo bộ tiêu chí"),
    Column("level_name", WORDS, "Tên mức công nhận; trống: không còn bộ tiêu chí"),
    Column("from", DAY, "Ngày đầu kỳ đánh giá"),
    Column("to", DAY, "Ngày cuối kỳ đánh giá"),
    Column("decision", WORDS, "Số, ký hiệu quyết định công nhận"),
    Column("signed_on", DAY, "Ngày ký quyết định"),
    Column("body", WORDS, "Cơ quan ban hành"),
    Column("state", CODE, "in_force: còn hiệu lực; cancelled: đã hủy bỏ"),
    Column("cancelled_by", WORDS, "Số, ký hiệu quyết định hủy bỏ; trống: chưa hủy bỏ"),
    Column("cancelled_on", DAY, "Ngày ký quyết định hủy bỏ; trống: chưa hủy bỏ"),
)

_FIGURE_COLUMNS = (
    Column("figure", CODE, "Mã của số liệu"),
    Column("programme", CODE, "Mã chương trình"),
    Column("unit", CODE, "Mã của đơn vị mà số liệu nói đến; số liệu nói về nhiều đơn vị thì có nhiều dòng"),
    Column("unit_name", WORDS, "Tên đơn vị hiện nay hoặc cuối cùng"),
    Column("unit_code", CODE, "Mã đơn vị hành chính hiện nay hoặc cuối cùng"),
    Column("nature", CODE, "result: kết quả; target: chỉ tiêu; scale: quy mô, mốc thời gian"),
    Column("what", WORDS, "Nội dung, bằng lời của chúng tôi"),
    Column("relation", CODE, "at_least: ít nhất; more_than: trên; trống: đúng bằng"),
    Column("value", "số", "Giá trị; trống khi số liệu là một phần của tổng số, hoặc bằng lời"),
    Column("part", WHOLE, "Số đạt, khi nguồn công bố cả tổng số"),
    Column("whole", WHOLE, "Tổng số (mẫu số)"),
    Column("said", WORDS, "Nội dung công bố không phải là số: ngày trong năm, “hằng năm”"),
    Column("measure", WORDS, "Đơn vị tính"),
    Column("period", WORDS, "Thời kỳ mà số liệu nói đến"),
    Column("year", WHOLE, "Năm cuối của thời kỳ"),
    Column("note", WORDS, "Điều cần biết trước khi so sánh"),
    *SOURCE_COLUMNS,
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            Table(
                "cong-nhan",
                "Công nhận",
                "Mỗi dòng là một đơn vị được một quyết định đã lấy số công nhận. Quyết định bị hủy bỏ vẫn còn dòng của nó.",
                _RECOGNITION_COLUMNS,
                _recognition_rows,
            ),
            Table(
                "so-lieu-da-cong-bo",
                "Số liệu đã công bố",
                "Số liệu mà báo, tạp chí, cơ quan đã công bố, kèm nguồn. Không phải số liệu do đơn vị báo cáo ở đây.",
                _FIGURE_COLUMNS,
                _figure_rows,
            ),
            *MOVEMENT_TABLES,
        )
    }
)
