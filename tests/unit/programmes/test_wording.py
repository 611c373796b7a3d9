"""Rules read aloud."""

import pytest

from binhyen.kernel.text import squeeze
from binhyen.programmes.wording import place_words, window_words
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.nodes import Node, walk
from binhyen.rules.wording import RuleWording

HEAD = """
programme: mau
version: "1"
name: Mẫu
basis: [{title: Quyết định mẫu}]
valid_from: 2020-01-01
figures:
  so_ho: {name: Số hộ, answer: count, unit: hộ}
  so_ky: {name: Số hộ ký, answer: count, unit: hộ}
  quy_che: {name: Quy chế, answer: document}
  yen_on: {name: Không để xảy ra, answer: confirmation}
  day_du: {name: Đã làm đủ, answer: yes_no}
  loai: {name: Loại, answer: choice, choices: [medium, large]}
  ngay_hoi: {name: Ngày hội, answer: date}
subjects:
  commune:
    window: {from: {year: -1, day: "11-16"}, to: {year: 0, day: "11-15"}}
    criteria:
      - {code: "1", text: Một, rule: so_ho > 0}
      - {code: "2", text: Hai, rule: "RULE"}
    levels:
      - {code: dat, name: Đạt, rule: all_met}
"""


def node_of(rule: str) -> tuple[RuleWording, Node]:
    book = load_rulebook(HEAD.replace("RULE", rule))
    (subject,) = book.subjects.values()
    found = subject.by_code["2"].rule
    assert found is not None
    return RuleWording(book.figures), found.node


CASES = [
    ("so_ky = so_ho AND so_ho > 0", "“Số hộ ký” bằng “Số hộ” và “Số hộ” lớn hơn 0"),
    ("so_ky / so_ho >= 70%", "Tỷ lệ “Số hộ ký” trên “Số hộ” không dưới 70 %"),
    ("so_ky / so_ho >= 66.5%", "Tỷ lệ “Số hộ ký” trên “Số hộ” không dưới 66,5 %"),
    ("so_ho >= 1500", "“Số hộ” không dưới 1.500"),
    ("quy_che AND quy_che.date <= deadline('03-31')", "Có “Quy chế” và ngày của “Quy chế” không sau ngày 31/03 của năm xét"),
    ("yen_on", "Được xác nhận “Không để xảy ra”"),
    ("day_du OR quy_che", "“Đã làm đủ” là có hoặc có “Quy chế”"),
    ("(day_du OR quy_che) AND yen_on", "(“Đã làm đủ” là có hoặc có “Quy chế”) và được xác nhận “Không để xảy ra”"),
    ("NOT day_du", "“Đã làm đủ” là không"),
    ("NOT (so_ho > 5)", "Không xảy ra điều này: “Số hộ” lớn hơn 5"),
    ("loai IN ('medium', 'large')", "“Loại” là “vừa” hoặc “lớn”"),
    ("NOT loai IN ('medium', 'large')", "“Loại” không phải là “vừa” hay “lớn”"),
    ("loai <> 'large'", "“Loại” khác “lớn”"),
    ("so_ky < previous(so_ky)", "“Số hộ ký” nhỏ hơn “Số hộ ký” của kỳ năm trước"),
    ("so_ho BETWEEN 5 AND 15", "“Số hộ” trong khoảng từ 5 đến 15"),
    ("units('recognised', 'residential_area') / units('listed', 'residential_area') >= 70%",
     "Tỷ lệ số khu dân cư được công nhận trên số khu dân cư thuộc diện không dưới 70 %"),
    ("units('registered') = units('listed')", "Số đơn vị đã đăng ký bằng số đơn vị thuộc diện"),
    ("recognised('an-toan-antt', 'dat')", "Đã được công nhận “an-toan-antt, mức dat” trở lên"),
    ("ngay_hoi >= window_start AND ngay_hoi <= window_end",
     "“Ngày hội” không trước ngày đầu kỳ đánh giá và “Ngày hội” không sau ngày cuối kỳ đánh giá"),
    ("met('1')", "Tiêu chí 1 đạt"),
    ("known(so_ho)", "Đã có “Số hộ”"),
    ("if(day_du, so_ho, so_ky) > 3", "Nếu “Đã làm đủ” là có thì “Số hộ”, còn không thì “Số hộ ký” lớn hơn 3"),
    ("if(day_du, so_ho > 1, quy_che)",
     "Nếu “Đã làm đủ” là có thì “Số hộ” lớn hơn 1, còn không thì có “Quy chế”"),
    ("(so_ho + so_ky) * 2 > 3 - so_ho", "(“Số hộ” cộng “Số hộ ký”) nhân 2 lớn hơn 3 trừ “Số hộ”"),
    ("least(so_ho, so_ky, 9) > -1", "Số nhỏ nhất trong “Số hộ”, “Số hộ ký” và 9 lớn hơn âm 1"),
    ("greatest(so_ho, so_ky) = abs(so_ho - so_ky)",
     "Số lớn nhất trong “Số hộ” và “Số hộ ký” bằng độ lớn của (“Số hộ” trừ “Số hộ ký”)"),
    ("ngay_hoi = deadline('03-31', 1)", "“Ngày hội” đúng ngày 31/03 của năm sau"),
    ("year >= 2022", "Năm xét không dưới 2022"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "said"), CASES)
def test_a_rule_reads_as_a_sentence(rule: str, said: str) -> None:
    wording, node = node_of(rule)
    assert squeeze(wording.sentence(node)) == said


def test_a_title_of_another_programme_is_called_by_its_name() -> None:
    _, node = node_of("recognised('an-toan-antt', 'dat')")
    named = RuleWording({}, {("an-toan-antt", "dat"): "An toàn, mức Đạt"})
    assert named.sentence(node) == "Đã được công nhận “An toàn, mức Đạt” trở lên"


def test_every_kind_of_node_has_been_read_aloud() -> None:
    read = {type(node) for rule, _ in CASES for node in walk(node_of(rule)[1])}
    levels_only = {"AllMet", "CountMet", "Points"}
    assert {kind.__name__ for kind in Node.__subclasses__()} - {kind.__name__ for kind in read} == levels_only


def test_places_and_windows_read_as_people_say_them() -> None:
    (subject,) = load_rulebook(HEAD.replace("RULE", "day_du")).subjects.values()
    assert window_words(subject.window) == "từ 16/11 năm trước đến 15/11 năm xét"
    assert window_words(None) == "chưa xác định"
    assert place_words("residential_area.criteria.4") == "khu dân cư: tiêu chí 4"
    assert place_words("school.window") == "nhà trường: mốc thời gian đánh giá"
    assert place_words("commune.levels.dat") == "xã, phường, thị trấn, đặc khu: mức “dat”"
