"""A calendar feed as RFC 5545 wants it: whole days, lines of at most 75 octets ended by CR LF, text escaped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST_LINE = 75  # octets, the line break left out
_ESCAPES = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n"))


@dataclass(frozen=True, slots=True)
class WholeDay:
    """An event that takes one whole day. `uid` stays the same from one reading of the feed to the next."""

    uid: str
    day: date
    title: str
    note: str = ""


def feed(name: str, days: Iterable[WholeDay], *, at: datetime) -> bytes:
    """The feed under its name; `at` is the moment at which it was made."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Binh Yen//Lich nhac viec//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for one in days:
        lines += _event(one, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(one: WholeDay, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(one.uid)}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        # The end is excluded.
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(one.title)}",
        *([f"DESCRIPTION:{_escaped(one.note)}"] if one.note else []),
        # A deadline makes nobody busy.
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for plain, escaped in _ESCAPES:
        text = text.replace(plain, escaped)
    return "".join(char for char in text if char >= " " and char != "\x7f")


def _folded(line: str) -> str:
    """The line in pieces, each after the first behind a space; no letter of several octets is broken."""
    pieces, piece, room = [], "", _LONGEST_LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _LONGEST_LINE - 1
        piece += char
        room -= size
    return "\r\n ".join([*pieces, piece])
