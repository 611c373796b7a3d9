"""Persons by name: known by what stands before a name (ông, bà, a rank), or by its shape.

Places and institutions bear names of people too: "Phường Trần Phú", "Trường THCS Lê Lợi", "phường Bà Rịa" pass.
"""

import re

from binhyen.kernel.text import fold, squeeze

_CAPITAL = r"[A-ZĐÀ-ÝĂĨŨƠƯẠ-Ỹ]"
_WORD = rf"{_CAPITAL}\w*"
# The family names that nearly everybody bears.
_FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Trịnh", "Mai", "Đào", "Đoàn", "Lương", "Trương", "Tạ", "Lưu", "Hà", "Cao", "Tô", "Chu", "Quách",
    "Nông", "Hứa", "Triệu", "Vi", "Thái", "Kiều", "Tống", "Phùng", "La", "Lò", "Giàng", "Vàng", "Sùng", "Đậu",
)  # fmt: skip
_FAMILY = f"(?:{'|'.join((*_FAMILIES, *(name.upper() for name in _FAMILIES)))})"
_BEFORE_A_NAME = (
    "đồng chí|đ/c|thầy giáo|cô giáo|thầy|đại tá|thượng tá|trung tá|thiếu tá|đại úy|đại uý|thượng úy|thượng uý"
    "|trung úy|trung uý|thiếu úy|thiếu uý"
)
# Places whose names begin like an address to somebody.
_PLACES_AFTER = (
    "Rịa|Điểm|Nà|Gia|Trưng|Triệu|Đen|Ích Khiêm|Lãnh|Đình|Đốc|Đồn|Tô|Ba|Sa|Ngân|Giang|Ích|Huyện|Chiểu|Hom|Hạt|Chúa"
)
_HONOURED = re.compile(
    rf"(?<!\w)(?:(?:ông|bà|anh|chị|cháu|(?i:{_BEFORE_A_NAME}))\s+{_WORD}"
    rf"|(?:Ông|Bà|Cô|ÔNG|BÀ)\s+(?!(?i:{_PLACES_AFTER})(?!\w)){_WORD}"
    rf"|(?:Anh|Chị|Cháu|Em|cô|em)\s+{_FAMILY}\s+{_WORD})"
)
_NAMED = re.compile(rf"{_FAMILY}(?:\s+{_WORD}){{1,4}}")
_PARTS = re.compile(r"\s[-–—]\s|[,;:()/]")

# Many communes are called so as well (Hà Nam, Thái Bình, Hoàng Mai): two words are not enough to make a name of them.
_ALSO_PLACES = {
    "ha", "thai", "cao", "luong", "hoang", "mai", "doan", "dao", "ho", "to", "chu", "la", "vi", "kieu", "ta", "luu", "ly",
    "duong", "dinh", "phan", "hua", "trieu", "tong", "nong", "vang", "do", "vu", "dang", "le", "lo",
}  # fmt: skip
# What stands between the family's and the given name; without diacritics only these tell a name from other words.
_MIDDLE = {
    "van", "thi", "quang", "dinh", "duc", "huu", "ngoc", "minh", "thanh", "xuan", "cong", "trong", "viet", "dang", "ba", "hong",
    "thu", "kim", "duy", "manh", "hoang", "anh", "the", "nhu", "phuong", "bich", "tuan", "hai",
}  # fmt: skip
_FOLDED = {fold(name) for name in _FAMILIES}
_LISTED = re.compile(r"^\s*\d{1,4}\s*[.)]\s*|\s*(?:sn|sinh năm)?\s*(?:19|20)\d\d\s*$", re.IGNORECASE)
_HOUSE_OF = re.compile(r"^(?:hộ|gia đình|gđ|nhà)\s+(?:ông|bà|anh|chị)\s+\w", re.IGNORECASE)
_MOST_WORDS = 5


def names_a_person(text: str, *, whole: bool = False) -> bool:
    """Whether a text names a person; with `whole` a part that is nothing but a name tells it too.

    "Trường THCS Lê Lợi" and "Chủ tịch UBND xã Nguyễn Huệ" do not.
    """
    if _HONOURED.search(text):
        return True
    return whole and any(_NAMED.fullmatch(part.strip()) for part in _PARTS.split(squeeze(text)))


def holds_a_name(cell: str) -> bool:
    """Whether a cell of a column that names neither units nor places holds somebody's name, diacritics or none."""
    if _HOUSE_OF.match(cell) or _HONOURED.search(cell):
        return True
    return any(_is_full_name(_LISTED.sub("", part).strip()) for part in _PARTS.split(_LISTED.sub("", squeeze(cell))))


def _is_full_name(part: str) -> bool:
    words = part.split(" ")
    if not 2 <= len(words) <= _MOST_WORDS or not all(re.fullmatch(_WORD, word) for word in words):
        return False
    family, middle = fold(words[0]), fold(words[1])
    if family not in _FOLDED:
        return False
    if part.isascii() and (family in _ALSO_PLACES or len(words) == 2):
        return len(words) > 2 and middle in _MIDDLE
    return len(words) > 2 or family not in _ALSO_PLACES
