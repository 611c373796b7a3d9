"""Fills an installation with 2,000 dossiers and signs an officer in: `python -m benchmarks.ours` prints what requests need."""

import json
import os
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "binhyen.config.settings"

import django

django.setup()

from decimal import Decimal

from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from benchmarks.session import cookie_for
from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.programmes.models import Rulebook
from binhyen.programmes.services import rulebook_import, rulebook_issue
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, register

DOSSIERS, PER_PAGE, SHOWN_PAGE = 2000, 25, 3
REPORTED = 50  # dossiers whose figures are in: enough for the page that is shown and the one opened
RULEBOOK = Path(__file__).with_name("fourteen.yaml")


def fill() -> dict[str, str]:
    """Tables, an invented commune of 2,000 villages, its cycle, figures; then what a signed-in request needs."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with transaction.atomic():
        commune = make_commune(DOSSIERS)
        officer = make_office(commune)
        cycle = make_cycle(by=officer, commune=commune, rulebook=_rulebook())
        _report(officer, cycle)
    shown = dossiers_of(cycle)[(SHOWN_PAGE - 1) * PER_PAGE]
    return {
        "cookie": cookie_for(officer),
        "list": reverse("dossier_list", args=[cycle.pk]) + f"?trang={SHOWN_PAGE}",
        "list_marker": shown.unit_name,
        "dossier": reverse("dossier", args=[dossiers_of(cycle)[0].pk]),
        "dossier_marker": "Kế hoạch và báo cáo",
    }


def _rulebook() -> Rulebook:
    draft = rulebook_import(by=None, text=RULEBOOK.read_text(encoding="utf-8"), source=RULEBOOK.name)
    return rulebook_issue(by=None, rulebook=draft)


def _report(officer: User, cycle: Cycle) -> None:
    chosen = dossiers_of(cycle)
    register(by=officer, dossiers=chosen)
    cells = [
        Cell(dossier, key, answer) for dossier in dossiers_of(cycle)[:REPORTED] for key, answer in _answers().items()
    ]
    figures_report(by=officer, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)


def _answers() -> dict[str, Answer]:
    counts = {
        "ho": 219,
        "ho_ky": 219,
        "ho_dat": 153,
        "hoi_nghi": 3,
        "nguoi_du": 240,
        "to_hoa_giai": 8,
        "viec_hoa_giai": 10,
    }
    words = {"co_ke_hoach": "yes", "co_bang_tin": "no"}
    return {key: Answer(number=Decimal(value)) for key, value in counts.items()} | {
        key: Answer(word=word) for key, word in words.items()
    }


if __name__ == "__main__":
    print(json.dumps(fill()))
