"""What stands in the sheets of a workbook: rows of values that know their place, and what no form may hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from binhyen.kernel.errors import Problem
from binhyen.kernel.text import fold
from binhyen.rules.language import nearest
from binhyen.sheets.rulebooks.layout import Column, Form, Sheet
from binhyen.sheets.rulebooks.values import EXPECTED, meant
from binhyen.sheets.table import column_letter

Value = str | list[str]
At = tuple[int, int]
_HEADER_ROWS = 20
_LABEL, _VALUE = 1, 2
_WHOLE = re.compile(r"-?\d{1,15}")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?")
# Stands for what a cell would hold if it could be read, so that nobody is told that it is empty.
_UNREAD = "?"
_AS_TEXT = "định dạng ô là Văn bản (Text) rồi gõ lại"


@dataclass(frozen=True, slots=True)
class Raw:
    """One sheet as the child process told it. Cells are (kind, text) by row and column, from 1."""

    name: str
    is_hidden: bool
    cells: Mapping[At, tuple[str, str]]
    merged: Sequence[str]
    hidden_rows: Sequence[int]
    hidden_columns: Sequence[tuple[int, int]]

    @classmethod
    def told(cls, answer: Mapping[str, Any]) -> "Raw":
        """From the child's JSON."""
        cells = {(row, column): (kind, text) for row, column, kind, text in answer["cells"]}
        hidden = [(first, last) for first, last in answer["hidden_columns"]]
        return cls(answer["name"], answer["is_hidden"], cells, answer["merged"], answer["hidden_rows"], hidden)


@dataclass(slots=True)
class Row:
    """One filled row: values by the keys of the columns, without those whose cells mean nothing."""

    sheet: "Filled"
    number: int
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """ "trang “Tiêu chí”, dòng 12"."""
        return f"trang “{self.sheet.name}”, dòng {self.number}"

    def cell(self, key: str) -> str:
        """ "trang “Tiêu chí”, ô D12"; the row where the sheet has no such column."""
        at = self.sheet.at(key, self.number)
        return self.sheet.place_of(at) if at else self.place

    def text(self, key: str) -> str:
        """A value as trimmed text; empty where nothing stands."""
        value = self.values.get(key, "")
        return value.strip() if isinstance(value, str) else "\n".join(value)


@dataclass(slots=True)
class Filled:
    """One sheet of the form as it was filled."""

    form: Sheet
    name: str
    columns: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def at(self, key: str, row: int) -> At | None:
        """Where the value of a key stands, in a row of a table or on a card."""
        if self.form.is_card:
            return (self.lines[key], _VALUE) if key in self.lines else None
        return (row, self.columns[key]) if key in self.columns else None

    def place_of(self, at: At) -> str:
        """ "trang “Tiêu chí”, ô D12"."""
        return f"trang “{self.name}”, ô {_cell_name(at)}"


class Noted:
    """Problems of the workbook itself, before anybody asks what the rulebook means."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, place: str, code: str, message: str, cure: str) -> None:
        """Note one."""
        self.found.append(Problem(code, message, place, cure))

    @property
    def places(self) -> frozenset[str]:
        """Where there is something wrong already, so that nothing else has to be said about it."""
        return frozenset(problem.place for problem in self.found)


def fill(form: Sheet, raw: Raw, noted: Noted) -> Filled:
    """The rows of one sheet; what is wrong with it is noted."""
    filled = Filled(form, raw.name)
    if raw.is_hidden:
        noted.add(f"trang “{raw.name}”", "trang_an", "Trang đang ẩn.", "bỏ ẩn trang, kiểm tra lại nội dung")
    if form.is_card:
        _fill_card(filled, raw, noted)
        return filled
    header = _header_row(form, raw)
    if header is None:
        cure = f"chép lại hàng tên cột từ mẫu: {', '.join(column.header for column in form.columns)}"
        noted.add(f"trang “{raw.name}”", "thieu_ten_cot", "Không thấy hàng tên cột.", cure)
        return filled
    _find_columns(filled, raw, header, noted)
    _refuse_what_is_not_seen(raw, header, noted)
    _fill_rows(filled, raw, header, noted)
    return filled


# ---------------------------------------------------------------- the card


def _fill_card(filled: Filled, raw: Raw, noted: Noted) -> None:
    row = Row(filled, 0)
    for (number, column), (_, text) in raw.cells.items():
        if column == _LABEL:
            _find_line(filled, number, text, raw, noted)
    for key, number in filled.lines.items():
        if (number, _VALUE) in raw.cells:
            _take(row, filled.form.column(key), raw.cells[number, _VALUE], noted)
    filled.rows.append(row)


def _find_line(filled: Filled, number: int, label: str, raw: Raw, noted: Noted) -> None:
    place = f"trang “{raw.name}”, ô {_cell_name((number, _LABEL))}"
    found = _column_named(filled.form, label)
    if found is None:
        if (number, _VALUE) in raw.cells:
            noted.add(place, "muc_la", f"Mẫu không có mục “{label[:60]}”.", _suggested(label, filled.form))
    elif found.key in filled.lines:
        noted.add(place, "trung_muc", f"Mục “{found.header}” viết hai lần.", "giữ một")
    else:
        filled.lines[found.key] = number


# ---------------------------------------------------------------- the header row


def _header_row(form: Sheet, raw: Raw) -> int | None:
    known = [0] * (_HEADER_ROWS + 1)
    for (row, _), (_, text) in raw.cells.items():
        if row <= _HEADER_ROWS and _column_named(form, text):
            known[row] += 1
    most = max(known)
    return known.index(most) if most > 1 else None


def _find_columns(filled: Filled, raw: Raw, header: int, noted: Noted) -> None:
    headers = {column: text for (row, column), (_, text) in raw.cells.items() if row == header}
    below: dict[int, int] = {}
    for row, column in sorted(raw.cells):
        if row > header:
            below.setdefault(column, row)
    for column, text in headers.items():
        _take_header(filled, column, text, (header, column), column in below, noted)
    for column, first in below.items():
        if column not in headers:
            place = f"trang “{raw.name}”, ô {_cell_name((first, column))}"
            noted.add(place, "ngoai_mau", "Ô này nằm ngoài các cột có tên.", "chuyển nội dung vào cột đúng, hoặc xóa")
    for wanted in filled.form.columns:
        if wanted.is_required and wanted.key not in filled.columns:
            place = f"trang “{raw.name}”, dòng {header}"
            noted.add(place, "thieu_cot", f"Thiếu cột “{wanted.header}”.", "thêm lại cột như trong mẫu")


def _take_header(filled: Filled, column: int, text: str, at: At, has_content: bool, noted: Noted) -> None:
    place = f"trang “{filled.name}”, ô {_cell_name(at)}"
    found = _column_named(filled.form, text)
    if found is None:
        if has_content:
            noted.add(place, "cot_la", f"Mẫu không có cột “{text[:60]}”.", _suggested(text, filled.form))
    elif found.key in filled.columns:
        noted.add(place, "trung_cot", f"Cột “{found.header}” có hai lần.", "giữ một cột")
    else:
        filled.columns[found.key] = column


def _column_named(form: Sheet, header: str) -> Column | None:
    wanted = fold(header).rstrip(" *:")
    return next((column for column in form.columns if wanted in (fold(column.header), column.key)), None)


def _suggested(header: str, form: Sheet) -> str:
    near = nearest(header, [column.header for column in form.columns])
    return f"có phải “{near}”?" if near else "ghi nháp thì để ở trang khác"


# ---------------------------------------------------------------- rows


def _refuse_what_is_not_seen(raw: Raw, header: int, noted: Noted) -> None:
    """Merged cells show one value for many, hidden ones none: what people read must be what runs."""
    for area in raw.merged:
        found = _RANGE.fullmatch(area)
        if found and int(found[3] or found[2]) > header:
            place = f"trang “{raw.name}”, ô {found[1]}{found[2]}"
            noted.add(place, "o_gop", f"Vùng {area} là ô gộp.", "bỏ gộp ô, ghi giá trị ở từng dòng")
    rows = {row for row, _ in raw.cells if row > header}
    columns = {column for row, column in raw.cells if row > header}
    for row in rows & set(raw.hidden_rows):
        noted.add(f"trang “{raw.name}”, dòng {row}", "dong_an", "Dòng đang ẩn mà có nội dung.", "bỏ ẩn, hoặc xóa dòng")
    for first, last in raw.hidden_columns:
        if hidden := sorted(column for column in columns if first <= column <= last):
            place = f"trang “{raw.name}”, cột {column_letter(hidden[0] - 1)}"
            noted.add(place, "cot_an", "Cột đang ẩn mà có nội dung.", "bỏ ẩn, hoặc xóa cột")


def _fill_rows(filled: Filled, raw: Raw, header: int, noted: Noted) -> None:
    columns = {at: filled.form.column(key) for key, at in filled.columns.items()}
    rows: dict[int, Row] = {}
    for (number, column), cell in sorted(raw.cells.items()):
        if number > header and column in columns:
            row = rows.setdefault(number, Row(filled, number))
            _take(row, columns[column], cell, noted)
    filled.rows.extend(rows.values())


def _take(row: Row, column: Column, cell: tuple[str, str], noted: Noted) -> None:
    """Put the value of a cell into its row, or note what is wrong with it."""
    kind, text = cell
    if wrong := _wrong_kind(kind, text, column):
        code, message, cure = wrong
        noted.add(row.cell(column.key), code, message, cure)
        row.values[column.key] = text or _UNREAD
        return
    value = meant(text, column)
    if value is None:
        noted.add(row.cell(column.key), "gia_tri_sai", f"“{text.strip()[:60]}” không dùng được ở cột “{column.header}”.", _cure(text, column))  # fmt: skip
    row.values[column.key] = text if value is None else value


def _wrong_kind(kind: str, text: str, column: Column) -> tuple[str, str, str] | None:
    match kind:
        case "text" if column.form is Form.RULE and text.lstrip().startswith("="):
            return "thua_dau_bang", "Quy tắc không bắt đầu bằng dấu “=”.", "bỏ dấu “=” ở đầu"
        case "text":
            return None
        case "formula":
            return "cong_thuc", "Ô chứa công thức của bảng tính.", "chép rồi dán giá trị (Paste Values)"
        case "error":
            return "o_loi", "Ô báo lỗi của bảng tính.", "gõ lại nội dung"
        case "number" if column.form is Form.POINTS or _WHOLE.fullmatch(text):
            return None
        case "number":
            message = f"Bảng tính đã đổi ô này thành số {text.replace('.', ',')}; số 0 ở cuối hoặc ở đầu đã mất."
            return "so_khong_phai_chu", message, _AS_TEXT
        case "day" if column.form is Form.DAY:
            return None
        case "day" | "moment":
            return "ngay_khong_phai_chu", "Bảng tính đã đổi ô này thành ngày giờ.", _AS_TEXT
    return None if column.form is Form.WORD else ("dung_sai", "Bảng tính đã đổi ô này thành đúng/sai.", _AS_TEXT)


def _cure(text: str, column: Column) -> str:
    if column.words is None:
        return EXPECTED.get(column.form, _AS_TEXT)
    known = list(column.words.shown.values())
    near = nearest(text.strip(), known)
    return f"có phải “{near}”?" if near else f"chọn một trong: {'; '.join(known)}"


def _cell_name(at: At) -> str:
    return f"{column_letter(at[1] - 1)}{at[0]}"


def filled_sheets(forms: Iterable[Sheet], raws: Iterable[Raw], noted: Noted) -> dict[str, Filled]:
    """The sheets of the form that a workbook has, by the name of the form."""
    by_name = {fold(form.name): form for form in forms}
    found: dict[str, Filled] = {}
    for raw in raws:
        form = by_name[fold(raw.name)]
        if form.name in found:
            other = found[form.name].name
            noted.add(f"trang “{raw.name}”", "trung_trang", f"Trang “{other}” và “{raw.name}” trùng tên.", "giữ một")
        else:
            found[form.name] = fill(form, raw, noted)
    return found
