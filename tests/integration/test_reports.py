"""Everything of a year taken out through the web: asked, made in the background, taken by whoever asked."""

import io

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.papers.models import Job
from tests.builders import make_commune, make_cycle, make_office, make_user

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_a_year_is_asked_for_made_by_the_worker_and_taken_by_whoever_asked(client: Client) -> None:
    commune = make_commune(2)
    officer = make_office(commune)
    make_cycle(by=officer, commune=commune)
    client.force_login(officer)
    asked = client.post(reverse("reports"), {"unit": str(commune.pk), "year": "2021"})
    waiting = client.get(asked["Location"])
    assert waiting["Refresh"] == "2"
    assert client.get(f"{asked['Location']}tep/").status_code == 404

    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)

    assert "Đã xong" in client.get(asked["Location"]).content.decode()
    taken = client.get(f"{asked['Location']}tep/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(taken.streaming_content)))
    assert "Hồ sơ" in book.sheetnames
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune.pk))
    assert client.get(asked["Location"]).status_code == 404


def test_a_unit_outside_ones_scope_cannot_be_asked_for(client: Client) -> None:
    commune, elsewhere = make_commune(1), make_commune(1, name="Mẫu Khác")
    client.force_login(make_office(commune))
    answer = client.post(reverse("reports"), {"unit": str(elsewhere.pk), "year": "2021"})
    assert answer.status_code == 422
    assert not Job.objects.exists()
