"""Whatever shows something of the invented units says so: every address, every paper; and open data holds none of them."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import grant_give
from binhyen.dossiers.models import Basis, Cycle, Dossier, Review
from binhyen.dossiers.selectors.drafts import DRAFTS
from binhyen.dossiers.selectors.sittings import SITTING_PAPERS
from binhyen.insight.services import year_export_ask
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.text import fold
from binhyen.movement.forms import NEW
from binhyen.movement.models import Activity, Covenant, Model, Rollout, Stage
from binhyen.papers.services import job_produce
from binhyen.portal.selectors.open_data import TABLES
from binhyen.recognition.models import Award, Decision, Recognition
from binhyen.units.forms.changes import FORMS as UNIT_ACTS
from binhyen.units.models import Unit
from tests.builders import make_user, signed_in
from tests.integration.demo_loaded import folder as folder

pytestmark = pytest.mark.django_db
MARK = "minh hoa"
INVENTED = re.compile(r"Mẫu [\w.]")
# Several things meet in some addresses (a dossier, a paper, a format): so many of their pairs are looked at.
MOST_PAIRS = 10


@pytest.fixture(scope="module")
def reader(folder: Path) -> User:
    """Somebody who may look at everything of the invented province."""
    province = Unit.objects.get(versions__full_name="Tỉnh Mẫu")
    user = make_user(Role.INSPECTOR, province.pk, name="Người xem")
    for role in Role:
        grant_give(by=None, user=user, role=role, scope=province.pk, owner="police" if role is Role.DATA_OWNER else "")
    return user


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def addresses() -> dict[str, tuple[str, ...]]:
    """Every address of our own by its name, with the names of what it takes; the accounts' pages speak of no unit."""
    ours = {str(one.name): one for one in patterns(get_resolver().url_patterns)}
    takes = {name: tuple(one.pattern.converters) for name, one in ours.items()}
    passed_over = NO_UNITS | NOT_IN_THE_DEMO
    return {
        name: taken
        for name, taken in takes.items()
        if not name.startswith(("account_", "mfa_")) and not passed_over.intersection(taken)
    }


def one_of_each(found: Iterable[Any], *fields: str) -> list[str]:
    """Ids of things that differ in these fields, the last one of each."""
    return [str(one.pk) for one in {tuple(getattr(one, field) for field in fields): one for one in found}.values()]


def things(user: User) -> dict[str, list[str]]:
    """For what addresses take: every kind of thing that the demo holds, by the name it has in addresses."""
    cycles = list(Cycle.objects.order_by("year"))
    dossiers = Dossier.objects.order_by("cycle__year", "position")
    cancelled = Recognition.objects.filter(cancelled_by__isnull=False)
    job = year_export_ask(by=user, unit=cycles[0].scope_id, year=2020)
    job_produce(job_id=job.pk)
    return {
        "cycle_id": [str(one.pk) for one in cycles],
        "dossier_id": one_of_each(dossiers, "state"),
        "decision_id": one_of_each(Decision.objects.all(), "kind", "programme_id"),
        "recognition_id": [str(one.pk) for one in (*cancelled, *Recognition.objects.filter(granted=True)[:3])],
        "unit_id": [str(one.unit_id) for one in dossiers[:3]] + [str(one.scope_id) for one in cycles],
        "job_id": [str(job.pk)],
        "covenant_id": [str(one.pk) for one in Covenant.objects.all()],
        "stage_id": [str(one.pk) for one in Stage.objects.filter(is_sample=True)],
        "award_id": [str(one.pk) for one in Award.objects.filter(is_sample=True)],
        "code": sorted({one.programme.code for one in cycles}),
        "kind": [*SubjectKind],
        "paper": list(DRAFTS),
        "suffix": ["pdf", "docx"],
        "user_id": [str(one.pk) for one in User.objects.filter(username__startswith="can-bo")[:2]],
    }


def of_records() -> list[tuple[str, ...]]:
    """An act on one record of every kind."""
    found = {"giao-uoc": Covenant, "hoat-dong": Activity, "mo-hinh": Model, "lam-diem": Rollout, "giai-doan": Stage}
    first = {kind: model._default_manager.filter(is_sample=True).first() for kind, model in found.items()}
    return [(kind, str(record.pk), "rut") for kind, record in first.items() if record]


def of_sittings() -> list[tuple[str, ...]]:
    """Minutes and proposal of the committee's last sitting in every cycle."""
    held = {one.dossier.cycle_id: one for one in Review.objects.filter(basis=Basis.REVIEW).select_related("dossier")}
    return [
        (str(cycle), str(one.pk), paper, suffix)
        for cycle, one in held.items()
        for paper, suffix in zip(SITTING_PAPERS, ("pdf", "docx"), strict=True)
    ]


def of_certificates() -> list[tuple[str, ...]]:
    return [(str(one.decision_id), str(one.pk)) for one in Recognition.objects.filter(granted=True)[:3]]


def of_judges() -> list[tuple[str, ...]]:
    """A cycle with the commune whose committee judges in it."""
    judges = Dossier.objects.filter(judged_by__isnull=False).values_list("cycle", "judged_by").distinct()
    return [(str(cycle), str(judge)) for cycle, judge in judges[:3]]


def of_acts() -> list[tuple[str, ...]]:
    """An act on a dossier whose state allows it."""
    allowed = {"draft": "dang-ky", "registered": "tu-danh-gia", "self_assessed": "nop", "submitted": "xet-duyet"}
    found = {one.state: str(one.pk) for one in Dossier.objects.filter(state__in=allowed)}
    return [(pk, allowed[state]) for state, pk in found.items()]


# Where what an address takes must fit together.
TOGETHER: dict[str, Callable[[], list[tuple[str, ...]]]] = {
    "dossier_act": of_acts,
    "movement_act": of_records,
    "sitting_draft": of_sittings,
    "decision_certificate": of_certificates,
    "movement_new": lambda: [("kien-thuy-5-an", kind) for kind in NEW],
    "unit_list_xlsx": lambda: [(str(one.pk), "1") for one in Cycle.objects.all()[:3]],
    "committee_rules": of_judges,
    "postings": of_judges,
    "chasing_file": lambda: [(str(one.pk), "phieu-goi", "pdf") for one in Cycle.objects.all()],
    "unit_complete": lambda: [(str(Dossier.objects.filter(subject_kind="school")[0].unit_id),)],
    "unit_change": lambda: [(str(Unit.objects.get(versions__full_name="Thôn Mẫu 1").pk), act) for act in UNIT_ACTS],
}

# What some addresses are asked with.
QUERY = {"cycle_acts": "?viec=dang-ky&loai=residential_area", "home": "?q=mau"}
# Addresses to which something is sent, and nothing more.
NEVER_SHOWN = {
    "decision_number", "cancellation_give_up", "dossier_ground_review", "award_strike", "target_withdraw", "link_slips",
    "person_password", "person_close", "person_reopen",
}  # fmt: skip
# A long import on its way, a scan as it was sent; the demo has none.
NEVER_SHOWN |= {"figures_import_work", "unit_import_work", "dossier_scan", "letter_scan"}
# Texts of rules speak of no unit; of these other things the demo holds none.
NO_UNITS = {"rulebook_id", "other_id", "table"}
NOT_IN_THE_DEMO = {
    "claim_id", "cluster_id", "event_id", "posting_id", "objection_id", "remark_id", "complaint_id", "contact_id",
    "collection_id", "handover_id", "delegation_id", "grant_id", "link_id", "token", "year",
}  # fmt: skip


def asked(name: str, takes: tuple[str, ...], known: dict[str, list[str]]) -> list[str]:
    """Addresses of one name; where several things meet, a spread of all their pairs."""
    if name in TOGETHER:
        return [reverse(name, args=each) for each in TOGETHER[name]()]
    every = list(product(*(known.get(one, []) for one in takes)))
    spread = every if len(takes) < 2 else Random(name).sample(every, min(len(every), MOST_PAIRS))
    return [reverse(name, args=each) + QUERY.get(name, "") for each in spread]


def told(answer: HttpResponse) -> str:
    """Everything that an answer says, whatever it is written in."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF"):
        return " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            texts = (parts.read(part).decode() for part in parts.namelist() if part.endswith((".xml", ".rels")))
            return " ".join(re.sub(r"<[^>]+>", "", text) for text in texts)
    return body.decode()


def test_an_address_that_speaks_of_an_invented_unit_says_that_it_is_one(reader: User) -> None:
    client, known = signed_in(reader), things(reader)
    client.raise_request_exception = False
    silent, unseen, broken = [], [], []
    for name, takes in addresses().items():
        answers = [(address, client.get(address)) for address in asked(name, takes, known)]
        shown = [(address, told(answer)) for address, answer in answers if answer.status_code == 200]
        silent += [address for address, text in shown if INVENTED.search(text) and MARK not in fold(text)]
        broken += [address for address, answer in answers if answer.status_code >= 500]
        if not shown and name not in NEVER_SHOWN:
            unseen.append((name, sorted({answer.status_code for _, answer in answers})))
    assert not silent, "\n".join(silent)
    assert not broken, "\n".join(broken)
    assert not unseen, (
        f"say in `things` what the demo has for these addresses, or in `NEVER_SHOWN` that they are only sent to: {unseen}"
    )


@pytest.mark.parametrize("form", ["open_data_csv", "open_data_json"])
def test_open_data_holds_nothing_invented(client: Client, folder: Path, form: str) -> None:
    for table in TABLES:
        text = told(client.get(reverse(form, args=[table])))
        assert not INVENTED.search(text), table
