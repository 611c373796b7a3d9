"""Two versions of a rulebook beside each other."""

import pytest

from binhyen.kernel.text import squeeze
from binhyen.programmes.amending import Amended, Section, sections_between
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.changes import changes_between
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import Rulebook

NEW = "an-toan-antt@124/2021"


def between(*edits: tuple[str, str]) -> tuple[Section, ...]:
    text = shipped_text(NEW)
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    return sections_between(load_rulebook(shipped_text(NEW)), load_rulebook(text))


def only(sections: tuple[Section, ...]) -> Amended:
    (section,) = sections
    (row,) = section.rows
    return row


def test_the_words_that_differ_are_marked_on_both_sides_and_no_others() -> None:
    row = only(between((">= 70%", ">= 80%")))
    marked = [[run.text for line in side for run in line.runs if run.differs] for side in (row.old, row.new)]
    assert [[squeeze(text) for text in side] for side in marked] == [["70 %"], ["80 %"]]
    assert row.title == "Tiêu chí 4b"
    assert not row.is_minor


def test_version_and_validity_are_left_to_the_head_of_the_page() -> None:
    assert not between(('"124/2021"', '"Mẫu"'), ("valid_from: 2022-02-10", "valid_from: 2023-01-01"))


def test_another_paper_as_evidence_changes_nothing_that_is_decided() -> None:
    row = only(between(("[Bản đăng ký]", "[Phiếu đăng ký]")))
    assert row.is_minor


@pytest.mark.parametrize("reference", shipped())
def test_every_change_stands_on_the_page_once(reference: str) -> None:
    old, new = load_rulebook(shipped_text(NEW)), load_rulebook(shipped_text(reference))
    told = [said for section in sections_between(old, new) for row in section.rows for said in row.sentences]
    head = {"version", "valid_from", "valid_to"}
    assert len(told) == sum(change.part not in head for change in changes_between(old, new))


def test_a_number_that_passes_to_another_criterion_is_told_apart_from_what_is_gone() -> None:
    old = numbered("- {code: a, text: Một, rule: co}\n      - {code: b, text: Hai, rule: NOT co}")
    new = numbered("- {code: b, text: Một, rule: co}")
    rows = [row for section in sections_between(old, new) for row in section.rows]
    assert [(row.title, row.word) for row in rows] == [("Tiêu chí b", "bãi bỏ"), ("Tiêu chí b", "sửa đổi")]
    assert rows[1].sentences == ("Đánh số lại tiêu chí a thành tiêu chí b.",)


def numbered(criteria: str) -> Rulebook:
    return load_rulebook(f"""
programme: mau
version: "1"
name: Mẫu
basis: [{{title: Văn bản Mẫu}}]
valid_from: 2021-01-01
figures:
  co: {{name: Có, answer: yes_no}}
subjects:
  commune:
    window: {{from: {{year: 0, day: "01-01"}}, to: {{year: 0, day: "12-31"}}}}
    criteria:
      {criteria}
    levels:
      - {{code: dat, name: Đạt, rule: all_met}}
""")
