"""Answers as people type them, read into values, and values written back as people read them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from binhyen.kernel import text
from binhyen.kernel.errors import Problem

MOST_COUNT = 10**12
MOST_AMOUNT = 10**16
_YES = {"co", "x", "roi", "dung", "yes", "da co", "1"}
_NO = {"khong", "chua", "no", "khong co", "chua co", "0"}
# "Không phát sinh" is a number: the zero that somebody really reported.
_ZERO = {"khong phat sinh", "kps"}
_CLEAN = {"khong xay ra", "khong de xay ra", "khong"}
_HAPPENED = {"co xay ra", "co", "xay ra"}
_NOTHING = {"", "-", "—", "chua co xac nhan", "chua ro", "khong ro"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A value in the form in which it is stored; all None and "" means: nothing is known."""

    number: Decimal | None = None
    word: str = ""
    day: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return self.number is None and not self.word and self.day is None


NOTHING = Answer()


class NotAnAnswer(ValueError):
    """The typed text is no answer to this figure; `problem` says why and what to type."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def read(answer: str, typed: str, *, place: str = "", choices: tuple[str, ...] = ()) -> Answer:
    """Read what somebody typed for a figure with this kind of answer. Raises NotAnAnswer with place and cure."""
    folded = text.fold(typed)
    if folded in _NOTHING and not (answer == "confirmation" and folded == "khong"):
        return NOTHING
    reader = {
        "count": _count, "amount": _amount, "score": _amount, "yes_no": _yes_no, "document": _document,
        "confirmation": _confirmation, "date": _date,
    }.get(answer)  # fmt: skip
    if reader is None:
        return _choice(typed, folded, place, choices)
    return reader(typed, folded, place)


def _count(typed: str, folded: str, place: str) -> Answer:
    if folded in _ZERO:
        return Answer(number=Decimal(0))
    value = _number(typed, place, MOST_COUNT)
    if value != value.to_integral_value():
        raise _wrong("so_le", f"“{typed.strip()}” không phải số đếm.", place, "Nhập số nguyên, ví dụ 25 hoặc 2.412.")
    return Answer(number=value)


def _amount(typed: str, folded: str, place: str) -> Answer:
    value = _number(typed, place, MOST_AMOUNT)
    if value != round(value, 2):
        raise _wrong("qua_nhieu_so_le", "Chỉ ghi nhận tối đa 2 chữ số thập phân.", place, "Làm tròn, ví dụ 12,35.")
    return Answer(number=value)


def _number(typed: str, place: str, most: int) -> Decimal:
    if "%" in typed:
        raise _wrong(
            "phan_tram", "Ô này cần số đếm, không nhận phần trăm.", place, "Nhập số đếm; phần trăm do hệ thống tính."
        )
    try:
        value = text.parse_number(typed)
    except ValueError as error:
        raise _wrong(
            "khong_phai_so", "Nội dung không phải là số.", place, "Nhập số, ví dụ 25 hoặc 2.412; chưa có thì để trống."
        ) from error
    if value < 0:
        raise _wrong("so_am", "Số liệu không thể âm.", place, "Nhập số từ 0 trở lên.")
    if value > most:
        raise _wrong("qua_lon", "Số quá lớn.", place, "Kiểm tra lại đơn vị tính và số chữ số.")
    return value


def _yes_no(typed: str, folded: str, place: str) -> Answer:
    if folded in _YES:
        return Answer(word="yes")
    if folded in _NO:
        return Answer(word="no")
    raise _wrong("co_khong", "Ô này trả lời “có” hoặc “không”.", place, "Chọn có, không, hoặc để trống.")


def _document(typed: str, folded: str, place: str) -> Answer:
    try:
        return Answer(word="yes", day=text.parse_day(typed))
    except ValueError:
        return _yes_no(typed, folded, place)


def _confirmation(typed: str, folded: str, place: str) -> Answer:
    if folded in _CLEAN:
        return Answer(word="yes")
    if folded in _HAPPENED:
        return Answer(word="no")
    raise _wrong(
        "xac_nhan", "Ô này trả lời “không xảy ra” hoặc “có xảy ra”.", place,
        "Chọn một trong hai, hoặc để trống nếu chưa có xác nhận; không ghi nội dung vụ việc.",
    )  # fmt: skip


def _date(typed: str, folded: str, place: str) -> Answer:
    try:
        return Answer(day=text.parse_day(typed))
    except ValueError as error:
        raise _wrong(
            "ngay", "Nội dung không phải là ngày.", place, "Nhập dạng ngày/tháng/năm, ví dụ 15/03/2021."
        ) from error


def _choice(typed: str, folded: str, place: str, choices: tuple[str, ...]) -> Answer:
    for choice in choices:
        if text.fold(choice) == folded:
            return Answer(word=choice)
    raise _wrong("lua_chon", "Nội dung không có trong danh sách.", place, f"Chọn một trong: {', '.join(choices)}.")


def _wrong(code: str, message: str, place: str, cure: str) -> NotAnAnswer:
    return NotAnAnswer(Problem(code, message, place, cure))


def show(answer: str, value: Answer) -> str:
    """The value as people read it; empty text when nothing is known."""
    if value.is_empty:
        return ""
    if value.number is not None:
        return text.number(value.number)
    if answer == "confirmation":
        return "không xảy ra" if value.word == "yes" else "có xảy ra"
    if answer == "document" and value.word == "yes" and value.day:
        return text.day(value.day)
    if value.word in ("yes", "no"):
        return "có" if value.word == "yes" else "không"
    return value.word or (text.day(value.day) if value.day else "")
