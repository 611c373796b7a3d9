"""Windows, places and owners of a rulebook in plain Vietnamese."""

from collections.abc import Mapping

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.rulebook import Window, WindowDay

OWNER_WORDS: Mapping[str, str] = {"police": "Công an", "health": "Y tế", "unit_list": "danh sách đơn vị thuộc diện"}


def window_words(window: Window | None) -> str:
    """ "từ 01/11 năm trước đến 31/10 năm xét"; where no window is known, that it is not."""
    if window is None:
        return "chưa xác định"
    return f"từ {_day_words(window.first)} đến {_day_words(window.last)}"


def _day_words(day: WindowDay) -> str:
    year = {-1: "năm trước", 0: "năm xét", 1: "năm sau"}.get(day.year, f"năm xét {day.year:+d}")
    return f"{day.day[3:]}/{day.day[:2]} {year}"


def place_words(place: str) -> str:
    """A place to confirm as people say it: "residential_area.criteria.4" is "khu dân cư: tiêu chí 4"."""
    kind, _, rest = place.partition(".")
    part, _, code = rest.partition(".")
    said = {"criteria": f"tiêu chí {code}", "levels": f"mức “{code}”"}.get(part, "mốc thời gian đánh giá")
    return f"{SubjectKind(kind).vietnamese}: {said}"
