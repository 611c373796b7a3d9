"""A table of local units as offices keep it: which column says what, and what each row asks for. No database here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import UnitKind
from binhyen.sheets.matching import Meaning, match, refuse_twice
from binhyen.sheets.table import Row, Table
from binhyen.sheets.tidying import tidied
from binhyen.units.models import Identifier
from binhyen.units.names import key

# What a column may say, and what else it may be called.
MEANINGS = (
    Meaning("name", "Tên", (
        "Tên đơn vị", "Đơn vị", "Tên khu dân cư", "Khu dân cư", "Tên gọi", "Tên cơ quan", "Tên doanh nghiệp", "Tên trường",
        "Tên cơ quan, đơn vị", "Thôn, tổ dân phố", "Tên thôn", "Tên thôn, tổ dân phố", "Tổ dân phố", "Tên tổ dân phố",
        "Tên thôn, TDP", "Tên doanh nghiệp, cơ sở", "Tên cơ sở giáo dục", "Thôn, xóm", "Thôn, bản", "Tên tổ chức",
    )),
    Meaning("kind", "Loại", ("Loại đơn vị", "Loại hình", "Loại hình đơn vị", "Loại khu dân cư")),
    Meaning("parent", "Mã đơn vị cha", (
        "Đơn vị cha", "Thuộc", "Trực thuộc", "Thuộc đơn vị", "Thuộc xã", "Thuộc phường", "Mã xã", "Xã", "Phường",
        "Xã, phường", "Xã, phường, đặc khu", "Thuộc xã, phường", "Địa bàn", "Mã địa bàn", "Mã xã, phường",
    )),
    Meaning("size", "Quy mô", ("Quy mô doanh nghiệp",)),
    Meaning("school_level", "Cấp học", ("Bậc học", "Cấp học cao nhất")),
    Meaning("armed_forces", "Lực lượng vũ trang", ("Thuộc lực lượng vũ trang",)),
    Meaning("tax", "Mã số thuế", ("MST", "Mã số doanh nghiệp", "Mã số thuế (MST)"), is_number=True),
    Meaning("school", "Mã trường", ("Mã trường học", "Mã cơ sở giáo dục"), is_number=True),
    Meaning("agency", "Mã định danh", ("Mã định danh cơ quan", "Mã định danh điện tử"), is_number=True),
)  # fmt: skip

_KINDS = {key(kind.vietnamese): kind for kind in reversed(UnitKind)} | {
    "tdp": UnitKind.TO_DAN_PHO, "kp": UnitKind.KHU_PHO, "nha truong": UnitKind.TRUONG_HOC,
    "truong": UnitKind.TRUONG_HOC, "co so giao duc": UnitKind.TRUONG_HOC, "cong ty": UnitKind.DOANH_NGHIEP,
    "htx": UnitKind.HOP_TAC_XA, "co quan don vi": UnitKind.CO_QUAN,
}  # fmt: skip
# How the answers that eligibility asks for are written in a table.
SIZES = {"micro": "siêu nhỏ", "small": "nhỏ", "medium": "vừa", "large": "lớn"}
SCHOOL_LEVELS = {
    "preschool": "mầm non", "primary": "tiểu học", "lower_secondary": "trung học cơ sở",
    "upper_secondary": "trung học phổ thông", "continuing": "giáo dục thường xuyên", "vocational": "trung cấp",
    "college": "cao đẳng", "university": "đại học",
}  # fmt: skip
_SIZES = {key(word): code for code, word in SIZES.items()} | {code: code for code in SIZES}
_LEVELS = {key(word): code for code, word in SCHOOL_LEVELS.items()} | {
    "mau giao": "preschool", "thcs": "lower_secondary", "thpt": "upper_secondary", "gdtx": "continuing",
    "trung cap nghe": "vocational",
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
    """The rows that could be read, the headers that nobody asked for, every problem, and what was left out."""

    rows: list[TypedUnit]
    ignored: list[str]
    problems: list[Problem]
    notes: tuple[Problem, ...] = ()


def read_units(table: Table, kind: UnitKind | None = None) -> TypedUnits:
    """The units of a table, of this kind where neither a column nor the name says another. Raises InputProblems when
    no column holds their names, or two say the same."""
    matching = match(table, MEANINGS)
    refuse_twice(table, matching, MEANINGS)
    columns = {says: position for position, says in matching.codes.items()}
    if "name" not in columns:
        raise InputProblems([no_names(table)])
    table = tidied(table, columns["name"], telling=columns.values())
    found = TypedUnits([], [table.headers[position] for position in matching.unknown], [], table.notes)
    for row in table.rows:
        _read_row(_Reader(table, row, columns, found.problems), found, kind)
    return found


def no_names(table: Table) -> Problem:
    """No column says what the units are called."""
    place = f"trang tính '{table.sheet}'" if table.sheet else "dòng tiêu đề"
    return Problem("thieu_cot_ten", "Không thấy cột tên đơn vị.", place, "Đặt tiêu đề một cột là “Tên”.")


@dataclass(frozen=True, slots=True)
class _Reader:
    """One row, read by what its columns say."""

    table: Table
    row: Row
    columns: Mapping[str, int]
    problems: list[Problem]

    def cell(self, says: str) -> str:
        return self.row.cells[self.columns[says]] if says in self.columns else ""

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


def _read_row(reader: _Reader, found: TypedUnits, usual: UnitKind | None) -> None:
    name = reader.cell("name")
    kind = _kind(reader.cell("kind"), name) or (None if reader.cell("kind") else usual)
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
