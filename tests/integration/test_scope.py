"""Nobody reads or changes anything outside their scope by any address: the whole URL table, every role, and nobody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from binhyen.accounts.models import User
from binhyen.accounts.roles import ACTS_OF, Act, Role
from binhyen.audit.models import LogEntry
from binhyen.collection.models import Collection
from binhyen.collection.services.answering import Given, answers_record
from binhyen.collection.services.sending import Recipient, sending_make
from binhyen.dossiers.forms.acts import ACTS
from binhyen.dossiers.models import Cycle, DeadlineLetter, Dossier, Handover, Objection, Posting, Remark
from binhyen.dossiers.selectors.drafts import DRAFTS
from binhyen.dossiers.selectors.letters import Move
from binhyen.dossiers.selectors.posting_papers import MINUTES
from binhyen.dossiers.selectors.sittings import SITTING_PAPERS
from binhyen.dossiers.services.posting import NewObjection, NewPosting, objection_record, posting_open
from binhyen.figures.models import Channel
from binhyen.insight.models import Target
from binhyen.insight.services import year_export_ask
from binhyen.insight.targets_recording import NewTarget, target_record
from binhyen.kernel import clock
from binhyen.links.services import GivenLink, links_give
from binhyen.movement.forms import NEW
from binhyen.papers.models import Job, Paper
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Award, Complaint, Decision, Delegation
from binhyen.recognition.services import (
    NewAward,
    NewComplaint,
    NewDelegation,
    award_record,
    complaint_record,
    delegation_record,
)
from binhyen.recognition.services.delegations import RECORDING
from binhyen.reminders.models import Contact
from binhyen.reminders.services.contacts import Spoken, contact_record
from binhyen.units.acts import Order, Rename
from binhyen.units.models import Authority, Cluster, Unit, UnitEvent
from binhyen.units.services import event_apply
from binhyen.units.services.clusters import cluster_create, cluster_join
from binhyen.units.services.rosters import roster_open
from tests.builders import (
    AREA,
    decide_all,
    dossiers_of,
    hand_in,
    make_commune,
    make_cycle,
    make_office,
    make_user,
    put_question,
    register,
    report,
    review,
    typist_of,
)
from tests.movement_story import Movement, make_movement

pytestmark = [pytest.mark.django_db]

# Whoever is not signed in may see these; the accounts' own pages (allauth) stand under names of their own.
PUBLIC = {
    "home", "public_unit", "public_programmes", "public_programme", "public_results", "public_cycle", "public_stage",
    "public_postings", "public_posting", "verify_recognition", "open_data", "open_data_dictionary", "open_data_csv", "open_data_json",
}  # fmt: skip
ACCOUNTS = ("account_", "mfa_")
# Behind a secret address; who comes by one is tested in test_pages_links.py and test_reminding.py.
BY_LINK = {"link_home", "link_register", "link_figures", "link_out", "calendar_feed"}
REFUSED = (404, 405)
Allows = Callable[[Role], bool]


@dataclass(frozen=True)
class World:
    """A commune in the middle of a year, with a decision of the year before."""

    commune: Unit
    area: Unit
    cycle: Cycle
    dossier: Dossier
    decision: Decision
    job: Job
    event: UnitEvent
    claim: Authority
    cluster: Cluster
    movement: Movement
    office: User
    link: GivenLink
    objection: Objection
    remark: Remark
    collection: Collection
    contact: Contact

    @property
    def posting(self) -> Posting:
        return self.remark.posting


@dataclass(frozen=True)
class Page:
    """An address: how it is reached in a world, and which roles may look (and send)."""

    args: Callable[[World], list[Any]]
    reads: Allows
    sends: Allows | None = None
    query: str = ""
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    # A page without an object of anybody's: every signed-in person may open it.
    is_common: bool = False
    # Its address names a programme, which is the same in every part of the tree.
    is_everywhere: bool = False


def holds(*acts: Act) -> Allows:
    return lambda role: any(act in ACTS_OF[role] for act in acts)


def nobody(role: Role) -> bool:
    return False


def not_the_head(*acts: Act) -> Allows:
    """The act on the commune itself, which the head of one village does not have."""
    return lambda role: role is not Role.UNIT_HEAD and holds(*acts)(role)


def of_cycle(world: World) -> list[Any]:
    return [world.cycle.pk]


def of_dossier(world: World) -> list[Any]:
    return [world.dossier.pk]


def of_area(world: World) -> list[Any]:
    return [world.area.pk]


def of_roster(world: World) -> list[Any]:
    return [world.area.pk, 2021]


LIST = {"year": "2022", "day": "15/03/2021", "channel": "paper", "pasted": "STT\tĐăng ký\n1\tx\n"}


def into_figures(world: World) -> dict[str, str]:
    return {"dossier": str(world.dossier.pk), "registered_as": "ho_ky_cam_ket", "reported_by": "Trưởng thôn"}


def of_collection(world: World) -> list[Any]:
    return [world.collection.pk]


def of_contact(world: World) -> list[Any]:
    return [world.contact.pk]


def of_decision(world: World) -> list[Any]:
    return [world.decision.pk]


def of_judge(world: World) -> list[Any]:
    return [world.cycle.pk, world.commune.pk]


def of_posting(world: World) -> list[Any]:
    return [world.posting.pk]


def tried(world: World) -> dict[str, str]:
    return {"moi": str(world.cycle.rulebook_id), "dot": str(world.cycle.pk)}


def of_event(world: World) -> list[Any]:
    return [world.event.pk]


def of_claim(world: World) -> list[Any]:
    return [world.claim.pk]


def of_cluster(world: World) -> list[Any]:
    return [world.cluster.pk]


def of_colleague(world: World) -> list[Any]:
    return [world.office.pk]


def of_handover(world: World) -> list[Any]:
    return [Handover.objects.get(scope=world.commune).pk]


def newcomer(world: World) -> dict[str, str]:
    who = {"username": "mau.moi", "full_name": "Người Mẫu Mới"}
    return who | {"role": Role.COMMITTEE.value, "unit": str(world.commune.pk)}


def corrected(world: World) -> dict[str, str]:
    return {"viec": "thong-tin", "full_name": "Người Mẫu Khác"}


def of_job(world: World) -> list[Any]:
    return [world.job.pk]


def of_cycle_and_job(world: World) -> list[Any]:
    return [world.cycle.pk, world.job.pk]


def sitting(world: World) -> UUID:
    return world.dossier.reviews.get(basis="review").pk


def at_once(slug: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"viec": slug, "loai": AREA.value, "ho_so": [str(world.dossier.pk)]} | MEETING


MEETING = {
    "held_on": "05/11/2021",
    "form": "meeting",
    "invited": "9",
    "present": "9",
    "agreed": "9",
    "on": "12/01/2021",
}
READS, LOG = holds(Act.READ), holds(Act.LOG_READ)
EDITS, EDITS_COMMUNE = holds(Act.MOVEMENT_EDIT), not_the_head(Act.MOVEMENT_EDIT)


def of_programme(world: World) -> list[Any]:
    return [world.cycle.programme.code]


def of_covenant(world: World) -> list[Any]:
    return [world.movement.covenant.pk]


def on_record(kind: str, act: str) -> Callable[[World], list[Any]]:
    return lambda world: [kind, world.movement.of[kind].pk, act]


ACTS_OF_SLUG = {
    "dang-ky": (Act.REGISTER, Act.REGISTER_ACCEPT),
    "khong-dang-ky": (Act.REGISTER_ACCEPT,),
    "tu-choi-dang-ky": (Act.REGISTER_ACCEPT,),
    "tu-danh-gia": (Act.SELF_ASSESS,),
    "nop": (Act.SUBMIT,),
    "yeu-cau-bo-sung": (Act.REQUEST_MORE,),
    "xet-duyet": (Act.REVIEW,),
    "y-kien": (Act.REVIEW,),
    "y-kien-mat-tran": (Act.FRONT_OPINION,),
    "sua-so-lieu": (Act.FIGURES_REVIEW,),
    "nhan-so-lieu-ky-cu": (Act.FIGURES_ENTER,),
    "xet-lai": (Act.REVIEW,),
}

PAGES: dict[str, list[Page]] = {
    "work": [Page(lambda world: [], READS, is_common=True)],
    "cycles": [Page(lambda world: [], READS, is_common=True)],
    "cycle_open": [
        Page(
            lambda world: [],
            holds(Act.CYCLE_OPEN),
            holds(Act.CYCLE_OPEN),
            data=lambda world: {"don_vi": str(world.commune.pk), "nam": "2019"},
        )
    ],
    "cycle": [Page(of_cycle, READS)],
    "dossier_list": [Page(of_cycle, READS)],
    "cycle_log": [Page(of_cycle, LOG)],
    "cycle_calendar": [
        Page(
            of_cycle,
            READS,
            holds(Act.CYCLE_OPEN),
            data=lambda world: {"step": "submit", "day": "20/11/2021", "citation": "Kế hoạch Mẫu"},
        )
    ],
    "cycle_open_next": [Page(of_cycle, holds(Act.CYCLE_OPEN), holds(Act.CYCLE_OPEN))],
    "deadline_letter": [Page(of_cycle, holds(Act.CYCLE_OPEN), holds(Act.CYCLE_OPEN))],
    "letter_scan": [Page(lambda world: [world.cycle.pk, world.cycle.letters.get().paper_id], not_the_head(Act.READ))],
    "delegations": [Page(lambda world: [], READS, not_the_head(*RECORDING), is_common=True)],
    "delegation_end": [
        Page(
            lambda world: [Delegation.objects.get(unit=world.commune).pk],
            nobody,
            not_the_head(*RECORDING),
            data=lambda world: {"on": "31/01/2022"},
        )
    ],
    "unit_list": [Page(of_cycle, READS)],
    "unit_list_again": [Page(of_cycle, holds(Act.CYCLE_OPEN), holds(Act.CYCLE_OPEN))],
    "unit_list_xlsx": [Page(lambda world: [world.cycle.pk, 1], not_the_head(Act.EXPORT))],
    "cycle_succession": [Page(of_cycle, holds(Act.CYCLE_OPEN), holds(Act.CYCLE_OPEN))],
    "cycle_amend": [Page(of_cycle, holds(Act.CYCLE_OPEN), holds(Act.CYCLE_OPEN))],
    "cycle_replay": [Page(of_cycle, not_the_head(Act.READ))],
    "cycle_totals": [Page(of_cycle, not_the_head(Act.READ))],
    "what_if": [
        Page(lambda world: [], READS, not_the_head(Act.EXPORT), data=tried, is_common=True),
    ],
    "cycle_acts": [
        Page(of_cycle, holds(*acts), holds(*acts), f"?viec={slug}&loai={AREA.value}", at_once(slug))
        for slug, acts in ACTS_OF_SLUG.items()
        if slug in ("dang-ky", "tu-danh-gia", "nop", "xet-duyet")
    ],
    "decision_room": [
        Page(of_cycle, not_the_head(Act.READ), holds(Act.DECIDE), data=lambda world: {"co-quan": str(world.commune.pk)})
    ],
    "committee_rules": [Page(of_judge, not_the_head(Act.READ), not_the_head(Act.CYCLE_OPEN))],
    "postings": [Page(of_judge, not_the_head(Act.READ), not_the_head(Act.POST))],
    "posting": [Page(of_posting, not_the_head(Act.READ), not_the_head(Act.POST))],
    "objection_new": [
        Page(
            lambda world: [world.posting.pk, world.objection.posted.dossier_id],
            not_the_head(Act.POST),
            not_the_head(Act.POST),
        )
    ],
    "objection_reply": [
        Page(lambda world: [world.posting.pk, world.objection.pk], holds(Act.REVIEW), holds(Act.REVIEW))
    ],
    "remark_look": [Page(lambda world: [world.posting.pk, world.remark.pk], nobody, not_the_head(Act.POST))],
    "posting_scan": [Page(lambda world: [world.posting.pk, world.posting.paper_id], not_the_head(Act.READ))],
    "posting_paper": [
        Page(lambda world, slug=slug: [world.posting.pk, slug, "docx"], not_the_head(Act.READ))  # type: ignore[misc]
        for slug in MINUTES
    ],
    "grid": [Page(lambda world: [world.cycle.pk, AREA.value], READS, READS)],
    "confirmation_sheets": [Page(lambda world: [world.cycle.pk, AREA.value], READS)],
    "figures_import": [Page(of_cycle, READS, READS)],
    "figures_import_work": [Page(of_cycle_and_job, nobody)],
    "figures_template": [Page(lambda world: [world.cycle.pk, AREA.value], READS)],
    "dossier": [Page(of_dossier, READS)],
    "dossier_earlier": [Page(of_dossier, READS)],
    "dossier_scan": [Page(lambda world: [world.dossier.pk, world.dossier.registration_paper_id], READS)],
    "figures_form": [Page(of_dossier, READS, READS)],
    "cycle_links": [
        Page(
            of_cycle,
            holds(Act.REGISTER_ACCEPT),
            holds(Act.REGISTER_ACCEPT),
            data=lambda world: {"ho_so": str(world.dossier.pk), "valid_to": f"{clock.today():%d/%m/%Y}"},
        )
    ],
    "link_slips": [
        Page(
            of_cycle,
            nobody,
            holds(Act.REGISTER_ACCEPT),
            data=lambda world: {"token": world.link.token, "pin": world.link.pin},
        )
    ],
    "link_revoke": [
        Page(lambda world: [world.cycle.pk, world.dossier.links.get().pk], nobody, holds(Act.REGISTER_ACCEPT))
    ],
    "dossier_act": [
        Page(
            lambda world, slug=slug: [world.dossier.pk, slug],  # type: ignore[misc]
            holds(*acts),
            holds(*acts),
            data=lambda world: MEETING | {"reason": "thiếu"},
        )
        for slug, acts in ACTS_OF_SLUG.items()
    ],
    "decision": [Page(of_decision, not_the_head(Act.READ))],
    "decision_pdf": [Page(of_decision, not_the_head(Act.READ))],
    "decision_docx": [Page(of_decision, not_the_head(Act.READ))],
    "decision_xlsx": [Page(of_decision, not_the_head(Act.READ))],
    "decision_certificates": [Page(of_decision, not_the_head(Act.READ))],
    "decision_certificate": [
        Page(
            lambda world: [world.decision.pk, world.decision.recognitions.get(granted=True).pk], not_the_head(Act.READ)
        )
    ],
    "decision_cancel": [Page(of_decision, holds(Act.DECIDE), holds(Act.DECIDE))],
    "cancellation_give_up": [Page(of_decision, nobody, holds(Act.DECIDE))],
    "dossier_ground_review": [Page(of_dossier, nobody, holds(Act.SUBMIT, Act.REVIEW))],
    "sitting_draft": [
        Page(
            lambda world, slug=slug: [world.cycle.pk, sitting(world), slug, "docx"],  # type: ignore[misc]
            not_the_head(Act.READ),
        )
        for slug in SITTING_PAPERS
    ],
    "awards": [Page(lambda world: [], READS, is_common=True)],
    "complaints": [Page(lambda world: [], holds(Act.POST, Act.REVIEW))],
    "complaint_new": [Page(lambda world: [], holds(Act.POST), holds(Act.POST))],
    "complaint_reply": [
        Page(
            lambda world: [Complaint.objects.get(number="02/ĐN", unit=world.objection.posted.dossier.unit).pk],
            holds(Act.POST, Act.REVIEW),
            holds(Act.POST, Act.REVIEW),
        )
    ],
    "award_new": [Page(lambda world: [], holds(Act.CYCLE_OPEN), holds(Act.CYCLE_OPEN))],
    "award_strike": [Page(lambda world: [world.commune.awards.get().pk], nobody, holds(Act.CYCLE_OPEN))],
    "family_certificates": [Page(lambda world: [], holds(Act.CYCLE_OPEN), holds(Act.CYCLE_OPEN))],
    "targets": [Page(lambda world: [], READS, is_common=True)],
    "target_new": [Page(lambda world: [], holds(Act.CYCLE_OPEN), holds(Act.CYCLE_OPEN))],
    "target_withdraw": [
        Page(lambda world: [Target.objects.get(scope=world.commune).pk], nobody, holds(Act.CYCLE_OPEN))
    ],
    "dossier_draft": [
        Page(lambda world, slug=slug: [world.dossier.pk, slug, "docx"], READS)  # type: ignore[misc]
        for slug in DRAFTS
    ],
    "decision_number": [Page(of_decision, nobody, holds(Act.NUMBER_DECISION), data=lambda world: {"number": "1/QĐ"})],
    "reports": [
        Page(
            lambda world: [],
            holds(Act.EXPORT),
            holds(Act.EXPORT),
            data=lambda world: {"unit": str(world.commune.pk), "year": "2021"},
        )
    ],
    "unit_change": [
        Page(
            lambda world: [world.area.pk, "doi-ten"],
            not_the_head(Act.UNITS_EDIT),
            not_the_head(Act.UNITS_EDIT),
            data=lambda world: {"name": "Mẫu Mới", "day": "01/12/2021", "legal_act": "Quyết định Mẫu", "buoc": "ghi"},
        )
    ],
    "unit_import": [Page(lambda world: [], holds(Act.UNITS_EDIT), holds(Act.UNITS_EDIT))],
    "unit_import_template": [Page(lambda world: ["school"], holds(Act.UNITS_EDIT), is_everywhere=True)],
    "unit_import_work": [Page(of_job, nobody)],
    "rosters": [Page(of_area, READS, holds(Act.FIGURES_ENTER), data=lambda world: {"year": "2022", "households": "9"})],
    "roster": [
        Page(of_roster, READS, holds(Act.FIGURES_ENTER), data=lambda world: {"viec": "doi_so", "households": "9"})
    ],
    "roster_import": [Page(of_area, holds(Act.FIGURES_ENTER), holds(Act.FIGURES_ENTER), data=lambda world: LIST)],
    "roster_template": [Page(of_roster, holds(Act.FIGURES_ENTER))],
    "roster_figures": [Page(of_roster, holds(Act.FIGURES_ENTER), holds(Act.FIGURES_ENTER), data=into_figures)],
    "authority_claim": [
        Page(
            lambda world: [world.area.pk],
            not_the_head(Act.UNITS_EDIT),
            not_the_head(Act.UNITS_EDIT),
            data=lambda world: {"authority": str(world.commune.pk), "on": "01/12/2021", "legal_act": "Quyết định Mẫu"},
        )
    ],
    "authorities": [Page(lambda world: [], holds(Act.UNITS_EDIT), holds(Act.UNITS_EDIT))],
    "authority_decide": [Page(of_claim, nobody, not_the_head(Act.UNITS_EDIT), data=lambda world: {"dong-y": "1"})],
    "clusters": [Page(lambda world: [], READS, holds(Act.UNITS_EDIT), is_common=True)],
    "cluster": [
        Page(of_cluster, READS, not_the_head(Act.UNITS_EDIT), data=lambda world: {"viec": "truong", "year": "2021"})
    ],
    "unit_change_reverse": [Page(of_event, nobody, not_the_head(Act.UNITS_EDIT))],
    "movement_home": [Page(lambda world: [], READS, is_common=True)],
    "movement_programme": [Page(of_programme, READS, is_common=True)],
    "movement_new": [
        Page(
            lambda world, kind=kind: [world.cycle.programme.code, kind],  # type: ignore[misc]
            EDITS,
            EDITS,
            is_everywhere=True,
        )
        for kind in NEW
    ],
    "covenant": [Page(of_covenant, READS)],
    "covenant_file": [Page(lambda world: [world.movement.covenant.pk, "docx"], READS)],
    "movement_act": [
        Page(on_record("giao-uoc", "sua"), EDITS_COMMUNE, EDITS_COMMUNE),
        Page(on_record("giao-uoc", "ky"), EDITS_COMMUNE, EDITS_COMMUNE),
        Page(on_record("giao-uoc", "rut"), EDITS_COMMUNE, EDITS_COMMUNE),
        Page(on_record("hoat-dong", "rut"), EDITS, EDITS),
        Page(on_record("mo-hinh", "xac-nhan"), EDITS, EDITS),
        Page(on_record("mo-hinh", "rut"), EDITS, EDITS),
        Page(on_record("lam-diem", "ngay"), EDITS, EDITS),
        Page(on_record("lam-diem", "rut"), EDITS, EDITS),
        Page(on_record("giai-doan", "rut"), EDITS, EDITS),
    ],
    "people": [Page(lambda world: [], holds(Act.ACCOUNTS))],
    "person_new": [Page(lambda world: [], holds(Act.ACCOUNTS), holds(Act.ACCOUNTS), data=newcomer)],
    "person": [Page(of_colleague, holds(Act.ACCOUNTS), holds(Act.ACCOUNTS), data=corrected)],
    "person_password": [Page(of_colleague, nobody, holds(Act.ACCOUNTS))],
    "person_close": [Page(of_colleague, nobody, holds(Act.ACCOUNTS))],
    "person_reopen": [Page(of_colleague, nobody, holds(Act.ACCOUNTS))],
    "handover_new": [Page(of_colleague, holds(Act.ACCOUNTS), holds(Act.ACCOUNTS))],
    "handovers": [Page(lambda world: [], READS, is_common=True)],
    "handover": [Page(of_handover, holds(Act.ACCOUNTS, Act.LOG_READ))],
    "handover_paper": [Page(lambda world: [*of_handover(world), "docx"], holds(Act.ACCOUNTS, Act.LOG_READ))],
    "duty_end": [
        Page(
            lambda world: [world.office.grants.order_by("pk").first().pk],
            holds(Act.ACCOUNTS),
            holds(Act.ACCOUNTS),
            data=lambda world: {"last_day": "31/12/2099"},
        )
    ],
    "call": [Page(lambda world: [], holds(Act.CHASE), holds(Act.CHASE))],
    "chasing_home": [Page(lambda world: [], READS, is_common=True)],
    "chasing": [Page(of_cycle, holds(Act.CHASE))],
    "chasing_file": [Page(lambda world: [world.cycle.pk, "cong-van", "docx"], holds(Act.CHASE))],
    "contact_take_back": [Page(of_contact, nobody, holds(Act.CHASE))],
    "collections": [Page(lambda world: [], READS, is_common=True)],
    "collection_new": [Page(lambda world: [], holds(Act.COLLECT), holds(Act.COLLECT))],
    "collection": [Page(of_collection, READS, holds(Act.COLLECT, Act.FIGURES_ENTER))],
    "collection_send": [Page(of_collection, nobody, holds(Act.COLLECT))],
    "collection_end": [Page(of_collection, nobody, holds(Act.COLLECT))],
    "sending": [Page(lambda world: [world.collection.pk, 2], not_the_head(Act.READ))],
    "explanation_file": [Page(lambda world: [world.collection.pk, 1, 2, "docx"], not_the_head(Act.READ))],
    # What somebody else asked for is nobody's business, whatever their role.
    "report": [Page(of_job, nobody)],
    "report_file": [Page(of_job, nobody)],
}
# Units by name and rules are the same for every signed-in person, and each has their own wishes; who may change them is
# tested beside them.
SHARED = {
    "reminder_wishes",
    "unit_search",
    "unit_new",
    "unit_page",
    "unit_complete",
    "rulebook_list",
    "rulebook_check",
    "rulebook_draft",
    "rulebook_form",
    "rulebook_burden",
    "rulebook_page",
    "rulebook_difference",
    "rulebook_file",
    "rulebook_annex",
    "rulebook_amendment",
    "rulebook_confirm",
    "rulebook_settle",
    "rulebook_issue",
    "rulebook_repeal",
    "rulebook_discard",
}


def names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name)


def takes_an_object(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return True
    return False


def make_world(name: str) -> World:
    commune = make_commune(2, name=name)
    office = make_office(commune)
    before = make_cycle(by=office, commune=commune, year=2020)
    for cycle in (before, make_cycle(by=office, commune=commune)):
        register(by=office, dossiers=dossiers_of(cycle), paper=_scanned(office, commune, "Bản đăng ký"))
        report(by=office, dossiers=dossiers_of(cycle), passing=1 if cycle == before else 2)
        hand_in(by=office, dossiers=dossiers_of(cycle))
        review(by=office, dossiers=dossiers_of(cycle))
    decision = decide_all(by=office, cycle=before, commune=commune, passing=1)
    _moved(office, cycle)
    dossier = dossiers_of(cycle)[0]
    job = year_export_ask(by=office, unit=commune.pk, year=2021)
    renamed = Rename(dossiers_of(cycle)[1].unit_id, "Mẫu Đổi Tên")
    event = event_apply(by=None, act=renamed, order=Order(date(2022, 1, 1), "Quyết định Mẫu 01"))
    movement = make_movement(by=office, commune=commune, area=dossier.unit, programme=cycle.programme)
    claim = Authority.objects.create(
        unit=dossier.unit, authority=commune, valid_from=date(2022, 1, 1), claimed_at=clock.now()
    )
    cluster = cluster_create(by=None, organiser=commune.pk, name="Cụm Mẫu", kind=Cluster.Kind.CLUSTER)
    cluster_join(by=None, cluster=cluster, units=[dossier.unit.pk], on=date(2022, 1, 1))
    _resolve_and_honour(office, commune, cycle)
    roster_open(by=office, unit=dossier.unit.pk, year=2021, households=12)
    link = links_give(by=office, dossiers=[dossier], valid_to=clock.today())[0]
    objection, remark = _posted(office, commune, cycle)
    return World(
        commune, dossier.unit, cycle, dossier, decision, job, event, claim, cluster, movement, office, link, objection,
        remark, _asked_and_sent(office, commune), _called(office, dossier),
    )  # fmt: skip


def _scanned(office: User, commune: Unit, title: str) -> Paper:
    scan = SimpleUploadedFile("ban-quet.pdf", b"%PDF-1.7 Mau")
    return paper_record(by=office, owner_unit=commune.pk, title=title, number="1/BB", upload=scan)


def _moved(office: User, cycle: Cycle) -> None:
    """A letter gave more time to hand in."""
    letter = _scanned(office, cycle.scope, "Gia hạn nộp hồ sơ")
    DeadlineLetter.objects.create(
        cycle=cycle, seq=1, paper=letter, targets=["step.submit"], new_day=date(2021, 12, 1), applied_at=clock.now(),
        applied_by=office.pk, shown=Move(0, 0, (), ()).as_data(),
    )  # fmt: skip


def _asked_and_sent(office: User, commune: Unit) -> Collection:
    """A question whose number went upwards twice, and rightly differed."""
    asked = put_question(by=office, commune=commune)
    for place, row in enumerate(asked.asked.all()[:2]):
        given = [Given(row, number=place + 4)]
        answers_record(by=office, collection=asked, given=given, channel=Channel.PHONE)
        sending_make(by=office, collection=asked, to=Recipient("Công an tỉnh Mẫu", Channel.PHONE))
    return asked


def _called(office: User, dossier: Dossier) -> Contact:
    spoken = Spoken(dossier.unit, Contact.Channel.PHONE, Contact.Result.UNREACHABLE, clock.today(), cycle=dossier.cycle)
    return contact_record(by=office, spoken=spoken)


def _posted(office: User, commune: Unit, cycle: Cycle) -> tuple[Objection, Remark]:
    """The second area is posted and objected to, and somebody remarked on the list."""
    new = NewPosting(
        posted_on=date(2021, 11, 8), places="Trụ sở Mẫu", days=5, paper=_scanned(office, commune, "Biên bản")
    )
    second = dossiers_of(cycle)[1]
    posting = posting_open(by=office, cycle=cycle, judge=commune, dossiers=[second], posting=new)
    posted = posting.entries.select_related("dossier", "posting").get()
    complaint_record(by=office, complaint=NewComplaint(posted.dossier.unit, "02/ĐN", date(2021, 11, 9)))
    told = NewObjection(number="01/KN", received_on=date(2021, 11, 9), figure="ho_cu_tru")
    remark = Remark.objects.create(posting=posting, text="Số hộ cần đối chiếu", sent_at=clock.now())
    return objection_record(by=office, posted=posted, objection=told), remark


def _resolve_and_honour(office: User, commune: Unit, cycle: Cycle) -> None:
    """A target and an award of the commune, who signs in the chair's place, and that an office was handed over."""
    Handover.objects.create(
        scope=commune, scope_name="Xã Mẫu", giver=typist_of(office), taker=office, handed_on=date(2021, 1, 4),
        shown={"roles": [], "lines": []}, applied_at=clock.now(), applied_by=office.pk,
    )  # fmt: skip
    day = date(2021, 1, 4)
    paper = paper_record(by=office, owner_unit=commune.pk, title="Kế hoạch Mẫu", number="1/KH-UBND", issued_on=day)
    deputy = NewDelegation(commune, Delegation.Form.DEPUTY, "Chủ tịch", "Phó Chủ tịch", day, None, paper)
    delegation_record(by=office, delegation=deputy)
    target_record(
        by=office,
        target=NewTarget(
            programme=cycle.programme, scope=commune, subject_kind=AREA, by=date(2021, 12, 31), count=1, what="Thôn Mẫu",
            level="dat", paper=paper,
        ),
    )  # fmt: skip
    award_record(
        by=office,
        award=NewAward(
            programme=cycle.programme, unit=commune, from_year=2021, to_year=2021, form=Award.Form.GIAY_KHEN, body="UBND Mẫu",
            number="1/QĐ-UBND", collectives=1,
        ),
    )  # fmt: skip


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def visit(client: Client, name: str, page: Page, world: World) -> int:
    return client.get(reverse(name, args=page.args(world)) + page.query).status_code


def send(client: Client, name: str, page: Page, world: World) -> tuple[int, bool]:
    """The answer to a submission, and whether anything was done; what was done is taken back."""
    before = LogEntry.objects.count()
    point = transaction.savepoint()
    status = client.post(reverse(name, args=page.args(world)), page.data(world)).status_code
    did = LogEntry.objects.count() != before
    transaction.savepoint_rollback(point)
    return status, did


def test_every_address_stands_in_the_table() -> None:
    known = {name for name in names(get_resolver().url_patterns) if not name.startswith(ACCOUNTS)}
    assert known == PAGES.keys() | PUBLIC | SHARED | BY_LINK


def test_every_act_stands_in_the_table() -> None:
    assert ACTS.keys() == ACTS_OF_SLUG.keys()


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page() -> None:
    world, client = make_world("Mẫu A"), Client()
    shared = {name: [Page(lambda world: [], READS)] for name in SHARED if not takes_an_object(name)}
    for name, pages in (PAGES | shared).items():
        for page in pages:
            address = reverse(name, args=page.args(world))
            for answer in (client.get(address), client.post(address, page.data(world))):
                assert answer.status_code == 302, name
                assert answer["Location"].startswith(reverse("account_login")), name


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_what_the_table_of_roles_says_and_nothing_of_another_commune(role: Role) -> None:
    own, foreign = make_world("Mẫu A"), make_world("Mẫu B")
    scope: UUID = own.area.pk if role is Role.UNIT_HEAD else own.commune.pk
    client = client_of(make_user(role, scope, owner="police" if role is Role.DATA_OWNER else ""))
    for name, pages in PAGES.items():
        for page in pages:
            shown = visit(client, name, page, own)
            assert (shown in (200, 409)) is page.reads(role), (name, page.args(own), shown)
            assert page.reads(role) or shown in REFUSED, (name, shown)
            status, did = send(client, name, page, own)
            may = page.sends is not None and page.sends(role)
            assert (status not in REFUSED) is may, (name, page.args(own), status)
            assert may or not did, name
            if page.args(own) and not (page.is_common or page.is_everywhere):
                assert visit(client, name, page, foreign) in REFUSED, name
                status, did = send(client, name, page, foreign)
                assert status in REFUSED, (name, status)
                assert not did, name


def test_somebody_without_any_role_sees_empty_lists_and_nothing_else() -> None:
    world = make_world("Mẫu A")
    client = client_of(make_user(None))
    for name, pages in PAGES.items():
        for page in pages:
            expected = (200,) if page.is_common else REFUSED
            assert visit(client, name, page, world) in expected, name
            status, did = send(client, name, page, world)
            assert status in REFUSED, (name, status)
            assert not did, name


def test_a_village_head_sees_one_dossier_in_the_list_of_the_commune() -> None:
    world = make_world("Mẫu A")
    head = client_of(make_user(Role.UNIT_HEAD, world.area.pk))
    shown = head.get(reverse("dossier_list", args=[world.cycle.pk])).content.decode()
    others = dossiers_of(world.cycle)[1:]
    assert world.dossier.unit_name in shown
    assert all(str(other.pk) not in shown for other in others)
    assert head.get(reverse("dossier", args=[others[0].pk])).status_code == 404


def test_boxes_of_another_commune_cannot_be_ticked_in_an_act_on_many() -> None:
    own, foreign = make_world("Mẫu A"), make_world("Mẫu B")
    officer = client_of(make_user(Role.COMMUNE_OFFICER, own.commune.pk))
    data = at_once("tu-danh-gia")(foreign)
    before = LogEntry.objects.count()
    assert officer.post(reverse("cycle_acts", args=[own.cycle.pk]), data).status_code == 404
    assert LogEntry.objects.count() == before
