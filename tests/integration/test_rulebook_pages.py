"""The pages about rulebooks."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.audit.models import LogEntry
from binhyen.kernel.codes import new_id
from binhyen.kernel.errors import NotAllowed, RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import squeeze
from binhyen.programmes.library import shipped, shipped_text
from binhyen.programmes.models import Programme, Rulebook
from binhyen.programmes.selectors import compiled, rulebook_of
from binhyen.programmes.services import rulebook_import, rulebook_issue, shipped_install
from binhyen.programmes.wording import window_words
from binhyen.rules.loading import load_rulebook
from binhyen.sheets.rulebooks import read_rulebook_workbook, write_rulebook_workbook
from binhyen.units.services import unit_create
from tests.builders import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LARGE = 2_000_001


def make_client(role: Role) -> Client:
    province = unit_create(by=None, name=f"Mẫu {role}", kind=UnitKind.TINH, parent=None, is_sample=True)
    user = account_create(by=None, username=role.value, full_name=f"Người Mẫu {role.value}", password="mau-2021-xyz")
    grant_give(by=None, user=user, role=role, scope=province.pk)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def rulebook() -> Rulebook:
    shipped_install()
    found = rulebook_of("an-toan-antt", "124/2021")
    assert found is not None
    return found


@pytest.fixture
def client() -> Client:
    return make_client(Role.COMMUNE_OFFICER)


def page_of(rulebook: Rulebook, kind: str = "") -> str:
    return reverse("rulebook_page", args=[rulebook.pk]) + (f"?loai={kind}" if kind else "")


def check(client: Client, content: bytes) -> tuple[int, str]:
    answer = client.post(reverse("rulebook_check"), {"file": SimpleUploadedFile("bo-tieu-chi.yaml", content)})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("name", ["rulebook_list", "rulebook_check"])
def test_a_visitor_without_an_account_is_sent_to_sign_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_the_list_names_versions_and_what_is_still_to_confirm(client: Client, rulebook: Rulebook) -> None:
    said = client.get(reverse("rulebook_list")).content.decode()
    assert "124/2021" in said
    assert "23/2012" in said
    assert "Hết hiệu lực" in said


def test_a_rulebook_reads_its_rules_in_plain_words(client: Client, rulebook: Rulebook) -> None:
    said = client.get(page_of(rulebook)).content.decode()
    assert "Tất cả các hộ đang cư trú đăng ký tham gia" in said
    assert "bằng “Số hộ đang cư trú”" in said
    assert "từ 10/02/2022" in said
    assert rulebook.content_hash in said
    assert "chưa xác minh" in said


def test_a_rulebook_shows_the_kind_of_unit_asked_for(client: Client, rulebook: Rulebook) -> None:
    said = client.get(page_of(rulebook, "enterprise")).content.decode()
    assert "“Quy mô doanh nghiệp” là “vừa” hoặc “lớn”" in said


def test_an_unknown_kind_of_unit_is_not_found(client: Client, rulebook: Rulebook) -> None:
    assert client.get(page_of(rulebook, "province")).status_code == 404
    assert client.get(page_of(rulebook, "' OR 1=1")).status_code == 404


def test_a_rulebook_takes_the_same_few_queries_whatever_its_size(rulebook: Rulebook) -> None:
    client = make_client(Role.ADMINISTRATOR)
    counts = set()
    for kind in ("", "residential_area", "agency", "school"):
        client.get(page_of(rulebook, kind))
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(rulebook, kind))
        counts.add(len(queries))
    assert len(counts) == 1
    assert counts.pop() <= 8


def test_checking_a_good_file_says_so_and_stores_nothing(client: Client) -> None:
    for reference in shipped():
        status, said = check(client, shipped_text(reference).encode())
        assert status == 200
        assert "không có chỗ nào sai" in said
    assert not Programme.objects.exists()


def test_checking_a_bad_file_lists_every_problem_with_place_and_cure(client: Client) -> None:
    text = shipped_text("an-toan-antt@124/2021").replace("rule: ho_dang_ky = ho_cu_tru", "rule: ho_dang_ki = ho_cu_tru")
    status, said = check(client, text.encode())
    assert status == 422
    assert "dòng " in said
    assert "có phải ho_dang_ky?" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00\x01", "không phải là bảng tính .xlsx hay văn bản UTF-8"),
        (b"PK\x03\x04" + b"\x99" * 50, "Tệp bảng tính bị hỏng"),
        (b"a" * LARGE, "lớn hơn 2 MB"),
        (b"", "Tệp không có nội dung"),
    ],
)
def test_checking_what_is_no_rulebook_says_what_to_do(client: Client, content: bytes, words: str) -> None:
    status, said = check(client, content)
    assert status == 422
    assert words in said


def confirm(client: Client, rulebook: Rulebook, citation: str, act_key: str = "") -> int:
    fields = {"place": "school.criteria.1", "citation": citation, "act_key": act_key}
    return client.post(reverse("rulebook_confirm", args=[rulebook.pk]), fields).status_code


def test_those_who_issue_criteria_confirm_a_place_and_the_page_shows_the_source(rulebook: Rulebook) -> None:
    client = make_client(Role.ADMINISTRATOR)
    assert confirm(client, rulebook, "khoản 1 Điều 7 Thông tư 124/2021/TT-BCA", act_key="mot-lan") == 302
    assert confirm(client, rulebook, "khoản 1 Điều 7 Thông tư 124/2021/TT-BCA", act_key="mot-lan") == 302
    assert rulebook.citations.count() == 1
    assert "Đã đối chiếu: khoản 1 Điều 7" in client.get(page_of(rulebook, "school")).content.decode()


def test_a_citation_that_says_nothing_is_asked_for_again(rulebook: Rulebook) -> None:
    assert confirm(make_client(Role.ADMINISTRATOR), rulebook, "đúng") == 422
    assert not rulebook.citations.exists()


def test_nobody_else_confirms_anything(client: Client, rulebook: Rulebook) -> None:
    assert confirm(client, rulebook, "khoản 1 Điều 7 Thông tư 124/2021/TT-BCA") == 404
    assert not rulebook.citations.exists()


# ---------------------------------------------------------------- drafts

TEXT = """
programme: mau-tu-quan
version: "{version}"
name: Bộ tiêu chí Mẫu
basis: [{{title: Quyết định Mẫu}}]
valid_from: {valid_from}
figures:
  ho_mau: {{name: Số hộ của khu mẫu, answer: count, unit: hộ}}
  ho_mau_dat: {{name: Số hộ đạt của khu mẫu, answer: count, unit: hộ}}
  thua: {{name: Số liệu không ai dùng, answer: count, unit: hộ}}
subjects:
  residential_area:
    window: {{from: {{year: 0, day: "01-01"}}, to: {{year: 0, day: "12-31"}}}}
    criteria:
      - {{code: "1", text: Có hộ, rule: ho_mau > 0, points: 40}}
      - {{code: "2", text: Từ {share} % số hộ đạt, rule: ho_mau_dat / ho_mau >= {share}%, points: 60}}
    levels:
      - {{code: kha, name: Khá, status: to_confirm, cut_off: points}}
"""


def text_of(version: str = "1", valid_from: str = "2020-01-01", share: int = 70) -> str:
    return TEXT.format(version=version, valid_from=valid_from, share=share)


def upload(client: Client, content: bytes, name: str = "bo-tieu-chi.yaml", act_key: str = "") -> HttpResponse:
    return client.post(reverse("rulebook_draft"), {"file": SimpleUploadedFile(name, content), "act_key": act_key})  # type: ignore[return-value]


def drafted(client: Client, **differences: str | int) -> Rulebook:
    text = text_of(**differences)  # type: ignore[arg-type]
    assert upload(client, text.encode()).status_code == 302
    found = rulebook_of("mau-tu-quan", str(differences.get("version", "1")))
    assert found is not None
    return found


def test_a_figure_that_asks_for_data_on_a_person_is_not_taken_in(officer: Client) -> None:
    answer = upload(officer, text_of().replace("Số hộ của khu mẫu", "Số CCCD của chủ hộ").encode())
    assert answer.status_code == 422
    assert "hỏi dữ liệu về một người" in answer.content.decode()
    assert rulebook_of("mau-tu-quan", "1") is None


ACT = {"number": "12/QĐ-UBND", "issued_on": "05/01/2021", "issuer": "Ủy ban nhân dân xã Mẫu"}


def issue(client: Client, rulebook: Rulebook, **more: str) -> int:
    return client.post(reverse("rulebook_issue", args=[rulebook.pk]), ACT | more).status_code


@pytest.fixture
def officer() -> Client:
    return make_client(Role.PROVINCE_OFFICER)


def test_a_draft_comes_in_as_text_and_is_replaced_by_a_further_file(officer: Client) -> None:
    first = drafted(officer)
    again = drafted(officer, share=80)
    assert again.pk == first.pk
    assert again.content_hash != first.content_hash
    assert "Dự thảo" in officer.get(page_of(again)).content.decode()


def test_a_draft_comes_in_as_a_workbook(officer: Client) -> None:
    content = load_rulebook(text_of())
    assert upload(officer, write_rulebook_workbook(content), "bo-tieu-chi.xlsx").status_code == 302
    found = rulebook_of("mau-tu-quan", "1")
    assert found is not None
    assert found.content_hash == content.content_hash


def test_sending_a_draft_twice_keeps_one(officer: Client) -> None:
    for _ in range(2):
        assert upload(officer, text_of().encode(), act_key="mot-lan").status_code == 302
    assert LogEntry.objects.filter(verb="rulebook.drafted").count() == 1


def test_a_file_with_mistakes_is_not_kept_and_each_is_told_with_its_place(officer: Client) -> None:
    wrong = text_of().replace("ho_mau > 0", "ho_mau >").replace("ho_mau_dat / ho_mau", "ho_mau_dax / ho_mau")
    answer = upload(officer, wrong.encode())
    assert answer.status_code == 422
    said = answer.content.decode()
    assert said.count("dòng ") >= 2
    assert not Rulebook.objects.exists()


@pytest.mark.parametrize("role", [Role.COMMUNE_OFFICER, Role.UNIT_HEAD, Role.INSPECTOR])
def test_only_those_who_draft_see_drafts_and_the_ways_to_make_them(officer: Client, role: Role) -> None:
    draft, other = drafted(officer), make_client(role)
    shown = other.get(reverse("rulebook_list")).content.decode()
    assert "Bộ tiêu chí Mẫu" not in shown
    assert reverse("rulebook_draft") not in shown
    for name in ("rulebook_page", "rulebook_difference", "rulebook_issue", "rulebook_repeal", "rulebook_settle"):
        assert other.get(reverse(name, args=[draft.pk])).status_code == 404, name
    assert other.get(reverse("rulebook_annex", args=[draft.pk, "pdf"])).status_code == 404
    assert other.get(reverse("rulebook_file", args=[draft.pk, "yaml"])).status_code == 404
    assert upload(other, text_of(version="2").encode()).status_code == 404
    assert issue(other, draft) == 404
    assert other.post(reverse("rulebook_discard", args=[draft.pk])).status_code == 404
    assert Rulebook.objects.get().state == Rulebook.State.DRAFT


def test_a_programme_drafted_for_one_unit_is_nobody_elses_to_change(officer: Client) -> None:
    province = unit_create(by=None, name="Mẫu", kind=UnitKind.TINH, parent=None, is_sample=True)
    own, foreign = make_user(Role.PROVINCE_OFFICER, province.pk), make_user(Role.PROVINCE_OFFICER, new_id())
    draft = rulebook_import(by=own, text=text_of())
    assert draft.programme.owner_id == province.pk
    with pytest.raises(NotAllowed):
        rulebook_import(by=foreign, text=text_of(version="2"))
    assert officer.get(page_of(draft)).status_code == 404


def test_a_draft_is_thrown_away_and_an_issued_rulebook_is_not(officer: Client, rulebook: Rulebook) -> None:
    draft = drafted(officer)
    assert officer.post(reverse("rulebook_discard", args=[draft.pk])).status_code == 302
    assert rulebook_of("mau-tu-quan", "1") is None
    assert officer.post(reverse("rulebook_discard", args=[rulebook.pk])).status_code == 409
    assert LogEntry.objects.filter(verb="rulebook.discarded").count() == 1


# ---------------------------------------------------------------- issuing, replacing, repealing


def test_before_issuing_the_page_says_what_changes_and_what_it_asks_of_whom(officer: Client) -> None:
    issue(officer, drafted(officer))
    draft = drafted(officer, version="2", valid_from="2022-01-01", share=80)
    said = squeeze(officer.get(reverse("rulebook_issue", args=[draft.pk])).content.decode())
    assert "thay “70 %” bằng “80 %”" in said
    assert "Một khu dân cư" in said
    assert "Số liệu không ai dùng" in said
    assert "1 nội dung chưa đối chiếu" in said


def test_issuing_names_its_act_and_ends_the_version_it_replaces(officer: Client) -> None:
    first = drafted(officer)
    assert issue(officer, first) == 302
    second = drafted(officer, version="2", valid_from="2022-01-01", share=80)
    assert issue(officer, second, replaces=str(first.pk), act_key="mot-lan") == 302
    assert issue(officer, second, replaces=str(first.pk), act_key="mot-lan") in (302, 409)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.valid_to, first.replaced_by) == ("replaced", date(2022, 1, 1), second)
    assert second.issuing_paper is not None
    assert second.issuing_paper.number == "12/QĐ-UBND"
    said = officer.get(page_of(first)).content.decode()
    assert "Đã thay thế" in said
    assert page_of(second) in said
    assert "12/QĐ-UBND" in officer.get(page_of(second)).content.decode()


def test_a_version_that_begins_no_later_replaces_nothing(officer: Client) -> None:
    first = drafted(officer)
    issue(officer, first)
    second = drafted(officer, version="2", share=80)
    assert issue(officer, second, replaces=str(first.pk)) == 422
    with pytest.raises(RefusedByState):
        rulebook_issue(by=None, rulebook=second, replaces=first)


def test_issuing_asks_for_the_number_and_day_of_the_act(officer: Client) -> None:
    draft = drafted(officer)
    assert issue(officer, draft, number="") == 422
    assert issue(officer, draft, issued_on="31/13/2021") == 422
    assert Rulebook.objects.get().state == Rulebook.State.DRAFT


def test_programmes_do_not_stand_on_each_other_in_a_circle(officer: Client) -> None:
    rule = "\"recognised('mau-hai', 'dat')\""
    one = text_of().replace("ho_mau > 0", rule).replace("status: to_confirm, cut_off: points", "rule: all_met")
    upload(officer, one.encode())
    first = rulebook_of("mau-tu-quan", "1")
    assert first is not None
    issue(officer, first)
    two = one.replace("mau-tu-quan", "mau-hai").replace("'mau-hai'", "'mau-tu-quan'").replace("'dat'", "'kha'")
    two = two.replace("code: kha", "code: dat")
    upload(officer, two.encode())
    second = rulebook_of("mau-hai", "1")
    assert second is not None
    answer = officer.post(reverse("rulebook_issue", args=[second.pk]), ACT)
    assert answer.status_code == 422
    assert "mau-tu-quan:kha" in answer.content.decode()


def test_repealing_ends_a_rulebook_on_a_day_and_keeps_every_word(officer: Client) -> None:
    rulebook = drafted(officer)
    issue(officer, rulebook)
    address = reverse("rulebook_repeal", args=[rulebook.pk])
    assert officer.post(address, ACT | {"on": "01/01/2020"}).status_code == 422
    assert officer.post(address, ACT | {"on": "01/07/2025"}).status_code == 302
    assert officer.post(address, ACT | {"on": "01/07/2025"}).status_code == 409
    before = rulebook.content_hash
    rulebook.refresh_from_db()
    assert (rulebook.state, rulebook.valid_to, rulebook.content_hash) == ("repealed", date(2025, 7, 1), before)
    assert "Đã bãi bỏ" in officer.get(page_of(rulebook)).content.decode()


# ---------------------------------------------------------------- what is left open


SOURCE = {"title": "Quyết định 510 Mẫu", "day": "02/02/2022", "clause": "Điều 9"}


def settle(client: Client, rulebook: Rulebook, place: str, **typed: str) -> HttpResponse:
    return client.post(f"{reverse('rulebook_settle', args=[rulebook.pk])}?cho={place}", SOURCE | typed)  # type: ignore[return-value]


def test_a_cut_off_entered_in_a_draft_becomes_its_rule_with_the_source(officer: Client) -> None:
    draft = drafted(officer)
    assert settle(officer, draft, "residential_area.levels.kha", at_least="79,5").status_code == 302
    found = rulebook_of("mau-tu-quan", "1")
    assert found is not None
    level = compiled(found).subjects[SubjectKind.RESIDENTIAL_AREA].levels[0]
    assert level.rule is not None
    assert level.rule.text == "points >= 79.5"
    assert str(level.basis[0]) == "Điều 9, Quyết định 510 Mẫu"
    assert found.to_confirm_count == 0


def test_a_cut_off_entered_for_an_issued_rulebook_makes_a_new_version(officer: Client) -> None:
    issued = drafted(officer)
    issue(officer, issued)
    answer = settle(officer, issued, "residential_area.levels.kha", at_least="80", version="1a")
    assert answer.status_code == 302
    found = rulebook_of("mau-tu-quan", "1a")
    assert found is not None
    assert (found.state, found.to_confirm_count) == ("draft", 0)
    issued.refresh_from_db()
    assert issued.to_confirm_count == 1
    again = settle(officer, issued, "residential_area.levels.kha", at_least="90", version="1a")
    assert again.status_code == 409, "what was settled in that draft would be lost"
    assert rulebook_of("mau-tu-quan", "1a") == found
    assert "Đã có phiên bản 1a" in again.content.decode()


@pytest.mark.parametrize("typed", ["", "tám mươi", "101"])
def test_a_cut_off_that_cannot_be_is_asked_for_again(officer: Client, typed: str) -> None:
    draft = drafted(officer)
    assert settle(officer, draft, "residential_area.levels.kha", at_least=typed).status_code == 422
    assert settle(officer, draft, "residential_area.levels.khong", at_least="80").status_code == 404


def test_days_and_rules_that_were_open_are_entered_too(officer: Client) -> None:
    text = text_of().replace('to: {year: 0, day: "12-31"}', 'to: {year: 0, day: "12-31"}, status: to_confirm')
    text = text.replace("rule: ho_mau > 0", "status: to_confirm")
    upload(officer, text.encode())
    draft = rulebook_of("mau-tu-quan", "1")
    assert draft is not None
    days = {"first_day": "16/11", "first_year": "-1", "last_day": "15/11", "last_year": "0"}
    assert settle(officer, draft, "residential_area.window", **days).status_code == 302
    assert settle(officer, draft, "residential_area.criteria.1", rule="ho_mau >").status_code == 422
    assert settle(officer, draft, "residential_area.criteria.1", rule="ho_mau >= 5").status_code == 302
    draft.refresh_from_db()
    subject = compiled(draft).subjects[SubjectKind.RESIDENTIAL_AREA]
    assert window_words(subject.window) == "từ 16/11 năm trước đến 15/11 năm xét"
    assert draft.to_confirm_count == 1


# ---------------------------------------------------------------- reading two, files, burden


def test_two_versions_stand_beside_each_other(client: Client, rulebook: Rulebook) -> None:
    old = rulebook_of("an-toan-antt", "23/2012")
    assert old is not None
    address = reverse("rulebook_difference", args=[rulebook.pk])
    for asked in (address, f"{address}?voi={old.pk}"):
        said = squeeze(client.get(asked).content.decode())
        assert "Bản 23/2012 có hiệu lực từ 27/04/2012" in said
    assert "Bãi bỏ tiêu chí 3c" in said
    assert "Bản trước" in said
    assert client.get(f"{address}?voi={new_id()}").status_code == 404


@pytest.mark.parametrize(("suffix", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_annex_and_the_amendment_come_as_files(
    client: Client, rulebook: Rulebook, suffix: str, start: bytes
) -> None:
    old = rulebook_of("an-toan-antt", "23/2012")
    assert old is not None
    for address in (
        reverse("rulebook_annex", args=[rulebook.pk, suffix]),
        reverse("rulebook_amendment", args=[rulebook.pk, old.pk, suffix]),
    ):
        answer = client.get(address)
        assert b"".join(answer.streaming_content).startswith(start)  # type: ignore[attr-defined]
    assert client.get(reverse("rulebook_annex", args=[rulebook.pk, "exe"])).status_code == 404


def test_a_rulebook_downloads_as_it_can_be_brought_in_again(client: Client, rulebook: Rulebook) -> None:
    text = b"".join(client.get(reverse("rulebook_file", args=[rulebook.pk, "yaml"])).streaming_content)  # type: ignore[attr-defined]
    book = b"".join(client.get(reverse("rulebook_file", args=[rulebook.pk, "xlsx"])).streaming_content)  # type: ignore[attr-defined]
    assert load_rulebook(text.decode()).content_hash == rulebook.content_hash
    assert read_rulebook_workbook(book).content_hash == rulebook.content_hash
    form = b"".join(client.get(reverse("rulebook_form")).streaming_content)  # type: ignore[attr-defined]
    assert form.startswith(b"PK")


def test_the_burden_counts_what_is_in_force_and_what_a_draft_adds(officer: Client) -> None:
    draft = drafted(officer)
    address = reverse("rulebook_burden")
    assert "Số hộ của khu mẫu" not in officer.get(address).content.decode()
    said = officer.get(f"{address}?du-thao={draft.pk}").content.decode()
    assert "Số hộ của khu mẫu" in said
    assert "không quy tắc nào dùng" in said
    assert make_client(Role.INSPECTOR).get(f"{address}?du-thao={draft.pk}").status_code == 404
