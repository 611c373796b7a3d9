"""A table of local units as offices keep it: which column says what, and what each row asks for. No database here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import UnitKind
from binhyen.sheets.table import Row, Table
from binhyen.units.models import Identifier
from binhyen.units.names import key

# What a column may be called, as keys.
_HEADERS: dict[str, tuple[str, ...]] = {
    "name": (
        "ten", "ten don vi", "don vi", "ten khu dan cu", "khu dan cu", "ten goi", "ten co quan", "ten doanh nghiep",
        "ten truong", "thon to dan pho",
    ),
    "kind": ("loai", "loai don vi", "loai hinh", "loai hinh don vi"),
    "parent": (
        "ma don vi cha", "don vi cha", "thuoc", "truc thuoc", "thuoc don vi", "thuoc xa", "ma xa", "xa", "xa phuong",
        "xa phuong dac khu", "dia ban", "ma dia ban",
    ),
    "size": ("quy mo", "quy mo doanh nghiep"),
    "school_level": ("cap hoc", "bac hoc", "cap hoc cao nhat"),
    "armed_forces": ("luc luong vu trang", "thuoc luc luong vu trang"),
    "tax": ("ma so thue", "mst", "ma so doanh nghiep"),
    "school": ("ma truong", "ma truong hoc", "ma co so giao duc"),
    "agency": ("ma dinh danh", "ma dinh danh co quan", "ma dinh danh dien tu"),
}  # fmt: skip
_SKIPPED = {"", "stt", "tt", "so tt", "so thu tu", "ghi chu"}
_TOTALS = {"tong", "cong", "tong cong", "tong so"}

_KINDS = {key(kind.vietnamese): kind for kind in reversed(UnitKind)} | {
    "tdp": UnitKind.TO_DAN_PHO, "kp": UnitKind.KHU_PHO, "nha truong": UnitKind.TRUONG_HOC,
    "truong": UnitKind.TRUONG_HOC, "co so giao duc": UnitKind.TRUONG_HOC, "cong ty": UnitKind.DOANH_NGHIEP,
    "htx": UnitKind.HOP_TAC_XA, "co quan don vi": UnitKind.CO_QUAN,
}  # fmt: skip
_SIZES = {
    "sieu nho": "micro", "nho": "small", "vua": "medium", "lon": "large",
    "micro": "micro", "small": "small", "medium": "medium", "large": "large",
}  # fmt: skip
_LEVELS = {
    "mam non": "preschool", "mau giao": "preschool", "tieu hoc": "primary", "trung hoc co so": "lower_secondary",
    "thcs": "lower_secondary", "trung hoc pho thong": "upper_secondary", "thpt": "upper_secondary",
    "giao duc thuong xuyen": "continuing", "gdtx": "continuing", "trung cap": "vocational",
    "trung cap nghe": "vocational", "cao dang": "college", "dai hoc": "university",
}  # fmt: skip
_YES_NO = {"co": True, "x": True, "khong": False, "0": False}
_LONGEST_NUMBER = 40
_CHOICES: dict[str, Mapping[str, str | bool]] = {"size": _SIZES, "school_level": _LEVELS, "armed_forces": _YES_NO}


@dataclass(frozen=True, slots=True)
class TypedUnit:
    """What one row asks for; `parent` as it was written, empty where the row does not say."""

    name: str
    kind: UnitKind
    parent: str
    place: str
    parent_place: str
    attributes: Mapping[str, str | bool] = field(default_factory=dict)
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class TypedUnits:
    """The rows that could be read, the headers that nobody asked for, and every problem."""

    rows: list[TypedUnit]
    ignored: list[str]
    problems: list[Problem]


def columns_of(table: Table) -> dict[str, int]:
    """What each known column says → its position; the first of two that say the same."""
    known = {header: says for says, headers in _HEADERS.items() for header in headers}
    found: dict[str, int] = {}
    for position, column in enumerate(table.columns):
        if says := known.get(key(column.header)):
            found.setdefault(says, position)
    return found


def read_units(table: Table) -> TypedUnits:
    """The units of a table. Raises InputProblems when no column holds their names."""
    columns = columns_of(table)
    if "name" not in columns:
        place = f"trang tính '{table.sheet}'" if table.sheet else "dòng tiêu đề"
        raise InputProblems(
            [Problem("thieu_cot_ten", "Không thấy cột tên đơn vị.", place, "Đặt tiêu đề một cột là “Tên”.")]
        )
    used = set(columns.values())
    ignored = [
        column.header
        for position, column in enumerate(table.columns)
        if position not in used and key(column.header) not in _SKIPPED
    ]
    found = TypedUnits([], ignored, [])
    for row in table.rows:
        _read_row(_Reader(table, row, columns, found.problems), found)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """One row, read by what its columns say."""

    table: Table
    row: Row
    columns: Mapping[str, int]
    problems: list[Problem]

    def cell(self, says: str) -> str:
        return self.row.cells[self.columns[says]] if says in self.columns else ""

    @property
    def is_no_unit(self) -> bool:
        """A row of totals, or one that says nothing in any column that counts (a signature, a remark)."""
        if not any(self.cell(says) for says in self.columns):
            return True
        return not self.cell("kind") and any(key(cell) in _TOTALS for cell in self.row.cells)

    def place(self, says: str) -> str:
        return self.table.place(self.row, self.columns.get(says, self.columns["name"]))

    def refuse(self, says: str, code: str, message: str, cure: str) -> None:
        self.problems.append(Problem(code, message, self.place(says), cure))

    def attributes(self) -> Iterator[tuple[str, str | bool]]:
        for says, choices in _CHOICES.items():
            typed = key(self.cell(says))
            if typed in choices:
                yield says, choices[typed]
            elif typed:
                known = ", ".join(dict.fromkeys(choices))
                self.refuse(says, "gia_tri_la", "Không đọc được giá trị ở ô này.", f"Ghi một trong: {known}.")

    def identifiers(self) -> Iterator[tuple[str, str]]:
        for scheme in Identifier.Scheme:
            value = self.cell(scheme.value).replace(" ", "")
            if not value:
                continue
            if len(value) > _LONGEST_NUMBER or not _is_number_of(value):
                self.refuse(
                    scheme.value, "ma_so_la", f"Ô này không phải {scheme.label}.", "Ghi đúng mã, không ghi chú."
                )
            else:
                yield scheme.value, value


def _is_number_of(value: str) -> bool:
    """Letters and figures with hyphens or points between them; tax codes of branches have a hyphen."""
    return value.replace("-", "").replace(".", "").isalnum()


def _read_row(reader: _Reader, found: TypedUnits) -> None:
    name = reader.cell("name")
    if reader.is_no_unit:
        return
    kind = _kind(reader.cell("kind"), name)
    if kind is None:
        says = "kind" if reader.cell("kind") else "name"
        reader.refuse(
            says, "loai_la", "Không rõ loại đơn vị.", "Ghi loại: thôn, tổ dân phố, trường học, doanh nghiệp …"
        )
        return
    found.rows.append(
        TypedUnit(
            name=name,
            kind=kind,
            parent=reader.cell("parent"),
            place=reader.place("name"),
            parent_place=reader.place("parent"),
            attributes=dict(reader.attributes()),
            identifiers=tuple(reader.identifiers()),
        )
    )


def _kind(typed: str, name: str) -> UnitKind | None:
    """The kind as its own column says it; without one, as the name begins."""
    if typed:
        return _KINDS.get(key(typed))
    words = key(name).split()
    return next((_KINDS[said] for n in (3, 2, 1) if (said := " ".join(words[:n])) in _KINDS), None)
