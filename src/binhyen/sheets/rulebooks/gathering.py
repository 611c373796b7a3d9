"""Filled sheets to the data of a rulebook file, with the place in the workbook that each value came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from binhyen.rules.language import nearest
from binhyen.rules.loading.tree import Path
from binhyen.rules.model.parts import Status
from binhyen.sheets.rulebooks.cells import Filled, Noted, Row, Value
from binhyen.sheets.rulebooks.layout import (
    CARD,
    CHECKS,
    CRITERIA,
    CRITERION,
    FIGURES,
    KEY,
    LEVEL,
    LEVELS,
    PARENT,
    SOURCES,
    SUBJECT,
    SUBJECTS,
)
from binhyen.sheets.rulebooks.words import KINDS

Part = dict[str, object]
_DEEPEST = 8  # as the loader has it; what nests without end must not even be gathered


@dataclass(frozen=True, slots=True)
class Gathered:
    """Data as a rulebook file has it, and where each path of it stands in the workbook."""

    data: Part
    places: Mapping[Path, str]


def gather(sheets: Mapping[str, Filled], noted: Noted) -> Gathered:
    """The data of all sheets. Rows that belong nowhere are noted."""
    return _Gathering(sheets, noted).result()


class _Gathering:
    def __init__(self, sheets: Mapping[str, Filled], noted: Noted) -> None:
        self.sheets = sheets
        self.noted = noted
        self.rows: dict[int, Row] = {}  # by the identity of the part that the row became
        self.subjects: dict[str, Part] = {}
        self.criteria: dict[str, dict[str, Part]] = {}
        self.levels: dict[str, dict[str, Part]] = {}

    def result(self) -> Gathered:
        """Everything, in the order of the rulebook file."""
        card = next(iter(self._rows_of(CARD.name)), None)
        data: Part = self._part(card) if card else {}
        self._gather_subjects()
        self._gather_criteria()
        self._gather_levels()
        parts: Part = {
            "basis": [],
            "figures": self._figures(),
            "checks": [self._part(row) for row in self._rows_of(CHECKS.name)],
            "subjects": self.subjects,
        }
        data |= parts
        self._give_sources(data)
        places: dict[Path, str] = {(): f"trang “{CARD.name}”"}
        self._place(data, (), places)
        return Gathered(data, places)

    def _rows_of(self, name: str) -> Sequence[Row]:
        return self.sheets[name].rows if name in self.sheets else ()

    def _part(self, row: Row) -> Part:
        """A row's values, nested as their keys say."""
        part: Part = {}
        for key, value in row.values.items():
            if not key.startswith("@"):
                _put(part, key.split("."), value)
        self.rows[id(part)] = row
        return part

    # ------------------------------------------------------------ figures

    def _figures(self) -> dict[str, Part]:
        found: dict[str, Part] = {}
        first: dict[str, Row] = {}
        for row in self._rows_of(FIGURES.name):
            key = row.text(KEY)
            if not key:
                self._missing(row, KEY)
            elif key in first:
                message = f"Mã số liệu “{key[:60]}” đã có ở dòng {first[key].number}."
                self.noted.add(row.cell(KEY), "trung_muc", message, "giữ một dòng, hoặc đặt mã khác")
            # A figure without a key of its own is read all the same, so that its other mistakes are told at once.
            own = key if key and key not in first else f"dong_{row.number}"
            first.setdefault(key, row)
            found[own] = self._part(row)
        return found

    # ------------------------------------------------------------ kinds of unit, criteria, levels

    def _gather_subjects(self) -> None:
        for row in self._rows_of(SUBJECTS.name):
            kind = row.text(SUBJECT)
            if not kind:
                self._missing(row, SUBJECT)
            elif kind in self.subjects:
                self.noted.add(row.cell(SUBJECT), "trung_muc", "Loại đơn vị này đã có ở dòng trên.", "giữ một dòng")
            elif kind in KINDS.shown:
                self._open_subject(kind, self._part(row))

    def _open_subject(self, kind: str, part: Part) -> None:
        self.subjects[kind] = part
        self.criteria[kind], self.levels[kind] = {}, {}
        part |= {"basis": [], "criteria": [], "levels": []}

    def _kind_of(self, row: Row) -> str | None:
        """The kind of unit that a row speaks of; with only one kind in the workbook it need not be said."""
        kind = row.text(SUBJECT)
        if not kind and len(self.subjects) == 1:
            return next(iter(self.subjects))
        if not kind:
            self._missing(row, SUBJECT)
            return None
        if kind not in KINDS.shown:
            return None  # the cell says no kind of unit: that is noted
        if kind not in self.subjects:
            message = f"Loại đơn vị “{KINDS.word(kind)}” chưa có dòng nào ở trang “{SUBJECTS.name}”."
            self.noted.add(row.cell(SUBJECT), "loai_don_vi_la", message, f"thêm dòng vào trang “{SUBJECTS.name}”")
            self._open_subject(kind, {"window": {"status": Status.TO_CONFIRM.value}})
        return kind

    def _gather_criteria(self) -> None:
        found: list[tuple[str, Row, Part]] = []
        for row in self._rows_of(CRITERIA.name):
            kind = self._kind_of(row)
            if kind is not None:
                part = self._part(row)
                self.criteria[kind].setdefault(row.text("code"), part)
                found.append((kind, row, part))
        parents = {id(part): self._parent(kind, row) for kind, row, part in found}
        self._cut_circles([part for _, _, part in found], parents)
        for kind, row, part in found:
            if self._is_too_deep(part, parents):
                message = f"Tiêu chí lồng nhau quá {_DEEPEST} tầng."
                self.noted.add(row.cell(PARENT), "qua_sau", message, "bớt tầng")
                parents[id(part)] = None
            parent = parents[id(part)]
            siblings = _list(self.subjects[kind], "criteria") if parent is None else _list(parent, "items")
            siblings.append(part)

    def _parent(self, kind: str, row: Row) -> Part | None:
        code = row.text(PARENT)
        parent = self.criteria[kind].get(code) if code else None
        if code and parent is None:
            self._unknown(row, PARENT, f"Không có tiêu chí “{code[:60]}” để làm nhóm.", code, self.criteria[kind])
        return parent

    def _cut_circles(self, parts: Sequence[Part], parents: dict[int, Part | None]) -> None:
        """Note each circle of groups at one of its rows and open it there."""
        walked: dict[int, int] = {}  # by part: the walk that came by first
        for number, start in enumerate(parts):
            part: Part | None = start
            while part is not None and id(part) not in walked:
                walked[id(part)] = number
                part = parents[id(part)]
            if part is not None and walked[id(part)] == number:
                row = self.rows[id(part)]
                message = f"Nhóm “{row.text(PARENT)}” lại nằm trong chính tiêu chí này."
                self.noted.add(row.cell(PARENT), "vong_tron", message, "sửa cột “Thuộc tiêu chí”")
                parents[id(part)] = None

    @staticmethod
    def _is_too_deep(part: Part, parents: Mapping[int, Part | None]) -> bool:
        above, depth = parents[id(part)], 1
        while above is not None and depth <= _DEEPEST:
            above, depth = parents[id(above)], depth + 1
        return above is not None

    def _gather_levels(self) -> None:
        for row in self._rows_of(LEVELS.name):
            kind = self._kind_of(row)
            if kind is not None:
                part = self._part(row)
                self.levels[kind].setdefault(row.text("code"), part)
                _list(self.subjects[kind], "levels").append(part)

    # ------------------------------------------------------------ sources

    def _give_sources(self, data: Part) -> None:
        for row in self._rows_of(SOURCES.name):
            owner = self._owner_of(row, data)
            if owner is not None:
                _list(owner, "basis").append(self._part(row))

    def _owner_of(self, row: Row, data: Part) -> Part | None:
        criterion, level = row.text(CRITERION), row.text(LEVEL)
        if criterion and level:
            message = "Một dòng chỉ là căn cứ của tiêu chí hoặc của mức."
            self.noted.add(row.cell(LEVEL), "hai_noi", message, "tách thành hai dòng")
            return None
        if not (row.text(SUBJECT) or criterion or level):
            return data
        kind = self._kind_of(row)
        if kind is None:
            return None
        if not criterion and not level:
            return self.subjects[kind]
        key, code, known = (CRITERION, criterion, self.criteria) if criterion else (LEVEL, level, self.levels)
        owner = known[kind].get(code)
        if owner is None:
            what = "tiêu chí" if criterion else "mức"
            self._unknown(row, key, f"Không có {what} “{code[:60]}”.", code, known[kind])
        return owner

    # ------------------------------------------------------------ problems and places

    def _missing(self, row: Row, key: str) -> None:
        header = row.sheet.form.column(key).header
        self.noted.add(row.cell(key), "thieu_muc", f"Chưa ghi “{header}”.", f"ghi cột “{header}”")

    def _unknown(self, row: Row, key: str, message: str, code: str, known: Mapping[str, Part]) -> None:
        near = nearest(code, list(known))
        cure = f"có phải “{near}”?" if near else "ghi đúng mã như ở cột mã"
        self.noted.add(row.cell(key), "ma_la", message, cure)

    def _place(self, value: object, path: Path, places: dict[Path, str]) -> None:
        if isinstance(value, dict):
            row = self.rows.get(id(value))
            if row is not None and path:
                places[path] = row.place
            for key in row.values if row is not None else ():
                self._place_cell(row, key, path, places)
            for key, inner in value.items():
                self._place(inner, (*path, key), places)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                self._place(inner, (*path, index), places)

    @staticmethod
    def _place_cell(row: Row | None, key: str, path: Path, places: dict[Path, str]) -> None:
        if row is None or key.startswith("@"):
            return
        steps = key.split(".")
        for depth in range(1, len(steps) + 1):
            # What nests in a part stands where the first cell of it does: a window whose day is missing, for one.
            places.setdefault((*path, *steps[:depth]), row.cell(key))


def _put(part: Part, steps: Sequence[str], value: Value) -> None:
    for step in steps[:-1]:
        inner = part.setdefault(step, {})
        part = inner if isinstance(inner, dict) else {}
    part[steps[-1]] = value


def _list(part: Part, key: str) -> list[object]:
    found = part.setdefault(key, [])
    return found if isinstance(found, list) else []
