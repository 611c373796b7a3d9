"""Words that the movement does not take in: marks of secrecy, numbers of persons, and persons by name.

Offices sign covenants and counts tell of activities; whose name it was stays on the paper. A name is known by what
stands before it (ông, bà, đồng chí, a rank) or by its shape: a family name and given names, each with a capital.
"""

import re
from collections.abc import Iterator

from binhyen.kernel.errors import Problem
from binhyen.kernel.text import squeeze
from binhyen.papers import refusals

_CAPITAL = r"[A-ZĐÀ-ÝĂĨŨƠƯẠ-Ỹ]"
_HONOURED = re.compile(
    r"(?<!\w)(?:(?i:ông|bà|đồng chí|đ/c|thầy|cô giáo|đại tá|thượng tá|trung tá|thiếu tá|đại úy|đại uý|thượng úy|thượng uý"
    rf"|trung úy|trung uý|thiếu úy|thiếu uý))\s+{_CAPITAL}\w+"
)
# The family names that nearly everybody bears.
_FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Trịnh", "Mai", "Đào", "Đoàn", "Lương", "Trương", "Tạ", "Lưu", "Hà", "Cao", "Tô", "Chu", "Quách",
    "Nông", "Hứa", "Triệu", "Vi", "Thái", "Kiều", "Tống", "Phùng", "La", "Lò", "Giàng", "Vàng", "Sùng", "Đậu",
)  # fmt: skip
_NAMED = re.compile(rf"(?:{'|'.join(_FAMILY)})(?:\s+{_CAPITAL}\w*){{1,4}}")
_PARTS = re.compile(r"\s[-–—]\s|[,;:()/]")


def names_a_person(text: str, *, whole: bool = False) -> bool:
    """Whether a text names a person; with `whole` a part that is nothing but a name tells it too.

    "Trường THCS Lê Lợi" and "Chủ tịch UBND xã Nguyễn Huệ" do not.
    """
    if _HONOURED.search(text):
        return True
    return whole and any(_NAMED.fullmatch(part.strip()) for part in _PARTS.split(squeeze(text)))


def text_problems(place: str, text: str, *, most: int, needed: bool = False) -> Iterator[Problem]:
    """What is wrong with a line of text; it is not quoted."""
    if needed and not text:
        yield Problem("thieu", "Chưa điền.", place, "Ghi một dòng ngắn.")
    if len(text) > most:
        yield Problem("qua_dai", f"Dài hơn {most} ký tự.", place, "Rút gọn nội dung.")
    yield from refusals.classified({place: text})
    yield from refusals.personal_numbers({place: text})
    if names_a_person(text):
        yield named(place)


def office_problems(place: str, text: str, *, most: int) -> Iterator[Problem]:
    """The same for an office or a member, which a name alone may not stand for."""
    yield from text_problems(place, text, most=most)
    if not names_a_person(text) and names_a_person(text, whole=True):
        yield named(place)


def telling_problems(place: str, text: str, *, most: int, needed: bool = False) -> Iterator[Problem]:
    """The same for a title: words that announce data on persons are refused as well."""
    yield from text_problems(place, text, most=most, needed=needed)
    yield from refusals.about_persons({place: text})


def named(place: str) -> Problem:
    """A person was named."""
    return Problem(
        "ten_nguoi", "Có tên riêng của người; hệ thống chỉ ghi đơn vị và chức vụ.", place, "Bỏ tên, ghi chức vụ."
    )
