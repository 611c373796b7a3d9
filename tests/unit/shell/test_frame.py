import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.config.context import frame
from tests.builders import make_commune, make_user


def test_a_visitor_page_asks_the_database_nothing(client: Client, django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert client.get(reverse("home")).status_code == 200


def test_exactly_the_nearest_entry_is_marked(rf: Any) -> None:
    nav = frame(rf.get(reverse("home")))["frame"]["nav"]
    assert [item.label for item in nav if item.active] == ["Tra cứu"]


def test_a_visitor_is_offered_to_sign_in(client: Client, db: None) -> None:
    shown = client.get(reverse("home")).content.decode()
    assert reverse("account_login") in shown
    assert "hx-headers" not in shown


@pytest.mark.parametrize("name", ["home", "account_login"])
def test_a_page_leads_past_the_header_and_reads_messages_out(client: Client, db: None, name: str) -> None:
    shown = client.get(reverse(name)).content.decode()
    assert re.search(r'class="skip-link" href="#noi-dung"', shown)
    assert 'id="noi-dung"' in shown
    assert 'id="thong-bao" role="status" aria-live="polite"' in shown


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "500"])
def test_an_error_page_says_what_to_do_without_any_context(status: str) -> None:
    shown = render_to_string(f"{status}.html")
    assert "<h1>" in shown
    assert 'href="/"' in shown


def test_the_failure_page_stands_without_the_static_files(settings: Any) -> None:
    strict = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": strict}
    assert "Phần mềm gặp lỗi" in render_to_string("500.html")


def test_each_page_carries_its_own_token_though_the_header_is_set_once(client: Client, db: None) -> None:
    client.force_login(User.objects.create(username="mau", full_name="Nguyễn Thị Mẫu"))
    first, second = (client.get(reverse("home")).content.decode() for _ in range(2))
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)) for page in (first, second)]
    assert len(tokens[0]) == len(tokens[1]) == 1
    assert tokens[0] != tokens[1]
    assert "Nguyễn Thị Mẫu" in first


def test_what_waits_for_the_person_stands_in_the_navigation(rf: Any) -> None:
    request = rf.get(reverse("home"))
    request.user, request.work_count = User(username="mau"), 7
    nav = frame(request)["frame"]["nav"]
    assert all(item.badge == (7 if item.label == "Việc của tôi" else 0) for item in nav)


def test_the_frame_tells_of_a_role_from_the_page_after_it_was_given(client: Client, db: None) -> None:
    here = make_commune(0)
    user = make_user(Role.FRONT, here.pk)
    client.force_login(user)
    before = client.get(reverse("home")).content.decode()
    grant_give(by=None, user=user, role=Role.ADMINISTRATOR, scope=here.pk)
    after = client.get(reverse("home")).content.decode()
    assert (reverse("people") in before, reverse("people") in after) == (False, True)
    user.grants.all().delete()
    assert "Chưa được giao vai trò nào" in client.get(reverse("home")).content.decode()
