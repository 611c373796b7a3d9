"""Text typed with fonts of before Unicode (TCVN3, VNI): a spreadsheet holds it as other letters, "Th«n", "Thoân".

Found by its content: a word that is no Vietnamese syllable as it stands and is one when read by such an alphabet.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from binhyen.sheets import problems

TCVN3, VNI = "TCVN3 (ABC)", "VNI"
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]/\\\"'“”–_+*=<>%&|-]+")
# One certain word is enough where nothing speaks for Unicode; among Unicode words there must be several.
_FEWEST_AMONG_UNICODE = 3
_SMALLEST_SHARE = 5  # one in five
_LAST_OF_LATIN_1 = "\u00ff"

# The code of each letter is that of a letter of Western Europe, given here in the order of the codes.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# A vowel is followed by a letter that stands for its marks.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_VOWELS = "aeouyôö"

_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
_VOWELS = (
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oai|oao|oay|oă|oe|oeo|oi|oo|ôi|ơi|ua|uâ|uây|uê|ui|"
    "uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{_VOWELS})(?:ng|nh|ch|[cmnpt])?")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def refuse_legacy(cells: Sequence[Sequence[str]], *, sheet: str = "") -> None:
    """Raise InputProblems, with the place of the first such word, for a table whose text is not Unicode."""
    found = _Found()
    for row, column, word in _words(cells):
        found.take(word, row, column)
    if encoding := found.encoding:
        row, column = found.first[encoding]
        place = f"dòng {row + 1}, cột {column + 1}" + (f", trang tính '{sheet}'" if sheet else "")
        raise problems.legacy(encoding, place)


def encoding_of(content: bytes) -> str:
    """Which alphabet a text file is in that is not Unicode; empty when it is none of these."""
    found = _Found()
    for word in _WORD.findall(content.decode("latin-1")):
        found.take(word, 0, 0)
    return found.encoding


class _Found:
    """Words that speak for Unicode and for either alphabet."""

    def __init__(self) -> None:
        self.first: dict[str, tuple[int, int]] = {}
        self.counts = {TCVN3: 0, VNI: 0}
        self.unicode = 0
        self._known: dict[str, tuple[str, ...]] = {}

    def take(self, word: str, row: int, column: int) -> None:
        if word.isascii():
            return
        if max(word) > _LAST_OF_LATIN_1:
            self.unicode += 1
            return
        if word not in self._known:
            self._known[word] = _alphabets_of(word)
        for encoding in self._known[word]:
            self.counts[encoding] += 1
            self.first.setdefault(encoding, (row, column))

    @property
    def encoding(self) -> str:
        likely = max(self.counts, key=self.counts.__getitem__)
        count = self.counts[likely]
        enough = _FEWEST_AMONG_UNICODE if self.unicode else 1
        return likely if count >= enough and count * _SMALLEST_SHARE >= self.unicode + count else ""


def _words(cells: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if not cell.isascii():
                yield from ((row, column, word) for word in _WORD.findall(unicodedata.normalize("NFC", cell)))


def _alphabets_of(word: str) -> tuple[str, ...]:
    """The alphabets by which a word is a syllable that it is not as it stands."""
    if len(word) == 1 or _is_syllable(word):
        return ()
    alphabets: dict[str, Callable[[str], str]] = {TCVN3: _from_tcvn3, VNI: _from_vni}
    return tuple(name for name, read in alphabets.items() if _is_syllable(read(word)))


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word.lower())
    toneless, tones = _TONES.subn("", decomposed)
    letters = unicodedata.normalize("NFC", toneless)
    return tones <= 1 and _SYLLABLE.fullmatch(letters) is not None


def _from_tcvn3(word: str) -> str:
    return "".join(_TCVN3.get(char, char) if char.isascii() or char in _TCVN3 else "?" for char in word)


def _from_vni(word: str) -> str:
    read = ""
    before = ""
    for char in word.lower():
        is_mark = char in _VNI_MARKS and before and before in _VNI_VOWELS
        read += _VNI_MARKS[char] if is_mark else _VNI_LETTERS.get(char, char if char.isascii() else "?")
        before = "" if is_mark else char
    return unicodedata.normalize("NFC", read)
