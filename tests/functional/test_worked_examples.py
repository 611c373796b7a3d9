"""Each programme's worked example, walked in a browser by its own people: from the call to a certificate and the public page.

The tables of the demo say what is told; here it is told through the pages instead of the services.
"""

import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from binhyen.accounts.models import User
from binhyen.config.demo.people import NOTE, ensure_people
from binhyen.config.demo.places import ensure_units
from binhyen.config.demo.rulebooks import ensure_invented_rulebook
from binhyen.config.demo.tables import Line, pairs, rows
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import day as day_in_digits
from binhyen.kernel.text import fold
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.recognition.deciding import load_deciding_bodies
from binhyen.units.models import Unit, UnitVersion
from tests.builders import make_rulebook
from tests.functional import steps
from tests.functional.eyes import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Example:
    """A story of the demo's tables: its units and people stand, its cycle does not."""

    story: Line
    rulebook: Rulebook
    units: Mapping[str, UnitVersion]
    people: Mapping[str, User]
    password: str

    @property
    def year(self) -> int:
        """The year that is judged."""
        return int(self.story["year"])

    @property
    def title(self) -> str:
        """The programme as pages call it."""
        return self.rulebook.programme.name

    def sign_in(self, page: Page, username: str) -> None:
        """Another of its people sits down at the desk."""
        steps.sign_out(page)
        steps.sign_in(page, self.people[username].username, self.password)

    def kind(self, line: Line) -> SubjectKind:
        """What rulebooks call the unit of a line."""
        return self.units[line["unit"]].subject

    def name(self, line: Line) -> str:
        """Its name as pages show it."""
        return self.units[line["unit"]].full_name


def example_of(key: str, folder: Path) -> Example:
    story = next(line for line in rows("stories.csv") if line["key"] == key)
    units = ensure_units()
    people = ensure_people(units, folder)
    load_deciding_bodies()
    told = (folder / NOTE).read_text(encoding="utf-8").splitlines()
    password = next(line for line in told if line.startswith("Mật khẩu chung: ")).split(": ")[1]
    versions = {version.unit_id: version for version in UnitVersion.objects.filter(valid_to=None)}
    by_key = {each: versions[unit.pk] for each, unit in units.items()}
    return Example(story, rulebook_told(story, units), by_key, people, password)


def rulebook_told(story: Line, units: Mapping[str, Unit]) -> Rulebook:
    """The invented programme is not shipped: the demo alone has it."""
    if story["programme"] == "mau-dien-hinh":
        return ensure_invented_rulebook(units["tinh"])
    return make_rulebook(story["programme"], story["version"])


# Story, kinds of unit of the sitting that is walked, how many are recognised of how many.
WALKED = [
    ("bien-5-an-2024", "commune", 3, 5),
    ("thuong-2020", "residential_area", 2, 3),
    ("hoa-5-nhat-2021", "residential_area", 9, 10),
    ("nui-2023", "commune", 3, 6),
    ("cao-2022", "commune", 1, 1),
]


@pytest.mark.parametrize(("key", "kind", "recognised", "considered"), WALKED)
def test_a_worked_example_is_walked_from_the_call_to_the_public_page(
    page: Page, tmp_path: Path, key: str, kind: str, recognised: int, considered: int
) -> None:
    example = example_of(key, tmp_path)
    sitting = sitting_of(example, kind)
    lines = [line for line in rows(f"year_{key}.csv") if example.kind(line) == kind]
    cycle = call(page, example)
    register(page, example, cycle, lines)
    report(page, example, cycle, lines)
    hand_in(page, example, cycle, lines, sitting)
    review(page, example, cycle, lines, sitting)

    example.sign_in(page, sitting["chair"])
    page.goto(f"{cycle}quyet-dinh/")
    expect(page.locator(".big-number")).to_contain_text(f"{recognised} / {considered}")
    look(page, f"vi-du-{key}-quyet-dinh")
    steps.decide(page, sitting["body"], sitting["signatory"])
    decision = page.url
    example.sign_in(page, sitting["registry"])
    steps.number_decision(page, decision, sitting["number"], on(sitting["signed_on"]))
    look(page, f"vi-du-{key}-da-lay-so")
    assert_marked(page, f"{decision}giay-cong-nhan.pdf", pages=recognised)
    assert_marked(page, f"{decision}quyet-dinh.pdf")
    read_in_public(page, example, recognised)


def sitting_of(example: Example, kind: str) -> Line:
    sittings = rows("sittings.csv", story=example.story["key"])
    return next(line for line in sittings if kind in (line["kinds"] or kind).split())


def on(day: str) -> str:
    return day_in_digits(date.fromisoformat(day))


def call(page: Page, example: Example) -> str:
    """The officer opens the cycle and sees who is listed."""
    example.sign_in(page, example.story["officer"])
    steps.choose_rules(page, str(example.rulebook), example.year)
    expect(page.locator("main")).to_contain_text("minh hoạ")
    cycle = steps.open_cycle(page, example.title, example.year)
    look(page, f"vi-du-{example.story['key']}-dot-xet")
    return cycle


def register(page: Page, example: Example, cycle: str, lines: list[Line]) -> None:
    by_day: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line["registered_on"]:
            by_day[line["registered_on"]].append(example.name(line))
    for day, names in by_day.items():
        steps.register(page, cycle, example.kind(lines[0]), on(day), names)


def report(page: Page, example: Example, cycle: str, lines: list[Line]) -> None:
    """Everybody who reported types into the grid what is theirs."""
    figures = compiled(example.rulebook).figures
    told: dict[tuple[str, str], dict[tuple[str, str], str]] = defaultdict(dict)
    for line in lines:
        cells = told[line["typed_by"], line["reported_by"]]
        typed = pairs(line["figures"]) | pairs(line["answered"])
        cells |= {(example.name(line), figures[key].name): text for key, text in typed.items()}
        before = pairs(line["previous"])
        cells |= {(example.name(line), f"Năm trước: {figures[key].name}"): text for key, text in before.items()}
    for (username, reporter), cells in told.items():
        if cells:
            example.sign_in(page, username)
            steps.type_figures(page, cycle, example.kind(lines[0]), reporter, cells)
    if any(told.values()):
        look(page, f"vi-du-{example.story['key']}-so-lieu")


def hand_in(page: Page, example: Example, cycle: str, lines: list[Line], sitting: Line) -> None:
    example.sign_in(page, example.story["officer"])
    kind, count = example.kind(lines[0]), len([line for line in lines if line["registered_on"]])
    steps.self_assess(page, cycle, kind, on(sitting["self_on"]), counts(sitting["self_counts"]))
    steps.submit(page, cycle, kind, count)


def counts(text: str) -> steps.Counts:
    invited, present, agreed = (int(number) for number in text.split("/"))
    return invited, present, agreed


def review(page: Page, example: Example, cycle: str, lines: list[Line], sitting: Line) -> None:
    """The committee takes together those on which it says the same."""
    example.sign_in(page, sitting["committee"])
    groups: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line["registered_on"]:
            groups[line["words"]].append(example.name(line))
    for at, (words, names) in enumerate(groups.items()):
        steps.start_review(page, cycle, example.kind(lines[0]), names)
        if not at:
            look(page, f"vi-du-{example.story['key']}-xet-duyet")
        said = {criterion: word == "có" for criterion, word in pairs(words).items()}
        held = counts(sitting["review_counts"])
        steps.finish_review(page, said, on(sitting["review_on"]), len(names), held)


def assert_marked(page: Page, address: str, *, pages: int = 0) -> None:
    """The paper says on every page that it proves nothing."""
    response = page.request.get(address)
    assert response.headers["content-type"] == "application/pdf"
    sheets = [fold(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(response.body())).pages]
    assert all("minh hoa" in sheet for sheet in sheets)
    assert not pages or len(sheets) == pages


def read_in_public(page: Page, example: Example, recognised: int) -> None:
    """Somebody who is not signed in finds the result, marked as illustrative."""
    steps.sign_out(page)
    page.goto("/ket-qua/")
    scope = example.units[example.story["scope"]].full_name
    page.get_by_role("link", name=f"{scope}, năm {example.year}").click()
    main = page.locator("main")
    expect(main).to_contain_text("minh hoạ")
    expect(main).to_contain_text(f"{recognised}")
    look(page, f"vi-du-{example.story['key']}-cong-khai")


def test_everybody_sees_that_the_invented_programme_is_none_of_the_real_ones(page: Page) -> None:
    make_rulebook("hoa-binh-dien-hinh", "12-NQ/TU")
    ensure_invented_rulebook(ensure_units()["tinh"])
    page.goto("/chuong-trinh/")
    apart = page.get_by_role("region", name="Chương trình minh hoạ")
    expect(apart.get_by_role("listitem")).to_have_count(1)
    look(page, "chuong-trinh-mau-trong-danh-sach")
    apart.get_by_role("link", name="Mẫu: Xã, thị trấn điển hình").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("minh hoạ")
    look(page, "chuong-trinh-mau")
