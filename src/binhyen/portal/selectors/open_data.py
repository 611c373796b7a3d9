"""Open data: what the public pages say, as tables with a dictionary of their columns. Invented units are never in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from binhyen.figures.models import PublishedFigure
from binhyen.portal.selectors.recognitions import PublicRecognition, public_recognitions
from binhyen.recognition.models import Recognition
from binhyen.sheets.writing import Cell
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import versions_of

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the files, what stands in it and what an empty cell means."""

    name: str
    form: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of open data. `rows` gives its cells in the order of the columns."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[tuple[Cell, ...]]]


def _recognition_rows() -> Iterator[tuple[Cell, ...]]:
    """Recognitions of real units by numbered decisions, cancelled ones marked."""
    real = public_recognitions().filter(unit__is_sample=False, decision__is_sample=False)
    for batch in _batches(real.order_by("year", "programme__code", "pk").iterator(chunk_size=_AT_ONCE)):
        names = versions_of([each.unit_id for each in batch])
        for each in batch:
            yield _recognition(each, names.get(each.unit_id))


def _batches(found: Iterable[Recognition]) -> Iterator[list[Recognition]]:
    batch: list[Recognition] = []
    for each in found:
        batch.append(each)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _recognition(row: Recognition, today: UnitVersion | None) -> tuple[Cell, ...]:
    shown = PublicRecognition.of(row)
    return (
        str(shown.id), shown.programme, shown.year, str(shown.unit_id), shown.unit_name, row.unit_kind,
        today.code if today else "", row.level, shown.level, shown.starts, shown.ends, shown.number, shown.signed_on,
        shown.body, "cancelled" if shown.is_cancelled else "in_force", shown.cancelled_number, shown.cancelled_on,
    )  # fmt: skip


def _figure_rows() -> Iterator[tuple[Cell, ...]]:
    """Published figures, one row for each unit that a figure speaks of."""
    figures = PublishedFigure.objects.prefetch_related("units").order_by("position", "key")
    names = versions_of({unit.pk for each in figures for unit in each.units.all()})
    for each in figures:
        for unit in each.units.all():
            if not unit.is_sample:
                yield _figure(each, names.get(unit.pk))


def _figure(row: PublishedFigure, unit: UnitVersion | None) -> tuple[Cell, ...]:
    return (
        row.key, row.programme, str(unit.unit_id) if unit else "", unit.full_name if unit else "",
        unit.code if unit else "", row.nature, row.what, row.relation, row.value, row.part, row.whole, row.said,
        row.measure, row.period, row.year, row.note, row.publisher, row.title, row.number, row.published_on,
        row.published_when, row.basis, row.address,
    )  # fmt: skip


_WORDS, _WHOLE, _DAY, _CODE = "chữ", "số nguyên", "ngày (năm-tháng-ngày)", "mã"

_RECOGNITION_COLUMNS = (
    Column("recognition", _CODE, "Mã của công nhận; trang xác minh: /xac-minh/<mã>/"),
    Column("programme", _CODE, "Mã chương trình; trang chương trình: /chuong-trinh/<mã>/"),
    Column("year", _WHOLE, "Năm xét công nhận"),
    Column("unit", _CODE, "Mã của đơn vị, giữ nguyên suốt đời đơn vị; trang đơn vị: /tra-cuu/<mã>/"),
    Column("unit_name", _WORDS, "Tên đơn vị trong quyết định"),
    Column("unit_kind", _CODE, "Loại đơn vị: xa, phuong, thon, to_dan_pho, truong_hoc, co_quan, doanh_nghiep …"),
    Column("unit_code", _CODE, "Mã đơn vị hành chính hiện nay hoặc cuối cùng; trống: đơn vị không có mã"),
    Column("level", _CODE, "Mức công nhận theo bộ tiêu chí"),
    Column("level_name", _WORDS, "Tên mức công nhận; trống: không còn bộ tiêu chí"),
    Column("from", _DAY, "Ngày đầu kỳ đánh giá"),
    Column("to", _DAY, "Ngày cuối kỳ đánh giá"),
    Column("decision", _WORDS, "Số, ký hiệu quyết định công nhận"),
    Column("signed_on", _DAY, "Ngày ký quyết định"),
    Column("body", _WORDS, "Cơ quan ban hành"),
    Column("state", _CODE, "in_force: còn hiệu lực; cancelled: đã hủy bỏ"),
    Column("cancelled_by", _WORDS, "Số, ký hiệu quyết định hủy bỏ; trống: chưa hủy bỏ"),
    Column("cancelled_on", _DAY, "Ngày ký quyết định hủy bỏ; trống: chưa hủy bỏ"),
)

_FIGURE_COLUMNS = (
    Column("figure", _CODE, "Mã của số liệu"),
    Column("programme", _CODE, "Mã chương trình"),
    Column("unit", _CODE, "Mã của đơn vị mà số liệu nói đến; số liệu nói về nhiều đơn vị thì có nhiều dòng"),
    Column("unit_name", _WORDS, "Tên đơn vị hiện nay hoặc cuối cùng"),
    Column("unit_code", _CODE, "Mã đơn vị hành chính hiện nay hoặc cuối cùng"),
    Column("nature", _CODE, "result: kết quả; target: chỉ tiêu; scale: quy mô, mốc thời gian"),
    Column("what", _WORDS, "Nội dung, bằng lời của chúng tôi"),
    Column("relation", _CODE, "at_least: ít nhất; more_than: trên; trống: đúng bằng"),
    Column("value", "số", "Giá trị; trống khi số liệu là một phần của tổng số, hoặc bằng lời"),
    Column("part", _WHOLE, "Số đạt, khi nguồn công bố cả tổng số"),
    Column("whole", _WHOLE, "Tổng số (mẫu số)"),
    Column("said", _WORDS, "Nội dung công bố không phải là số: ngày trong năm, “hằng năm”"),
    Column("measure", _WORDS, "Đơn vị tính"),
    Column("period", _WORDS, "Thời kỳ mà số liệu nói đến"),
    Column("year", _WHOLE, "Năm cuối của thời kỳ"),
    Column("note", _WORDS, "Điều cần biết trước khi so sánh"),
    Column("publisher", _WORDS, "Nơi công bố"),
    Column("title", _WORDS, "Tên bài, văn bản"),
    Column("number", _WORDS, "Số, ký hiệu của nguồn; trống: nguồn không có số"),
    Column("published_on", _DAY, "Ngày công bố; trống: nguồn không ghi đủ ngày"),
    Column("published_when", _WORDS, "Nguồn ghi thời gian công bố thế nào, khi không đủ ngày"),
    Column("basis", _WORDS, "Văn bản, hội nghị mà nguồn dẫn"),
    Column("address", _WORDS, "Nơi đọc; trống: không còn địa chỉ"),
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
        )
    }
)
