"""What a person typed in a cell, read as the answer to a figure: one meaning, or a problem with its cure."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from binhyen.kernel import text
from binhyen.kernel.errors import Problem
from binhyen.rules.model.bounds import AMOUNT_MOST, AMOUNT_SCALE, COUNT_MOST
from binhyen.rules.model.facts import Column, Value
from binhyen.rules.model.types import Answer

_YES = frozenset({"có", "co", "x", "đã có", "true", "đạt", "đúng", "rồi"})
_NO = frozenset({"không", "khong", "chưa", "chua", "chưa có", "chua co", "false", "chưa đạt", "chua dat", "sai"})
_DID_NOT_OCCUR = frozenset({"không xảy ra", "khong xay ra", "không để xảy ra", "khong de xay ra"})
_OCCURRED = frozenset({"có xảy ra", "co xay ra", "để xảy ra", "de xay ra"})
_NOT_CONFIRMED = frozenset({"chưa có xác nhận", "chua co xac nhan"})
_AMOUNT_MOST = Decimal(AMOUNT_MOST).scaleb(-AMOUNT_SCALE)


class UnreadableAnswer(ValueError):
    """A cell that does not answer its figure. `problem(place)` is what to tell the person."""

    def __init__(self, code: str, message: str, cure: str) -> None:
        self.code = code
        self.message = message
        self.cure = cure
        super().__init__(message)

    def problem(self, place: str) -> Problem:
        """The problem at a place."""
        return Problem(self.code, self.message, place, self.cure)


def read_answer(cell: str, column: Column) -> Value:
    """The value of a cell in a column of facts; None for an empty cell, which means: unknown.

    Numbers are plain digits or grouped in the Vietnamese way ("2.412", "94,7"); days are 31/10/2021 or ISO. Raises
    UnreadableAnswer for everything else, and for a share ("64%", 0,64) where a count belongs.
    """
    cleaned = text.squeeze(cell)
    return _READERS[column.answer](cleaned, column) if cleaned else None


def _count(cell: str, column: Column) -> int:
    number = _number(cell, "số nguyên, ví dụ 2412 hoặc 2.412")
    if number != number.to_integral_value():
        raise _percentage() if 0 < number < 1 else _not_whole()
    if number > COUNT_MOST:
        raise _too_large(text.number(COUNT_MOST))
    if column.name == "year" and not 1 <= number < date.max.year:
        raise UnreadableAnswer("nam_khong_hop_le", "Năm không hợp lệ.", "Nhập năm có bốn chữ số, ví dụ 2021.")
    return int(number)


def _amount(cell: str, _column: Column) -> Decimal:
    return _decimal(cell, _AMOUNT_MOST)


def _score(cell: str, column: Column) -> Decimal:
    return _decimal(cell, column.maximum if column.maximum is not None else _AMOUNT_MOST)


def _decimal(cell: str, most: Decimal) -> Decimal:
    number = _number(cell, "số, ví dụ 1250000 hoặc 1.250.000,50")
    if number.as_tuple().exponent < -AMOUNT_SCALE and number != round(number, AMOUNT_SCALE):  # type: ignore[operator]
        raise UnreadableAnswer("qua_hai_so_le", "Số này có hơn 2 chữ số lẻ.", "Làm tròn đến 2 chữ số sau dấu phẩy.")
    if number > most:
        raise _too_large(text.number(most))
    return number


def _number(cell: str, expected: str) -> Decimal:
    if cell.endswith("%"):
        raise _percentage()
    try:
        number = text.parse_number(cell)
    except ValueError as error:
        raise UnreadableAnswer(
            "khong_phai_so", "Ô này cần một con số.", f"Nhập {expected}; để trống nếu chưa có số liệu."
        ) from error
    if number < 0:
        raise UnreadableAnswer(
            "so_am", "Số liệu không thể nhỏ hơn 0.", "Nhập số từ 0 trở lên; để trống nếu chưa có số liệu."
        )
    return number


def _percentage() -> UnreadableAnswer:
    return UnreadableAnswer(
        "phan_tram_o_cho_so_dem",
        "Phần trăm ở chỗ của số đếm.",
        "Nhập hai số đếm (ví dụ 16 và 25); hệ thống tự tính tỷ lệ.",
    )


def _not_whole() -> UnreadableAnswer:
    return UnreadableAnswer(
        "khong_phai_so_nguyen",
        "Số đếm phải là số nguyên.",
        "Nhập số nguyên; dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ.",
    )


def _too_large(most: str) -> UnreadableAnswer:
    return UnreadableAnswer("so_qua_lon", f"Số này lớn hơn mức tối đa {most}.", "Kiểm tra lại số liệu và đơn vị tính.")


def _yes_no(cell: str, _column: Column) -> bool | None:
    word = cell.lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise UnreadableAnswer(
        "khong_phai_co_khong", "Ô này cần 'có' hoặc 'không'.", "Nhập 'có' hoặc 'không'; để trống nếu chưa rõ."
    )


def _confirmation(cell: str, _column: Column) -> bool | None:
    word = cell.lower()
    if word in _NOT_CONFIRMED:
        return None
    if word in _DID_NOT_OCCUR or word in _OCCURRED:
        return word in _DID_NOT_OCCUR
    # A bare "có" or "không" could mean the event or the confirmation, which are opposites.
    raise UnreadableAnswer(
        "khong_phai_xac_nhan",
        "Ô này cần 'không xảy ra' hoặc 'có xảy ra'.",
        "Nhập đủ chữ 'không xảy ra' hoặc 'có xảy ra'; để trống nếu chưa có xác nhận.",
    )


def _choice(cell: str, column: Column) -> str:
    chosen = {text.squeeze(choice).casefold(): choice for choice in column.choices}.get(cell.casefold())
    if chosen is None:
        listed = ", ".join(f"'{choice}'" for choice in column.choices)
        raise UnreadableAnswer(
            "khong_co_trong_danh_sach", "Giá trị này không có trong danh sách chọn.", f"Chọn một trong: {listed}."
        )
    return chosen


def _day(cell: str, _column: Column) -> date:
    try:
        return text.parse_day(cell)
    except ValueError as error:
        raise UnreadableAnswer("khong_phai_ngay", "Ô này cần một ngày.", "Nhập ngày dạng 31/10/2021.") from error


_READERS: dict[Answer, Callable[[str, Column], Value]] = {
    Answer.COUNT: _count,
    Answer.AMOUNT: _amount,
    Answer.SCORE: _score,
    Answer.YES_NO: _yes_no,
    Answer.DOCUMENT: _yes_no,
    Answer.CONFIRMATION: _confirmation,
    Answer.CHOICE: _choice,
    Answer.DATE: _day,
}
