"""Invented versions of one rulebook, as amendments make them: what differs is said, the rest is the same."""

from collections.abc import Iterable
from itertools import count

_numbers = count(1)
_WINDOW = '{from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}'
_EARLIER = '{from: {year: 0, day: "01-01"}, to: {year: 0, day: "12-31"}}'


def version_text(
    *,
    share: str = "70%",
    asks_lights: bool = False,
    word_of_fourth: str = "Không để xảy ra trường hợp nào",
    calendar_year: bool = False,
    kinds: Iterable[str] = ("residential_area", "commune"),
    programme: str = "mau-giua-nam",
    version: str = "",
) -> str:
    """A rulebook of areas and their commune: households that registered, a committee's word, areas recognised."""
    lights = '- {code: "3", text: Có đèn ở mọi ngõ, rule: ngo_co_den = ngo AND ngo > 0}' if asks_lights else ""
    of_kind = {
        "residential_area": f"""
  residential_area:
    window: {_EARLIER if calendar_year else _WINDOW}
    criteria:
      - {{code: "1", text: Đủ hộ đăng ký, rule: ho_dang_ky / ho_cu_tru >= {share}}}
      {lights}
      - {{code: "4", text: "{word_of_fourth}", status: to_confirm}}
    levels:
      - {{code: dat, name: Đạt, rule: all_met}}""",
        "commune": f"""
  commune:
    window: {_EARLIER if calendar_year else _WINDOW}
    criteria:
      - {{code: "1", text: Đủ khu dân cư được công nhận, rule: "units('recognised') / units('listed') >= 70%"}}
    levels:
      - {{code: dat, name: Đạt, rule: all_met}}""",
    }
    return f"""
programme: {programme}
version: "{version or next(_numbers)}"
name: Bộ tiêu chí Mẫu
basis: [{{title: Văn bản Mẫu}}]
valid_from: 2015-01-01
figures:
  ho_cu_tru: {{name: Số hộ đang cư trú, answer: count, unit: hộ}}
  ho_dang_ky: {{name: Số hộ đăng ký, answer: count, unit: hộ}}
  ngo: {{name: Số ngõ, answer: count, unit: ngõ}}
  ngo_co_den: {{name: Số ngõ có đèn, answer: count, unit: ngõ}}
checks:
  - {{code: ho, rule: ho_dang_ky <= ho_cu_tru, message: Số hộ đăng ký lớn hơn số hộ cư trú}}
subjects:{"".join(of_kind[kind] for kind in kinds)}
"""
