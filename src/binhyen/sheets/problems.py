"""What can be wrong with a file that should hold a table, each said once, with its cure."""

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets.limits import MEGABYTE, Limits

SAVE_AS_XLSX = "Mở tệp bằng Excel hoặc LibreOffice rồi lưu lại dưới dạng .xlsx."
ACCEPTED = "Dùng tệp .xlsx, .xls, .ods, .csv hoặc .tsv."
SPLIT = "Chia tệp thành nhiều phần, hoặc chép riêng vùng có số liệu sang tệp mới."


def refuse(code: str, message: str, *, cure: str, place: str = "") -> InputProblems:
    """One problem, ready to be raised."""
    return InputProblems([Problem(code, message, place, cure)])


def too_large(size: int, limits: Limits) -> InputProblems:
    """The file is larger than we read."""
    return refuse(
        "tep_qua_lon",
        f"Tệp nặng {text.number(size // MEGABYTE)} MB, giới hạn là {text.number(limits.file_bytes // MEGABYTE)} MB.",
        cure=SPLIT,
    )


def too_many_rows(limits: Limits, place: str = "") -> InputProblems:
    """More rows than we read."""
    return refuse("qua_nhieu_dong", f"Có hơn {text.number(limits.rows)} dòng.", cure=SPLIT, place=place)


def too_many_columns(limits: Limits, place: str = "") -> InputProblems:
    """More columns than we read."""
    return refuse("qua_nhieu_cot", f"Có hơn {text.number(limits.columns)} cột.", cure=SPLIT, place=place)


def too_many_cells(limits: Limits, place: str = "") -> InputProblems:
    """Rows times columns is more than we read."""
    return refuse("qua_nhieu_o", f"Vùng số liệu rộng hơn {text.number(limits.cells)} ô.", cure=SPLIT, place=place)


def too_much_hidden(most: int) -> InputProblems:
    """More formulas, errors, merged or hidden cells than we note."""
    return refuse(
        "qua_nhieu_cong_thuc",
        f"Trang tính có hơn {text.number(most)} công thức, ô lỗi, ô gộp hoặc dòng, cột ẩn.",
        cure="Chép nội dung rồi dán giá trị (Paste Special → Values) vào biểu mẫu trống.",
    )


def far_cell(cell: str, sheet: str) -> InputProblems:
    """A cell stands so far out that the sheet would be larger than the memory of a machine."""
    return refuse(
        "o_qua_xa",
        "Trang tính có ô nằm quá xa vùng số liệu.",
        place=f"ô {cell}, trang tính '{sheet}'" if sheet else f"ô {cell}",
        cure="Xoá ô đó, hoặc chép riêng vùng có số liệu sang tệp mới.",
    )


def unpacks_too_large(limits: Limits) -> InputProblems:
    """A small file that unpacks to something huge."""
    return refuse(
        "tep_nen_bat_thuong",
        f"Nội dung sau khi giải nén lớn hơn {text.number(limits.unpacked_bytes // MEGABYTE)} MB.",
        cure=SPLIT,
    )


def password() -> InputProblems:
    """The workbook is encrypted."""
    return refuse("tep_co_mat_khau", "Tệp được bảo vệ bằng mật khẩu.", cure="Bỏ mật khẩu mở tệp rồi lưu lại.")


def macros() -> InputProblems:
    """The workbook carries a program."""
    return refuse("tep_co_macro", "Tệp có chứa macro (chương trình).", cure=SAVE_AS_XLSX)


def broken() -> InputProblems:
    """The file looks like a workbook but cannot be read."""
    return refuse("tep_hong", "Tệp bảng tính bị hỏng hoặc không đúng định dạng.", cure=SAVE_AS_XLSX)


def no_table(what: str) -> InputProblems:
    """The file is something else: `what` says it, "ảnh PNG"."""
    return refuse("khong_phai_bang_tinh", f"Tệp này là {what}, không phải bảng tính.", cure=ACCEPTED)


def legacy(encoding: str, place: str) -> InputProblems:
    """The text is in an alphabet of before Unicode: `encoding` says which, "TCVN3 (ABC)"."""
    return refuse(
        "chu_chua_phai_unicode",
        f"Chữ trong bảng ở bảng mã {encoding}, không phải Unicode.",
        place=place,
        cure=f"Chép các ô có chữ, mở công cụ chuyển mã của bộ gõ (UniKey: Ctrl+Shift+F6), đổi {encoding} sang Unicode, "
        "dán lại, đổi phông chữ sang Times New Roman rồi nhập lại.",
    )


def formats_unseen() -> Problem:
    """A warning: the old binary form does not tell us which numbers are shown as shares."""
    return Problem(
        "tep_xls",
        "Tệp .xls không cho biết ô nào định dạng phần trăm: ô hiện 100% được đọc là số 1.",
        cure="Nếu có cột phần trăm, bỏ cột đó hoặc lưu tệp dưới dạng .xlsx.",
        severity="warning",
    )


def empty() -> InputProblems:
    """The file has no content."""
    return refuse("tep_rong", "Tệp không có nội dung.", cure="Chọn lại tệp có số liệu.")


def unreadable() -> InputProblems:
    """The child process that read the file broke off."""
    return refuse(
        "khong_doc_duoc",
        "Không đọc được tệp trong giới hạn bộ nhớ và thời gian cho phép.",
        cure="Chép riêng vùng có số liệu sang tệp .xlsx mới, hoặc lưu dưới dạng CSV UTF-8.",
    )


def no_such_sheet(sheet: str, known: tuple[str, ...]) -> InputProblems:
    """The sheet asked for is not there."""
    names = ", ".join(f"'{name}'" for name in known)
    return refuse(
        "khong_co_trang_tinh", f"Không có trang tính '{sheet}'.", cure=f"Các trang tính có trong tệp: {names}."
    )
