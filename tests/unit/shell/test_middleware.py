import logging
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = [pytest.mark.urls("tests.unit.shell.refusing_urls"), pytest.mark.django_db]
HTMX = {"HX-Request": "true"}


def words(response: Any) -> str:
    return response.content.decode()


def test_what_is_not_allowed_looks_like_what_does_not_exist(client: Client) -> None:
    refused, missing = client.get("/thu/khong-duoc/1/"), client.get("/khong-co-trang-nay/")
    assert refused.status_code == missing.status_code == 404
    assert words(refused) == words(missing)


def test_a_post_that_is_not_allowed_is_answered_like_a_get(client: Client) -> None:
    assert client.post("/thu/khong-duoc/1/").status_code == 404


def test_a_refusal_by_state_names_the_cure(client: Client) -> None:
    response = client.post("/thu/sai-buoc/")
    assert response.status_code == 409
    assert "Hồ sơ đã nộp." in words(response)
    assert "Đề nghị cấp xét duyệt trả lại." in words(response)


def test_a_conflict_says_that_somebody_else_was_faster(client: Client) -> None:
    response = client.post("/thu/tranh-chap/")
    assert response.status_code == 409
    assert "Có người vừa sửa nội dung này" in words(response)


def test_problems_of_an_input_come_with_place_and_cure(client: Client) -> None:
    response = client.post("/thu/du-lieu/")
    assert response.status_code == 422
    assert all(part in words(response) for part in ("Ô C9", "cần một số nguyên", "Nhập số, hoặc 0."))


def test_htmx_gets_a_fragment_for_the_region_that_is_read_out(client: Client) -> None:
    response = client.post("/thu/sai-buoc/", headers=HTMX)
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#thong-bao"
    assert "<html" not in words(response)


def test_the_way_back_leads_only_to_our_own_pages(client: Client) -> None:
    ours = client.post("/thu/sai-buoc/", headers={"Referer": "http://testserver/ho-so/"})
    foreign = client.post("/thu/sai-buoc/", headers={"Referer": "http://example.com/"})
    assert 'href="http://testserver/ho-so/"' in words(ours)
    assert "example.com" not in words(foreign)


def test_the_log_holds_the_code_and_no_word_of_the_request(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="binhyen.shell.middleware"):
        client.get("/thu/khong-duoc/bi-mat/?q=rieng-tu")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "binhyen.shell.middleware"]
    assert line == "GET thu/khong-duoc/<str:what>/ answered 404 (khong_co_quyen)"


def test_a_fault_of_the_program_shows_a_page_without_its_words(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/thu/hong/")
    assert response.status_code == 500
    assert "Phần mềm gặp lỗi" in words(response)
    assert "mật khẩu" not in words(response)


def test_a_file_over_the_limit_is_refused_while_it_arrives(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 3 * 1024 * 1024
    response = client.post("/thu/tep/", {"tep": SimpleUploadedFile("mau.csv", b"x" * (3 * 1024 * 1024 + 1))})
    assert response.status_code == 413
    assert "3\u00a0MB" in words(response)


def test_two_files_share_one_limit(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1000
    files = {name: SimpleUploadedFile(f"{name}.csv", b"x" * 600) for name in ("mot", "hai")}
    assert client.post("/thu/tep/", files).status_code == 413


def test_a_file_within_the_limit_reaches_the_view(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1000
    response = client.post("/thu/tep/", {"tep": SimpleUploadedFile("mau.csv", b"x" * 1000)})
    assert words(response) == "1 tệp"


def test_a_body_that_says_it_is_too_large_is_refused_unparsed(client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    response = client.post("/thu/tep/", {"tep": SimpleUploadedFile("mau.csv", b"x" * 5000)})
    assert response.status_code == 413


def test_a_form_that_is_too_large_is_refused_with_the_same_page(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    response = client.post("/thu/tep/", "a=" + "x" * 600, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


def test_a_forged_request_meets_a_page_that_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/thu/tep/", {"a": "b"})
    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in words(response)
