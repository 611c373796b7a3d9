"""A calendar feed reads back as it was written, in lines that RFC 5545 allows."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from binhyen.reminders.ical import WholeDay, feed

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=200)


def unfolded(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n ", "").split("\r\n")


def unescaped(text: str) -> str:
    plain, letters = "", iter(text)
    for letter in letters:
        plain += next(letters).replace("n", "\n") if letter == "\\" else letter
    return plain


@given(title=texts)
def test_a_title_survives_folding_and_escaping(title: str) -> None:
    lines = unfolded(feed("Lịch", [WholeDay("a@binhyen", date(2026, 11, 30), title)], at=MADE))
    found = next(line for line in lines if line.startswith("SUMMARY:"))
    assert unescaped(found.removeprefix("SUMMARY:")) == title


@given(title=texts)
def test_no_line_is_longer_than_75_octets_and_no_letter_is_broken(title: str) -> None:
    raw = feed("Lịch", [WholeDay("a@binhyen", date(2026, 11, 30), title)], at=MADE)
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_a_whole_day_ends_where_the_next_begins_and_bears_when_it_was_made() -> None:
    lines = unfolded(feed("Lịch", [WholeDay("a@binhyen", date(2026, 12, 31), "Hạn")], at=MADE))
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261122T093000Z" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
