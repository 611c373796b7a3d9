"""Importing, issuing and confirming rulebooks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.audit.models import LogEntry
from binhyen.kernel.errors import InputProblems, NotAllowed, RefusedByState
from binhyen.kernel.kinds import UnitKind
from binhyen.programmes import selectors, services
from binhyen.programmes.library import shipped
from binhyen.programmes.models import FigureDefinition, Programme, Rulebook
from binhyen.rules.loading import load_rulebook
from binhyen.units.models import Unit
from binhyen.units.services import unit_create

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TEXT = """
programme: {programme}
version: "{version}"
name: {name}
basis: [{{title: Quyết định mẫu}}]
valid_from: 2020-01-01
figures:
  so_ho: {{name: {figure}, answer: {answer}, unit: {unit}}}
subjects:
  residential_area:
    window: {{from: {{year: -1, day: "11-01"}}, to: {{year: 0, day: "10-31"}}}}
    criteria:
      - {{code: "1", text: Có hộ, rule: so_ho > 0}}
      - {{code: "2", text: Chưa rõ, status: to_confirm}}
    levels:
      - {{code: dat, name: Đạt, rule: all_met}}
"""


def text_of(
    programme: str = "mau-mot",
    version: str = "1",
    name: str = "Phong trào Mẫu",
    figure: str = "Số hộ",
    answer: str = "count",
    unit: str = "hộ",
) -> str:
    return TEXT.format(programme=programme, version=version, name=name, figure=figure, answer=answer, unit=unit)


def make_issued(**differences: str) -> Rulebook:
    return services.rulebook_issue(by=None, rulebook=services.rulebook_import(by=None, text=text_of(**differences)))


def make_person(role: Role, *, within: Unit | None = None) -> User:
    """Somebody with one role over an invented province, or over a commune within it."""
    kind = UnitKind.XA if within else UnitKind.TINH
    unit = unit_create(by=None, name=f"Mẫu {role}", kind=kind, parent=within.pk if within else None, is_sample=True)
    user = account_create(
        by=None, username=f"mau-{unit.pk}", full_name=f"Người Mẫu {role.value}", password="mau-2021-xyz"
    )
    grant_give(by=None, user=user, role=role, scope=unit.pk)
    return user


def test_an_imported_file_is_a_draft_of_its_programme() -> None:
    rulebook = services.rulebook_import(by=None, text=text_of())
    assert (rulebook.state, rulebook.version, rulebook.programme.code) == (Rulebook.State.DRAFT, "1", "mau-mot")
    assert rulebook.source == text_of()
    assert rulebook.content_hash == load_rulebook(text_of()).content_hash
    assert rulebook.to_confirm_count == 1


def test_a_draft_creates_no_definitions_of_figures() -> None:
    services.rulebook_import(by=None, text=text_of())
    assert not FigureDefinition.objects.exists()


def test_a_draft_may_be_imported_again_with_other_content() -> None:
    first = services.rulebook_import(by=None, text=text_of())
    second = services.rulebook_import(by=None, text=text_of(figure="Số hộ gia đình"))
    assert first.pk == second.pk
    assert first.content_hash != second.content_hash


def test_a_file_with_problems_stores_nothing() -> None:
    with pytest.raises(InputProblems) as raised:
        services.rulebook_import(by=None, text=text_of().replace("so_ho > 0", "so_hoo > 0"))
    assert "so_ho" in raised.value.problems[0].cure
    assert not Programme.objects.exists()


def test_issuing_defines_the_figures_and_is_logged_once() -> None:
    rulebook = make_issued()
    again = services.rulebook_issue(by=None, rulebook=rulebook)
    assert again.state == Rulebook.State.ISSUED
    assert again.issued_at == rulebook.issued_at
    assert [figure.key for figure in rulebook.figures.all()] == ["so_ho"]
    assert LogEntry.objects.filter(verb="rulebook.issued").count() == 1


def test_an_issued_rulebook_refuses_every_later_save() -> None:
    rulebook = make_issued()
    rulebook.name = "Tên khác"
    with pytest.raises(TypeError, match="never changes"):
        rulebook.save()
    with pytest.raises(TypeError, match="never changes"):
        rulebook.save(update_fields=["name"])


def test_a_later_act_may_end_an_issued_rulebook() -> None:
    rulebook = make_issued()
    rulebook.state, rulebook.valid_to = Rulebook.State.REPLACED, date(2022, 2, 10)
    rulebook.save(update_fields=["state", "valid_to"])
    rulebook.refresh_from_db()
    assert rulebook.state == Rulebook.State.REPLACED


def test_other_content_under_an_issued_version_is_refused() -> None:
    make_issued()
    with pytest.raises(RefusedByState):
        services.rulebook_import(by=None, text=text_of(figure="Số hộ gia đình"))


def test_the_same_content_under_an_issued_version_is_that_rulebook() -> None:
    issued = make_issued()
    assert services.rulebook_import(by=None, text=text_of() + "\n# ghi chú không tính\n").pk == issued.pk


@pytest.mark.parametrize(("answer", "unit"), [("count", "người"), ("amount", "hộ")])
def test_a_second_rulebook_that_means_a_figure_differently_is_refused_and_both_are_named(
    answer: str, unit: str
) -> None:
    make_issued(name="Phong trào Mẫu Một")
    with pytest.raises(InputProblems) as raised:
        services.rulebook_import(
            by=None, text=text_of(programme="mau-hai", name="Phong trào Mẫu Hai", answer=answer, unit=unit)
        )
    (problem,) = raised.value.problems
    assert "Phong trào Mẫu Một (1)" in problem.message
    assert "Phong trào Mẫu Hai (1)" in problem.message
    assert problem.place == "số liệu so_ho"
    assert not Programme.objects.filter(code="mau-hai").exists()


def test_two_drafts_that_disagree_cannot_both_be_issued() -> None:
    first = services.rulebook_import(by=None, text=text_of())
    second = services.rulebook_import(by=None, text=text_of(programme="mau-hai", unit="người"))
    services.rulebook_issue(by=None, rulebook=first)
    with pytest.raises(InputProblems):
        services.rulebook_issue(by=None, rulebook=second)


def test_a_second_rulebook_that_means_a_figure_alike_shares_its_definition() -> None:
    first, second = make_issued(), make_issued(programme="mau-hai")
    assert set(first.figures.all()) == set(second.figures.all())


def test_a_rulebook_with_something_to_confirm_runs_for_real_once_each_place_has_a_citation() -> None:
    rulebook = make_issued()
    assert not selectors.may_run_for_real(rulebook)
    services.citation_record(
        by=make_person(Role.ADMINISTRATOR),
        rulebook=rulebook,
        place="residential_area.criteria.2",
        citation="khoản 2 Điều 3 Quyết định mẫu",
    )
    assert selectors.may_run_for_real(rulebook)
    (place,) = selectors.to_confirm_places(rulebook)
    assert place.citation is not None
    assert place.citation.citation == "khoản 2 Điều 3 Quyết định mẫu"


@pytest.mark.parametrize(
    ("place", "citation"),
    [("residential_area.criteria.1", "khoản 2 Điều 3 Quyết định mẫu"), ("residential_area.criteria.2", " ")],
)
def test_a_confirmation_needs_a_place_that_asks_for_it_and_a_source(place: str, citation: str) -> None:
    rulebook = make_issued()
    with pytest.raises(InputProblems):
        services.citation_record(by=make_person(Role.ADMINISTRATOR), rulebook=rulebook, place=place, citation=citation)
    assert not rulebook.citations.exists()


def test_a_place_is_confirmed_once() -> None:
    rulebook, person = make_issued(), make_person(Role.ADMINISTRATOR)
    words = {"place": "residential_area.criteria.2", "citation": "khoản 2 Điều 3 Quyết định mẫu"}
    services.citation_record(by=person, rulebook=rulebook, **words)
    with pytest.raises(RefusedByState):
        services.citation_record(by=person, rulebook=rulebook, **words)


def test_only_those_who_issue_criteria_may_draft_issue_or_confirm() -> None:
    officer, rulebook = make_person(Role.COMMUNE_OFFICER), make_issued()
    with pytest.raises(NotAllowed):
        services.rulebook_import(by=officer, text=text_of(version="2"))
    with pytest.raises(NotAllowed):
        services.rulebook_issue(by=officer, rulebook=rulebook)
    with pytest.raises(NotAllowed):
        services.citation_record(
            by=officer, rulebook=rulebook, place="residential_area.criteria.2", citation="khoản 2 Điều 3"
        )


def test_what_a_whole_country_uses_is_not_repealed_from_a_commune() -> None:
    province = unit_create(by=None, name="Mẫu Q", kind=UnitKind.TINH, parent=None, is_sample=True)
    rulebook, administrator = make_issued(), make_person(Role.ADMINISTRATOR, within=province)
    assert rulebook.programme.owner_id is None
    with pytest.raises(NotAllowed):
        services.rulebook_issue(by=administrator, rulebook=rulebook)
    assert services.rulebook_issue(by=make_person(Role.ADMINISTRATOR), rulebook=rulebook) == rulebook


def test_what_a_rulebook_means_is_read_once_per_content() -> None:
    rulebook = make_issued(version="chỉ đọc một lần")
    meaning = selectors.compiled(rulebook)
    light = selectors.rulebook_list().get(pk=rulebook.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert selectors.compiled(light) is meaning
    assert len(queries) == 0


def test_rulebooks_in_force_are_those_issued_whose_time_covers_the_day() -> None:
    services.shipped_install()
    services.rulebook_import(by=None, text=text_of())

    def versions(day: date) -> list[str]:
        found = selectors.rulebooks_in_force(day)
        return [book.version for book in found if book.programme.code == "an-toan-antt"]

    assert versions(date(2021, 10, 31)) == ["23/2012"]
    assert versions(date(2022, 2, 10)) == ["124/2021"]


def test_installing_the_shipped_rulebooks_twice_changes_nothing() -> None:
    first = services.shipped_install()
    entries = LogEntry.objects.count()
    second = services.shipped_install()
    assert [book.pk for book in first] == [book.pk for book in second]
    assert LogEntry.objects.count() == entries
    assert {book.state for book in second} == {Rulebook.State.ISSUED}
    assert [f"{book.programme.code}@{book.version}" for book in second] == list(shipped())
    assert Programme.objects.get(code="an-toan-antt").word == Programme.Word.STANDARD
