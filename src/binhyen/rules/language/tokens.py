"""Rule text to tokens. Every slip that people make with a keyboard or with Excel gets a message of its own."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from binhyen.rules.model.types import Nonsense, Place

LONGEST_RULE: Final = 2000


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    PERCENT = "percent"
    TEXT = "text"
    NAME = "name"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `text` is its value (quotes removed), `place` where it stands."""

    kind: TokenKind
    text: str
    place: Place

    @property
    def word(self) -> str:
        """The name in lower case, for keywords and functions; empty for anything else."""
        return self.text.lower() if self.kind is TokenKind.NAME else ""


_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    |(?P<percent>\d+(?:\.\d+)?[ ]?%)
    |(?P<number>\d+(?:\.\d+)?)(?![\w.])
    |(?P<text>'(?:[^']|'')*')
    |(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)?)
    |(?P<symbol><=|>=|<>|[-+*/=<>(),])
    """,
    re.VERBOSE,
)

_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)

_SLIPS = (
    ("==", "dùng một dấu ="),
    ("!=", "dùng <>"),
    ("≠", "dùng <>"),
    ("≥", "dùng >="),
    ("≤", "dùng <="),
    ("=>", "dùng >="),
    ("=<", "dùng <="),
    ("&&", "dùng AND"),
    ("||", "dùng OR"),
    ("×", "dùng *"),
    ("÷", "dùng /"),
    (":", "phép chia viết bằng /"),
    (";", "các tham số cách nhau bằng dấu phẩy"),
    ('"', "chữ đặt trong dấu nháy đơn: 'chữ'"),
    ("“", "chữ đặt trong dấu nháy đơn thẳng: 'chữ'"),
    ("”", "chữ đặt trong dấu nháy đơn thẳng: 'chữ'"),
    ("‘", "chữ đặt trong dấu nháy đơn thẳng: 'chữ'"),
    ("’", "chữ đặt trong dấu nháy đơn thẳng: 'chữ'"),
    ("'", "thiếu dấu nháy đơn đóng chữ"),
    ("%", "dấu % chỉ đứng ngay sau một con số, ví dụ 70%"),
)


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a rule, an END token last. Raises Nonsense at the first character that belongs to none."""
    if len(text) > LONGEST_RULE:
        raise Nonsense(
            "quy_tac_qua_dai",
            f"Quy tắc dài {len(text)} ký tự, tối đa là {LONGEST_RULE}.",
            cure="tách thành nhiều tiêu chí",
        )
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        _refuse_slip(text, at)
        match = _TOKEN.match(text, at)
        if match is None:
            raise _stray(text, at)
        if match.lastgroup != "space":
            tokens.append(_token(match))
        at = match.end()
    return (*tokens, Token(TokenKind.END, "", Place(at, at)))


def _token(match: re.Match[str]) -> Token:
    kind = TokenKind(match.lastgroup or "")
    text, place = match[0], Place(match.start(), match.end())
    if kind is TokenKind.TEXT:
        text = text[1:-1].replace("''", "'")
    elif kind in (TokenKind.NUMBER, TokenKind.PERCENT):
        text = text.rstrip("% ")
        _refuse_thousands(text, place)
    return Token(kind, text, place)


def _refuse_thousands(text: str, place: Place) -> None:
    if not text.isascii():
        raise Nonsense("chu_so_la", "Chữ số phải là 0–9.", place=place)
    if _THOUSANDS.fullmatch(text):
        raise Nonsense(
            "dau_cham_hang_nghin",
            f"'{text}' có thể hiểu hai cách: dấu chấm trong quy tắc là dấu thập phân.",
            cure=f"viết {text.replace('.', '')} nếu là hàng nghìn, hoặc {text}0 nếu là số thập phân",
            place=place,
        )


def _refuse_slip(text: str, at: int) -> None:
    for slip in ("==", "=>", "=<"):
        if text.startswith(slip, at):
            raise _slip(slip, at)


def _stray(text: str, at: int) -> Nonsense:
    for slip, _ in _SLIPS:
        if text.startswith(slip, at):
            return _slip(slip, at)
    if text[at].isdigit():
        return _bad_number(text, at)
    place = Place(at, at + 1)
    return Nonsense(
        "ky_tu_la", f"Ký tự '{text[at]}' không có trong ngôn ngữ quy tắc.", cure="xóa ký tự này", place=place
    )


def _slip(slip: str, at: int) -> Nonsense:
    message = "Chữ chưa được đóng bằng dấu nháy đơn." if slip == "'" else f"Không dùng '{slip}' trong quy tắc."
    return Nonsense("viet_sai", message, cure=dict(_SLIPS)[slip], place=Place(at, at + len(slip)))


def _bad_number(text: str, at: int) -> Nonsense:
    end = at
    while end < len(text) and (text[end].isalnum() or text[end] in "._"):
        end += 1
    return Nonsense(
        "so_khong_hop_le",
        f"'{text[at : min(end, at + 40)]}' không phải là một con số, cũng không phải là một tên.",
        cure="số viết như 25, 0.5 hoặc 70%; tên bắt đầu bằng chữ cái",
        place=Place(at, end),
    )
