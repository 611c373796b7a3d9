"""What a table of open data is made of, and the columns that tell where something was published."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from binhyen.papers.models import Publication
from binhyen.sheets.writing import Cell

WORDS, WHOLE, DAY, CODE = "chữ", "số nguyên", "ngày (năm-tháng-ngày)", "mã"


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


SOURCE_COLUMNS = (
    Column("publisher", WORDS, "Nơi công bố"),
    Column("title", WORDS, "Tên bài, văn bản"),
    Column("number", WORDS, "Số, ký hiệu của nguồn; trống: nguồn không có số"),
    Column("published_on", DAY, "Ngày công bố; trống: nguồn không ghi đủ ngày"),
    Column("published_when", WORDS, "Nguồn ghi thời gian công bố thế nào, khi không đủ ngày"),
    Column("basis", WORDS, "Văn bản, hội nghị mà nguồn dẫn"),
    Column("address", WORDS, "Nơi đọc; trống: không còn địa chỉ"),
)


def source_cells(source: Publication | None) -> tuple[Cell, ...]:
    """The cells of `SOURCE_COLUMNS`."""
    if source is None:
        return ("",) * len(SOURCE_COLUMNS)
    return (
        source.publisher, source.title, source.number, source.published_on, source.published_when, source.basis,
        source.address,
    )  # fmt: skip
