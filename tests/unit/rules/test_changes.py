"""What differs between two versions of a rulebook."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binhyen.kernel.text import squeeze
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.changes import Act, Change, Thing, Wording, changes_between, sentence
from binhyen.rules.language.printer import print_node
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.parts import Canonical, Deduct, Rule
from binhyen.rules.model.rulebook import Criterion, Rulebook, Subject
from tests.differential.generators import KIND, Book, rulebooks

TEXTS = ("", "Không có vụ việc", "Tất cả hộ tham gia", "Có kế hoạch", "Có nghị quyết")


# ---------------------------------------------------------------- generated versions


def versions() -> st.SearchStrategy[tuple[Rulebook, Rulebook]]:
    """Two rulebooks: edited from one another, or with nothing in common but codes."""
    return st.builds(_versions, rulebooks(), rulebooks(), st.integers(0, 2**32), st.booleans())


def _versions(book: Book, other: Book, seed: int, edited: bool) -> tuple[Rulebook, Rulebook]:
    random = Random(seed)
    old = _with(book, _worded(book.subject, random))
    subject = _edited(old.subjects[KIND], random) if edited else _worded(other.subject, random)
    return old, _with(other if random.random() < 0.5 else book, subject)


def _with(book: Book, subject: Subject) -> Rulebook:
    return replace(book.rulebook, subjects={KIND: subject})


def _worded(subject: Subject, random: Random) -> Subject:
    """Rules with their text, as a file has them, and texts for criteria; some twice."""
    return replace(
        subject,
        criteria=tuple(_printed(criterion, random) for criterion in subject.criteria),
        levels=tuple(replace(level, name=random.choice(TEXTS), rule=_said(level.rule)) for level in subject.levels),
        eligible=_said(subject.eligible),
    )


def _printed(criterion: Criterion, random: Random) -> Criterion:
    return replace(
        criterion,
        text=random.choice(TEXTS),
        rule=_said(criterion.rule),
        applies=_said(criterion.applies),
        score=_said(criterion.score),
        deduct=Deduct(_sure(criterion.deduct.count), criterion.deduct.each) if criterion.deduct else None,
        items=tuple(_printed(item, random) for item in criterion.items),
    )


def _said(rule: Rule | None) -> Rule | None:
    return _sure(rule) if rule else None


def _sure(rule: Rule) -> Rule:
    return Rule(print_node(rule.node), rule.node)


def _edited(subject: Subject, random: Random) -> Subject:
    """The same with criteria dropped, put in another order or group, given other codes or texts."""
    flat = [replace(criterion, items=()) for criterion in subject.walk() if random.random() < 0.8]
    random.shuffle(flat)
    codes = random.sample(range(1, 100), len(flat))
    criteria: list[Criterion] = []
    for code, criterion in zip(codes, flat, strict=True):
        changed = replace(criterion, code=str(code)) if random.random() < 0.3 else criterion
        changed = replace(changed, text=random.choice(TEXTS)) if random.random() < 0.3 else changed
        if criteria and random.random() < 0.4:
            criteria[-1] = replace(criteria[-1], items=(*criteria[-1].items, changed))
        elif all(each.code != changed.code for group in criteria for each in group.walk()):
            criteria.append(changed)
    levels = tuple(
        replace(level, name=random.choice(TEXTS)) for level in random.sample(subject.levels, len(subject.levels))
    )
    return replace(subject, criteria=_each_once(criteria), levels=levels)


def _each_once(criteria: list[Criterion]) -> tuple[Criterion, ...]:
    """Codes are unique in a subject, as the loader makes sure."""
    seen: set[str] = set()

    def kept(criterion: Criterion) -> Iterator[Criterion]:
        if criterion.code not in seen:
            seen.add(criterion.code)
            yield replace(criterion, items=tuple(each for item in criterion.items for each in kept(item)))

    return tuple(each for criterion in criteria for each in kept(criterion))


# ---------------------------------------------------------------- carrying out an amendment


def amended(canonical: Canonical, changes: tuple[Change, ...]) -> Canonical:
    """The older version after every change was carried out, from what the changes say and nothing else."""
    whole = dict(canonical)
    _set_parts(whole, [one for one in changes if one.thing is Thing.RULEBOOK])
    whole["figures"] = _by_key(dict(whole.get("figures", {})), [one for one in changes if one.thing is Thing.FIGURE])  # type: ignore[call-overload]
    whole["checks"] = _row(whole.get("checks", []), [one for one in changes if one.thing is Thing.CHECK])
    subjects = _by_key(dict(whole["subjects"]), [one for one in changes if one.thing is Thing.SUBJECT])  # type: ignore[call-overload]
    for kind, subject in subjects.items():
        here = [one for one in changes if one.subject and one.subject.value == kind and one.thing is not Thing.SUBJECT]
        if here:
            subject["criteria"] = _row(
                subject.get("criteria", []), [one for one in here if one.thing is Thing.CRITERION]
            )
            subject["levels"] = _row(subject.get("levels", []), [one for one in here if one.thing is Thing.LEVEL])
        subjects[kind] = {key: value for key, value in subject.items() if value != []}
    whole["subjects"] = subjects
    return {key: value for key, value in whole.items() if value not in ([], {})}


def _by_key(found: dict[str, Canonical], changes: list[Change]) -> dict[str, Canonical]:
    for one in changes:
        if one.act is Act.REMOVED:
            del found[one.code]
        elif one.act is Act.ADDED:
            found[one.code] = dict(one.new)  # type: ignore[call-overload]
        else:
            found[one.code] = dict(found[one.code])
            _set_parts(found[one.code], [one])
    return found


def _set_parts(found: Canonical, changes: list[Change]) -> None:
    for one in changes:
        assert found.get(one.part) == one.old
        if one.new is None:
            found.pop(one.part, None)
        else:
            found[one.part] = one.new


def _row(old: object, changes: list[Change]) -> list[Canonical]:
    """A list of things with codes, and of what stands under them."""
    assert isinstance(old, list)
    entries: dict[str, Canonical] = {}
    children: dict[str, list[str]] = {}
    _gather(old, "", entries, children)
    recoded = {str(one.old): one.code for one in changes if one.part == "code"}
    leaving = {one.code for one in changes if one.act is Act.REMOVED}
    placed = {one.code for one in changes if one.act in (Act.MOVED, Act.ADDED)}
    entries = {recoded.get(code, code): fields for code, fields in entries.items() if code not in leaving}
    children = {
        recoded.get(parent, parent): [
            recoded.get(code, code) for code in codes if code not in leaving and recoded.get(code, code) not in placed
        ]
        for parent, codes in children.items()
        if parent not in leaving
    }
    for one in changes:
        if one.act is Act.ADDED:
            entries[one.code] = dict(one.new)  # type: ignore[call-overload]
        elif one.act is Act.CHANGED and one.part != "code":
            _set_parts(entries[one.code], [one])
    for one in changes:
        if one.act in (Act.ADDED, Act.MOVED):
            assert one.position is not None
            beside = children.setdefault(one.position.parent, [])
            beside.insert(beside.index(one.position.after) + 1 if one.position.after else 0, one.code)
    return _grown("", entries, children)


def _gather(row: list[Canonical], parent: str, entries: dict[str, Canonical], children: dict[str, list[str]]) -> None:
    for item in row:
        code = str(item["code"])
        entries[code] = {key: value for key, value in item.items() if key not in ("code", "items")}
        children.setdefault(parent, []).append(code)
        below = item.get("items", [])
        assert isinstance(below, list)
        _gather(below, code, entries, children)


def _grown(parent: str, entries: dict[str, Canonical], children: dict[str, list[str]]) -> list[Canonical]:
    found = []
    for code in children.get(parent, []):
        items = _grown(code, entries, children)
        found.append({"code": code, **entries[code]} | ({"items": items} if items else {}))
    return found


# ---------------------------------------------------------------- laws


@settings(deadline=None)
@given(versions())
def test_carrying_out_the_changes_makes_the_newer_version_of_the_older(pair: tuple[Rulebook, Rulebook]) -> None:
    old, new = pair
    assert amended(old.canonical(), changes_between(old, new)) == new.canonical()


@settings(deadline=None)
@given(versions())
def test_between_equal_contents_there_is_no_change(pair: tuple[Rulebook, Rulebook]) -> None:
    old, new = pair
    assert changes_between(old, old) == ()
    assert bool(changes_between(old, new)) is (old.content_hash != new.content_hash)


@settings(deadline=None)
@given(versions())
def test_what_one_way_adds_the_other_way_removes(pair: tuple[Rulebook, Rulebook]) -> None:
    old, new = pair
    there, back = changes_between(old, new), changes_between(new, old)
    assert _codes(there, Act.ADDED) == _codes(back, Act.REMOVED)
    assert _codes(there, Act.REMOVED) == _codes(back, Act.ADDED)
    assert _count(there, Act.CHANGED) == _count(back, Act.CHANGED)


def _codes(changes: tuple[Change, ...], act: Act) -> list[tuple[Thing, str]]:
    return sorted((one.thing, one.code) for one in changes if one.act is act)


def _count(changes: tuple[Change, ...], act: Act) -> int:
    return sum(one.act is act for one in changes)


@settings(deadline=None)
@given(versions())
def test_every_change_is_one_sentence(pair: tuple[Rulebook, Rulebook]) -> None:
    old, new = pair
    wording = Wording.of(old, new)
    for change in changes_between(old, new):
        said = sentence(change, wording)
        assert said[0].isupper()
        assert said.endswith(".")
        assert "None" not in said


@pytest.mark.parametrize("reference", shipped())
def test_amending_one_shipped_rulebook_into_another_is_told_completely(reference: str) -> None:
    old, new = load_rulebook(shipped_text("an-toan-antt@124/2021")), load_rulebook(shipped_text(reference))
    assert amended(old.canonical(), changes_between(old, new)) == new.canonical()


# ---------------------------------------------------------------- sentences

BOOK = """
programme: mau
version: "1"
name: Bộ tiêu chí Mẫu
basis: [{title: Văn bản Mẫu}]
valid_from: 2021-01-01
figures:
  ho: {name: Số hộ, answer: count, unit: hộ}
  ho_dat: {name: Số hộ đạt, answer: count, unit: hộ}
  ke_hoach: {name: Kế hoạch, answer: document}
subjects:
  commune:
    window: {from: {year: 0, day: "01-01"}, to: {year: 0, day: "12-31"}}
    criteria:
      - {code: "1", text: Ban hành kế hoạch trong quý I, rule: ke_hoach AND ke_hoach.date <= deadline('03-31')}
      - {code: "2", text: Từ 70 % số hộ đạt, rule: ho_dat / ho >= 70%}
      - {code: "3", text: Có kế hoạch, rule: ke_hoach}
    levels:
      - {code: dat, name: Đạt, rule: all_met}
"""


def told(*edits: tuple[str, str]) -> list[str]:
    """The sentences for a version in which some texts are replaced by others."""
    text = BOOK
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    old, new = load_rulebook(BOOK), load_rulebook(text)
    return [squeeze(sentence(change, Wording.of(old, new))) for change in changes_between(old, new)]


def test_another_threshold_reads_as_one_number_for_another() -> None:
    assert told((">= 70%", ">= 80%")) == ["Sửa đổi cách xét của tiêu chí 2: thay “70 %” bằng “80 %”."]


def test_a_moved_deadline_reads_as_one_day_for_another() -> None:
    assert told(("'03-31'", "'04-15'")) == [
        "Sửa đổi cách xét của tiêu chí 1: thay “ngày 31/03 của năm xét” bằng “ngày 15/04 của năm xét”."
    ]


def test_other_words_in_a_text_read_as_one_phrase_for_another() -> None:
    assert told(("trong quý I,", "trong quý II,")) == ["Sửa đổi tiêu chí 1: thay cụm từ “quý I” bằng cụm từ “quý II”."]


def test_a_condition_joined_to_a_rule_is_named_alone() -> None:
    assert told(("ho_dat / ho >= 70%", "ho_dat / ho >= 70% AND ho > 0")) == [
        "Sửa đổi cách xét của tiêu chí 2: bổ sung điều kiện “‘Số hộ’ lớn hơn 0”."
    ]


def test_a_condition_dropped_from_a_rule_is_named_alone() -> None:
    assert told(("ke_hoach AND ke_hoach.date <= deadline('03-31')", "ke_hoach")) == [
        "Sửa đổi cách xét của tiêu chí 1: bỏ điều kiện “ngày của ‘Kế hoạch’ không sau ngày 31/03 của năm xét”."
    ]


def test_a_rule_written_in_another_way_keeps_its_meaning() -> None:
    assert told(("ho_dat / ho >= 70%", "( ho_dat / ho ) >= 0.7")) == [
        "Viết lại công thức của tiêu chí 2; nghĩa không đổi."
    ]


def test_a_criterion_put_in_the_middle_does_not_rewrite_those_after_it() -> None:
    added = '- {code: "2", text: Họp dân hai lần, rule: ho > 1}\n      - {code: "3", text: Từ 70 %'
    assert told(('code: "3"', 'code: "4"'), ('- {code: "2", text: Từ 70 %', added)) == [
        "Bổ sung tiêu chí 2 “Họp dân hai lần” sau tiêu chí 1; cách xét: “Số hộ” lớn hơn 1.",
        "Đánh số lại tiêu chí 2 thành tiêu chí 3.",
        "Đánh số lại tiêu chí 3 thành tiêu chí 4.",
    ]


def test_a_criterion_that_goes_is_repealed_by_its_number_and_name() -> None:
    assert told(('      - {code: "3", text: Có kế hoạch, rule: ke_hoach}\n', "")) == [
        "Bãi bỏ tiêu chí 3 “Có kế hoạch”."
    ]


def test_a_level_above_and_another_window_are_told_in_words() -> None:
    higher = "rule: all_met}\n      - {code: tot, name: Tốt, rule: count_met >= 3 AND all_met}"
    window, level = told(
        ("rule: all_met}", higher), ('from: {year: 0, day: "01-01"}', 'from: {year: -1, day: "12-01"}')
    )
    assert window.endswith("thay “từ 01/01 năm xét đến 31/12 năm xét” bằng “từ 01/12 năm trước đến 31/12 năm xét”.")
    assert level == (
        "Bổ sung mức “Tốt” ở bậc trên mức “Đạt”; "
        "điều kiện: số tiêu chí đạt không dưới 3 và mọi tiêu chí thuộc diện đều đạt."
    )


def test_a_figure_answered_in_another_way_is_told_by_its_name() -> None:
    assert told(("ho_dat: {name: Số hộ đạt, answer: count", "ho_dat: {name: Số hộ đạt, answer: amount")) == [
        "Sửa đổi cách trả lời của số liệu “Số hộ đạt”: thay “số đếm” bằng “số lượng, số tiền”."
    ]
