"""Who asks whom for which figure."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import fold
from binhyen.programmes.burden import Burden, burden_of
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import Rulebook

AREA = SubjectKind.RESIDENTIAL_AREA
BOOK = """
programme: {programme}
version: "{version}"
name: Bộ {programme}
basis: [{{title: Văn bản Mẫu}}]
valid_from: 2021-01-01
figures:
{figures}
{checks}
subjects:
  residential_area:
    window: {{from: {{year: 0, day: "{first}"}}, to: {{year: 0, day: "12-31"}}}}
    criteria:
      - {{code: "1", text: Một, rule: "{rule}"}}
    levels:
      - {{code: dat, name: Đạt, rule: all_met}}
"""


def book(
    figures: dict[str, str],
    rule: str,
    *,
    programme: str = "mau",
    version: str = "1",
    first: str = "01-01",
    checks: str = "",
    more: str = "answer: count, unit: hộ",
) -> Rulebook:
    lines = "\n".join(f"  {key}: {{name: {name}, {more}}}" for key, name in figures.items())
    text = BOOK.format(programme=programme, version=version, figures=lines, rule=rule, first=first, checks=checks)
    return load_rulebook(text)


def answers(burden: Burden) -> dict[SubjectKind, tuple[int, int]]:
    return {row.kind: (row.own_before, row.own_after) for row in burden.kinds}


def test_a_figure_shared_by_programmes_is_answered_once() -> None:
    one = book({"ho": "Số hộ", "ho_dat": "Số hộ đạt"}, "ho_dat <= ho")
    two = book({"ho": "Số hộ"}, "ho > 0", programme="hai")
    found = burden_of([one, two])
    assert answers(found) == {AREA: (2, 2)}
    assert found.figures[0].programmes == ("Bộ mau (1)", "Bộ hai (1)")
    assert not found.split


def test_a_figure_asked_in_two_windows_is_answered_twice() -> None:
    one = book({"ho": "Số hộ"}, "ho > 0")
    two = book({"ho": "Số hộ"}, "ho > 0", programme="hai", first="02-01")
    found = burden_of([one, two])
    assert answers(found) == {AREA: (2, 2)}
    assert [(each.figure.key, each.split_kinds) for each in found.split] == [("ho", (AREA,))]


def test_a_draft_takes_the_place_of_its_own_programme_only() -> None:
    first, other = book({"ho": "Số hộ"}, "ho > 0"), book({"vu": "Số vụ"}, "vu = 0", programme="hai")
    draft = book({"ho": "Số hộ", "nguoi": "Số người"}, "ho > 0 AND nguoi > 0", version="2")
    found = burden_of([first, other], draft)
    assert answers(found) == {AREA: (2, 3)}
    assert found.kinds[0].grows
    assert [each.figure.key for each in found.figures if each.is_new] == ["nguoi"]
    assert all("Bộ mau (1)" not in each.programmes for each in found.figures)


def test_one_name_under_two_keys_is_found_whatever_its_letters() -> None:
    one = book({"ho": "Số hộ đăng ký"}, "ho > 0")
    two = book({"ho_dk": "số hộ  ĐĂNG KÝ"}, "ho_dk > 0", programme="hai")
    (pair,) = burden_of([one, two]).twins
    assert (pair.first.figure.key, pair.second.figure.key, pair.same_name) == ("ho", "ho_dk", True)


def test_near_names_are_found_between_programmes_with_the_same_measure() -> None:
    one = book({"ho": "Số hộ đăng ký tham gia phong trào"}, "ho > 0")
    near = {"ho_dk": "Số hộ đăng ký tham gia trong phong trào"}
    (pair,) = burden_of([one, book(near, "ho_dk > 0", programme="hai")]).twins
    assert not pair.same_name
    assert not burden_of([one, book(near, "ho_dk > 0", programme="hai", more="answer: count, unit: người")]).twins


def test_whoever_asks_for_both_in_one_rulebook_tells_near_names_apart() -> None:
    both = {"ho": "Số hộ đăng ký tham gia phong trào", "ho_dk": "Số hộ đăng ký tham gia trong phong trào"}
    assert not burden_of([book(both, "ho_dk <= ho")]).twins


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["số", "hộ", "đăng", "ký", "tham", "gia", "phong", "trào", "đạt"]), min_size=1, max_size=8
        ),
        max_size=12,
    )
)
def test_near_names_are_those_with_three_words_in_four_in_common(names: list[list[str]]) -> None:
    books = [book({f"f{at}": " ".join(name)}, f"f{at} > 0", programme=f"p{at}") for at, name in enumerate(names)]
    found = {(pair.first.figure.key, pair.second.figure.key): pair.same_name for pair in burden_of(books).twins}
    wanted = {}
    for one, other in combinations(range(len(names)), 2):
        mine, others = {*map(fold, names[one])}, {*map(fold, names[other])}
        if fold(" ".join(names[one])) == fold(" ".join(names[other])):
            wanted[f"f{one}", f"f{other}"] = True
        elif min(len(mine), len(others)) >= 3 and len(mine & others) >= 0.75 * len(mine | others):
            wanted[f"f{one}", f"f{other}"] = False
    assert found == wanted


def test_what_no_rule_and_no_check_needs_is_named() -> None:
    figures = {"ho": "Số hộ", "kiem": "Số để kiểm", "thua": "Số thừa"}
    checks = "checks: [{code: a, rule: kiem <= ho, message: Nhiều hơn số hộ}]"
    found = burden_of([book(figures, "ho > 0", checks=checks)])
    assert [each.figure.key for each in found.unused] == ["thua"]


def test_every_figure_of_the_shipped_rulebooks_is_used_and_none_is_asked_under_two_names() -> None:
    found = burden_of([load_rulebook(shipped_text(reference)) for reference in shipped()])
    assert not found.unused
    assert not found.twins
