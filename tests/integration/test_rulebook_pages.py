"""The pages about rulebooks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.kernel.codes import new_id
from binhyen.programmes.library import shipped, shipped_text
from binhyen.programmes.models import Programme, Rulebook
from binhyen.programmes.selectors import rulebook_of
from binhyen.programmes.services import shipped_install

pytestmark = pytest.mark.django_db

LARGE = 2_000_001


def make_client(role: Role) -> Client:
    user = account_create(by=None, username=role.value, full_name=f"Người Mẫu {role.value}", password="mau-2021-xyz")
    grant_give(by=None, user=user, role=role, scope=new_id())
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
        (b"\xff\xfe\x00\x01", "không phải là văn bản UTF-8"),
        (b"PK\x03\x04" + b"\x99" * 50, "không phải là văn bản UTF-8"),
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
