"""What the loader says about a rulebook, in the words of the form: columns instead of keys, cells instead of rows."""

import re
from collections.abc import Mapping
from dataclasses import replace

from binhyen.kernel.errors import Problem
from binhyen.sheets.rulebooks.cells import Filled
from binhyen.sheets.rulebooks.layout import CRITERIA, FIGURES, KEY, LEVELS, SHEETS, SOURCES, SUBJECTS, Column, Sheet

_PLACE = re.compile(r"trang “([^”]*)”(?:, dòng (\d+)|, ô ([A-Z]+)(\d+))?")
_MISSING = re.compile(r"Thiếu mục '(\w+)'|thiếu (count)")
_OF_KEY = re.compile(r"(?<=của )'(\w+)'|(?<=Mục )'(\w+)'")

# Problems whose words speak of keys, and what a person at the form should do instead.
_CURES = {
    "thieu_can_cu": f"ghi ít nhất một văn bản vào trang “{SOURCES.name}”, ba cột đầu để trống",
    "thieu_don_vi": f"ghi loại đơn vị được xét vào trang “{SUBJECTS.name}”",
    "thieu_cua_so": "ghi các cột “Từ”, “Đến”, hoặc chọn “chờ xác nhận” ở cột “Thời gian xét”",
    "cua_so_thieu_ngay": "ghi đủ “Từ: ngày” và “Đến: ngày”, hoặc chỉ chọn “chờ xác nhận”",
    "cua_so_nguoc": "sửa các cột “Từ” và “Đến”",
    "ngay_khong_hop_le": "ghi ngày/tháng có trong lịch; không dùng 29/02",
    "thieu_tieu_chi": f"ghi tiêu chí của loại đơn vị này vào trang “{CRITERIA.name}”",
    "thieu_muc_cong_nhan": f"ghi mức vào trang “{LEVELS.name}”, ví dụ mã dat, quy tắc all_met",
    "hieu_luc_nguoc": "sửa “Hết hiệu lực từ ngày”",
}  # fmt: skip
# Problems that the loader finds in a part as a whole, and the column in which a person mends them.
_MENDED_IN = {
    "ten_so_lieu_sai": KEY,
    "ten_danh_rieng": KEY,
    "khong_co_cach_xet": "rule",
    "thieu_diem_toi_da": "points",
    "thieu_cua_so": "window.from.day",
    "thieu_lua_chon": "choices",
    "max_sai_cho": "max",
    "thieu_muc": "rule",  # a level without its condition; keys that are missing say which
}
# Problems of the whole rulebook, which the loader finds at its root.
_PLACES = {"thieu_can_cu": f"trang “{SOURCES.name}”", "thieu_don_vi": f"trang “{SUBJECTS.name}”"}
# Problems in which a key may stand as a bare word.
_BARE = frozenset(
    (*_CURES, "ten_chua_khai_bao", "thieu_muc", "khong_co_cach_xet", "nhom_co_quy_tac", "hai_cach_cham", "thieu_diem_toi_da",
     "chua_kiem_chung", "thua_nguong", "tong_diem_khong_khop", "max_sai_cho", "thua_lua_chon", "thieu_lua_chon")
)  # fmt: skip
_WORDS = {
    "rule": "“Quy tắc”",
    "items": "các mục con",
    "score": "“Cách tính điểm”",
    "deduct": "“Trừ điểm theo”",
    "points": "“Điểm tối đa”",
    "total": "“Tổng điểm”",
    "status": "“Tình trạng”",
    "to_confirm": "“chờ xác nhận”",
    "choices": f"“{FIGURES.column('choices').header}”",
    "choice": "“chọn một”",
    "max": f"“{FIGURES.column('max').header}”",
    "cut_off": f"“{LEVELS.column('cut_off').header}”",
    "milestone": f"“{LEVELS.column('milestone').header}”",
    "figures": f"trang “{FIGURES.name}”",
    "basis": f"trang “{SOURCES.name}”",
    "subjects": f"trang “{SUBJECTS.name}”",
    "levels": f"trang “{LEVELS.name}”",
    "window": "thời gian xét",
    "from": "“Từ”",
    "to": "“Đến”",
}
_ASIDE = re.compile(r" \((?:basis|window|subjects|levels|choices)\)")
_BARE_WORD = re.compile(rf"(?<![\w'“])({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![\w'”])")


def phrased(problem: Problem, sheets: Mapping[str, Filled]) -> Problem:
    """The same problem for somebody who has the workbook before them."""
    place = _PLACE.match(problem.place)
    filled = next((sheet for sheet in sheets.values() if place and sheet.name == place[1]), None)
    missing = _MISSING.search(problem.message) if problem.code == "thieu_muc" else None
    if missing and filled and (column := _column(missing[1] or missing[2], filled.form)):
        said = replace(problem, message=f"Chưa ghi “{column.header}”.", cure=f"ghi “{column.header}”: {column.note}")
        return _at_cell(said, column.key, filled)
    said = _in_words(problem, filled.form if filled else None)
    return _at_cell(said, _MENDED_IN.get(problem.code, ""), filled)


def _in_words(problem: Problem, form: Sheet | None) -> Problem:
    message, cure = problem.message, _CURES.get(problem.code, problem.cure)
    if problem.code in _BARE:
        texts = (_ASIDE.sub("", text) for text in (message, cure))
        message, cure = (_BARE_WORD.sub(lambda found: _WORDS[found[1]], text) for text in texts)
    message = _OF_KEY.sub(lambda found: _header(found[1] or found[2], form), message)
    return replace(problem, message=message, cure=cure, place=_PLACES.get(problem.code, problem.place))


def _at_cell(problem: Problem, key: str, filled: Filled | None) -> Problem:
    """The problem at the cell of a column where it only said the row, or the card."""
    found = _PLACE.match(problem.place)
    if filled is None or found is None or found[3]:
        return problem
    at = filled.at(key, int(found[2] or 0))
    return replace(problem, place=filled.place_of(at) + problem.place[found.end() :]) if at else problem


def in_order(problem: Problem) -> tuple[int, int, int, str]:
    """Where a problem stands in the workbook, for sorting: sheet, row, column."""
    found = _PLACE.match(problem.place)
    if found is None:
        return (-1, 0, 0, "")
    names = [sheet.name for sheet in SHEETS]
    sheet = names.index(found[1]) if found[1] in names else len(names)
    letters = found[3] or ""
    return (sheet, int(found[2] or found[4] or 0), len(letters), letters)


def _column(key: str, form: Sheet) -> Column | None:
    return next((column for column in form.columns if column.key.rpartition(".")[2] == key), None)


def _header(key: str, form: Sheet | None) -> str:
    column = _column(key, form) if form else None
    return f"“{column.header}”" if column else f"“{key}”"
