"""Workbooks to rulebooks: the doors. One loader, one meaning; every problem names its sheet and cell."""

import json
from dataclasses import asdict
from pathlib import Path

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.text import fold
from binhyen.rules.loading import load_canonical
from binhyen.rules.loading.problems import MOST_PROBLEMS
from binhyen.rules.loading.tree import ControlCharacter
from binhyen.rules.model.rulebook import Rulebook
from binhyen.sheets import problems
from binhyen.sheets.confinement import ask_child
from binhyen.sheets.limits import MEGABYTE, Limits
from binhyen.sheets.refusals import refuse_classified_name
from binhyen.sheets.rulebooks.cells import Filled, Noted, Raw, filled_sheets
from binhyen.sheets.rulebooks.gathering import gather
from binhyen.sheets.rulebooks.layout import CARD, CRITERIA, LEVELS, SHEETS, SOURCES, SUBJECTS
from binhyen.sheets.rulebooks.phrasing import in_order, phrased
from binhyen.sheets.sniffing import Form, form_of

LIMITS = Limits(
    file_bytes=5 * MEGABYTE,
    unpacked_bytes=60 * MEGABYTE,
    rows=20_000,
    columns=100,
    cells=200_000,
    characters=2_000_000,
    child_memory_bytes=1024 * MEGABYTE,
    child_seconds=20,
)
_CHILD = "binhyen.sheets.marked_child"
_NEEDED = (CARD, SOURCES, SUBJECTS, CRITERIA, LEVELS)
_GET_A_FORM = "dùng mẫu: lệnh binhyen rulebook-form, hoặc “Tải mẫu bảng tính trống” ở trang bộ tiêu chí"


def read_rulebook_workbook(source: bytes | Path, *, filename: str = "", limits: Limits = LIMITS) -> Rulebook:
    """The rulebook in a workbook that follows the form.

    Raises InputProblems with every problem: "trang “Tiêu chí”, ô D12", what is wrong, what to do. `filename` is what
    the sender called the file.
    """
    sheets, noted = _sheets(source, filename, limits)
    gathered = gather(sheets, noted)
    try:
        rulebook = load_canonical(gathered.data, places=gathered.places)
    except ControlCharacter:
        message = "Có ký tự điều khiển không nhìn thấy trong một ô."
        noted.add("", "ky_tu_dieu_khien", message, "gõ lại những ô chép từ phần mềm khác")
    except InputProblems as refused:
        noted.found += _told(refused.problems, sheets, noted.places)
    if noted.found:
        raise InputProblems(_capped(sorted(noted.found, key=in_order)))
    return rulebook


def check_rulebook_workbook(source: bytes | Path, *, filename: str = "") -> tuple[Problem, ...]:
    """Every problem of a workbook; empty if it can be read."""
    try:
        read_rulebook_workbook(source, filename=filename)
    except InputProblems as refused:
        return refused.problems
    return ()


def is_workbook(content: bytes) -> bool:
    """Whether bytes are a packed workbook rather than text."""
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def _capped(found: list[Problem]) -> list[Problem]:
    """As many as a person can work through; the loader stops at the same number."""
    if len(found) <= MOST_PROBLEMS:
        return found
    more = f"Còn {text.number(len(found) - MOST_PROBLEMS)} vấn đề nữa."
    return [*found[:MOST_PROBLEMS], Problem("qua_nhieu_van_de", more, cure="sửa các vấn đề trên rồi kiểm tra lại")]


def _told(found: tuple[Problem, ...], sheets: dict[str, Filled], known: frozenset[str]) -> list[Problem]:
    """The loader's problems in the form's words, without those of cells that are known to be wrong."""
    told = (phrased(problem, sheets) for problem in found)
    return [problem for problem in told if not any(_is_at(problem.place, place) for place in known if place)]


def _is_at(place: str, known: str) -> bool:
    return place == known or place.startswith(f"{known},")


def _sheets(source: bytes | Path, filename: str, limits: Limits) -> tuple[dict[str, Filled], Noted]:
    content, name = _content(source, filename, limits)
    refuse_classified_name(Path(name).stem)
    if form_of(content, filename=name, limits=limits) is not Form.XLSX:
        raise problems.refuse("khong_phai_xlsx", "Bộ tiêu chí cần ở dạng .xlsx.", cure=problems.SAVE_AS_XLSX)
    request = {"wanted": [fold(sheet.name) for sheet in SHEETS], "limits": asdict(limits)}
    answer = ask_child(_CHILD, json.dumps(request).encode() + b"\n" + content, limits)
    if "problem" in answer:
        raise InputProblems([Problem(**answer["problem"])])
    noted = Noted()
    sheets = filled_sheets(SHEETS, [Raw.told(sheet) for sheet in answer["sheets"]], noted)
    _refuse_missing(sheets, noted)
    return sheets, noted


def _content(source: bytes | Path, filename: str, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        content, name = source, filename
    else:
        name = filename or source.name
        try:
            size = source.stat().st_size
            content = source.read_bytes() if size <= limits.file_bytes else b""
        except OSError as error:
            cure = "Kiểm tra đường dẫn và quyền đọc tệp."
            raise problems.refuse("khong_mo_duoc", f"Không mở được tệp {name}.", cure=cure) from error
        if size > limits.file_bytes:
            raise problems.too_large(size, limits)
    if len(content) > limits.file_bytes:
        raise problems.too_large(len(content), limits)
    return content, name


def _refuse_missing(sheets: dict[str, Filled], noted: Noted) -> None:
    if not sheets:
        message = "Tệp này không theo mẫu bộ tiêu chí: không có trang nào của mẫu."
        raise problems.refuse("khong_theo_mau", message, cure=_GET_A_FORM)
    for form in _NEEDED:
        if form.name not in sheets:
            noted.add(f"trang “{form.name}”", "thieu_trang", "Thiếu trang này.", _GET_A_FORM)
