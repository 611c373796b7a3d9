"""An invented installation with a row in every table that is backed up, and with values that are easily bent."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile

from binhyen.accounts.models import Grant, User
from binhyen.collection.models import AskedUnit, Collection, GivenAnswer, Sending
from binhyen.dossiers.models import (
    CheckAnswer,
    CommitteeAnswer,
    CommitteeRules,
    CommitteeSeat,
    Cycle,
    CycleStep,
    DeadlineLetter,
    Dossier,
    DossierSuccession,
    EarlierVerdict,
    FrontOpinion,
    Handover,
    LostGround,
    MoreRequest,
    Objection,
    PostedDossier,
    Posting,
    Remark,
    Review,
    RulebookAdoption,
    Standing,
    UnitList,
    UnitListEntry,
)
from binhyen.figures.models import FigureValue, PublishedFigure
from binhyen.insight.models import Target
from binhyen.links.models import Link
from binhyen.movement.models import (
    Activity,
    ActivityHost,
    Covenant,
    CovenantMember,
    Model,
    ModelYear,
    Rollout,
    Stage,
)
from binhyen.papers.models import Paper, Publication
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Citation, FigureDefinition, Programme, Rulebook
from binhyen.recognition.models import Award, Cancellation, Complaint, DecidingBody, Decision, Delegation, Recognition
from binhyen.reminders.models import Contact, MailedReminder, Wish
from binhyen.units.models import (
    Authority,
    Cluster,
    ClusterMember,
    ClusterYear,
    Identifier,
    Lineage,
    Roster,
    RosterLine,
    Succession,
    Unit,
    UnitEvent,
    UnitVersion,
)

MOMENT = datetime(2021, 12, 1, 3, 4, 5, 678901, tzinfo=UTC)
FIRST, LAST = date(2020, 11, 1), date(2021, 11, 1)
AWKWARD = "Thôn Mẫu “Đèo Ngang” 'x'\u00a0\\n\n\t=1+1 \U0001f33e"
PDF = b"%PDF-1.7 invented"


def fill() -> User:
    """Fill every table; the account that did it."""
    officer = _people()
    commune, village = _units()
    paper = paper_record(
        by=officer,
        owner_unit=village.id,
        title="Biên bản họp",
        upload=SimpleUploadedFile("bien-ban.pdf", PDF),
    )
    programme, rulebook, figure = _programme(paper)
    _values(officer, village, figure, paper)
    _movement(programme, village, paper)
    recognition = _decision(programme, rulebook, commune, village)
    _cancellation(programme, commune, recognition, paper)
    _award(programme, commune, village, paper)
    Target.objects.create(
        programme=programme, scope=commune, subject_kind="commune", by=LAST, counts="criteria", criteria=9, count=3, base=9,
        base_words=AWKWARD, what=AWKWARD, note=AWKWARD, paper=paper, is_sample=True, recorded_at=MOMENT,
        withdrawn_at=MOMENT, withdrawn_by=programme.id,
    )  # fmt: skip
    _dossier(programme, rulebook, commune, village, recognition, paper)
    _reminders(officer, village)
    _collection(officer, commune, village, paper)
    return officer


def _people() -> User:
    officer = User(username="mau", full_name="Cán bộ Mẫu", created_at=MOMENT)
    officer.set_password("mat khau mau 2021")
    officer.save()
    User.objects.filter(id=officer.id).update(created_at=MOMENT)
    Grant.objects.create(user=officer, role="commune_officer", scope=officer.id)
    address = EmailAddress.objects.create(user=officer, email="mau@mau.example", verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key="k", sent=MOMENT)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "invented"})
    return officer


def _units() -> tuple[Unit, Unit]:
    commune, village = Unit.objects.create(is_sample=True), Unit.objects.create(is_sample=True)
    for unit, parent, kind, name in ((commune, None, "xa", "Xã Mẫu"), (village, commune, "thon", AWKWARD)):
        UnitVersion.objects.create(
            unit=unit, parent=parent, kind=kind, name=name, full_name=name, folded="x", attributes={"z": 1, "a": ["đ"]}
        )
    Lineage.objects.create(ancestor=commune, descendant=village, depth=1, valid_from=FIRST)
    act = UnitEvent.objects.create(
        kind="split", effective_on=FIRST, legal_act="NQ Mẫu", summary=AWKWARD, signs_for=commune, recorded_at=MOMENT
    )
    UnitVersion.objects.filter(unit=village).update(begun_by=act)
    Succession.objects.create(predecessor=commune, successor=village, extent="part", effective_on=FIRST, event=act)
    Identifier.objects.create(unit=village, scheme="tax", value="0100000000")
    Authority.objects.create(unit=village, authority=commune, valid_from=FIRST, claimed_at=MOMENT, legal_act=AWKWARD)
    cluster = Cluster.objects.create(organiser=commune, name=AWKWARD)
    ClusterMember.objects.create(cluster=cluster, unit=village, joined_on=FIRST)
    ClusterYear.objects.create(cluster=cluster, year=2021, head=village)
    roster = Roster.objects.create(unit=village, year=2021, households=2, registered=1, by_channel={"qr": 1}, version=7)
    RosterLine.objects.create(roster=roster, number=1, registered=True, day=FIRST, channel="meeting")
    return commune, village


def _programme(paper: Paper) -> tuple[Programme, Rulebook, FigureDefinition]:
    programme = Programme.objects.create(code="mau", name="Phong trào Mẫu")
    figure = FigureDefinition.objects.create(key="so_ho", name="Số hộ", answer="amount")
    rulebook = Rulebook.objects.create(
        programme=programme, version="1", name="Bộ tiêu chí Mẫu", source="a: 1\n", canonical="{}", content_hash="0" * 64
    )
    rulebook.figures.add(figure)
    # Written after the one that replaces it, and read back before it.
    Rulebook.objects.create(
        programme=programme, version="0", name="Bộ tiêu chí Mẫu cũ", source="", canonical="{}", content_hash="1" * 64,
        state="replaced", valid_from=FIRST, valid_to=LAST, issuing_paper=paper, ending_paper=paper, replaced_by=rulebook,
    )  # fmt: skip
    Citation.objects.create(rulebook=rulebook, place="4", citation="Văn bản Mẫu", confirmed_by=programme.id)
    return programme, rulebook, figure


def _values(officer: User, village: Unit, figure: FigureDefinition, paper: Paper) -> None:
    common = {
        "figure": figure, "unit": village, "starts": FIRST, "ends": LAST, "source": "self", "typed_by": officer,
        "reported_by": "Trưởng thôn Mẫu", "channel": "phone", "recorded_at": MOMENT, "paper": paper,
    }  # fmt: skip
    old = FigureValue.objects.create(number=Decimal("0.10"), is_current=False, **common)
    FigureValue.objects.create(number=Decimal("999999999999.99"), supersedes=old, **common)
    source = Publication.objects.create(key="bao-mau", publisher="Báo Mẫu", title=AWKWARD, published_on=LAST)
    published = PublishedFigure.objects.create(
        key="mau", programme="mau", nature="result", what=AWKWARD, part=1, whole=3, measure="hộ", period="năm 2021",
        year=2021, publication=source,
    )  # fmt: skip
    published.units.add(village)


def _movement(programme: Programme, village: Unit, paper: Paper) -> None:
    source = Publication.objects.get(key="bao-mau")
    common = {"recorded_at": MOMENT, "recorded_by": programme.id, "is_sample": True, "note": AWKWARD}
    told = common | {"programme": programme, "publication": source, "paper": paper}
    covenant = Covenant.objects.create(
        host=village, year=2021, title=AWKWARD, terms=[AWKWARD, "Hai"], state="signed", signed_on=LAST, **told
    )
    CovenantMember.objects.create(covenant=covenant, unit=village, name=AWKWARD, office="Trưởng thôn", position=1)
    Rollout.objects.create(unit=village, phase="pilot", starts=FIRST, key="mau-diem", **told)
    activity = Activity.objects.create(
        kind="mediation", audiences=["people"], held_at="residential_area", times=3, people=40, cases=2, settled=1,
        starts=FIRST, ends=LAST, **told,
    )  # fmt: skip
    ActivityHost.objects.create(activity=activity, unit=village, position=1)
    model = Model.objects.create(unit=village, name=AWKWARD, folded="x", from_year=2019, **told)
    ModelYear.objects.create(model=model, year=2021, is_kept=True, points=2, teams=3, members=9, recorded_at=MOMENT)
    Stage.objects.create(
        unit=village, name=AWKWARD, from_year=2012, to_year=2022, form="final", summed_up_on=LAST, **told
    )


def _decision(programme: Programme, rulebook: Rulebook, commune: Unit, village: Unit) -> Recognition:
    DecidingBody.objects.create(subject_kind="residential_area", managing_rank="commune", basis="Văn bản Mẫu")
    decision = Decision.objects.create(
        programme=programme, rulebook=rulebook, deciding_unit=commune, year=2021, title="Quyết định Mẫu", body="UBND Mẫu",
        signatory="Chủ tịch", content={"rows": [{"name": AWKWARD}]}, decided_at=MOMENT, decided_by=programme.id,
    )  # fmt: skip
    return Recognition.objects.create(
        decision=decision, unit=village, programme=programme, year=2021, starts=FIRST, ends=LAST, level="dat",
        unit_name=AWKWARD, unit_kind="thon",
    )  # fmt: skip


def _cancellation(programme: Programme, commune: Unit, recognition: Recognition, paper: Paper) -> None:
    delegation = Delegation.objects.create(
        unit=commune, form="TUQ", of_office="Chủ tịch", signing_office=AWKWARD, on_behalf_of="Ủy ban nhân dân",
        valid_from=FIRST, valid_to=LAST, paper=paper, recorded_at=MOMENT, recorded_by=programme.id,
    )  # fmt: skip
    decision = Decision.objects.create(
        delegation=delegation, kind="cancellation", state="withdrawn", programme=programme, deciding_unit=commune, year=2021, title=AWKWARD,
        body="UBND Mẫu", signatory="Chủ tịch", content={}, decided_at=MOMENT, decided_by=programme.id,
    )  # fmt: skip
    Cancellation.objects.create(decision=decision, recognition=recognition, reason="figures", note=AWKWARD, paper=paper)


def _award(programme: Programme, commune: Unit, village: Unit, paper: Paper) -> None:
    award = Award.objects.create(
        programme=programme, unit=commune, from_year=2012, to_year=2022, form="giay_khen", collectives=3, individuals=6,
        body=AWKWARD, number="15/QĐ-UBND", given_on=LAST, paper=paper, is_sample=True, recorded_at=MOMENT,
        recorded_by=programme.id, struck_at=MOMENT, struck_by=programme.id, money=2**40,
    )  # fmt: skip
    award.named.add(village)


def _dossier(
    programme: Programme, rulebook: Rulebook, commune: Unit, village: Unit, recognition: Recognition, paper: Paper
) -> None:
    cycle = Cycle.objects.create(
        programme=programme, rulebook=rulebook, year=2021, scope=commune, scope_name="Xã Mẫu", name="Đợt xét Mẫu",
        opened_at=MOMENT, opened_by=programme.id, is_sample=True,
    )  # fmt: skip
    listed = UnitList.objects.create(
        cycle=cycle, seq=1, frozen_at=MOMENT, frozen_by=programme.id, shown={"left_out": [{"name": AWKWARD}]}
    )
    UnitListEntry.objects.create(
        unit_list=listed, unit=village, unit_name=AWKWARD, unit_kind="thon", subject_kind="residential_area",
        judged_by=commune, attributes={"size": "small"}, identifiers={"tax": "0101234567"},
    )  # fmt: skip
    dossier = Dossier.objects.create(
        cycle=cycle, unit=village, rulebook=rulebook, subject_kind="residential_area", starts=FIRST, ends=LAST, unit_name=AWKWARD,
        unit_kind="thon", folded="x", state="recognised", recognition=recognition, submitted_at=MOMENT,
    )  # fmt: skip
    rules = _committee(dossier, commune, paper)
    DossierSuccession.objects.create(
        before=dossier, after=dossier, extent="part", state_before="registered", unit_list=listed
    )
    Review.objects.create(
        dossier=dossier, rulebook=rulebook, basis="self", against=0, abstained=0, rules=rules, members=3, chair_agrees=True,
        outcome="carried", held_on=FIRST, invited=3, present=2, agreed=2, recorded_at=MOMENT,
        recorded_by=programme.id,
    )  # fmt: skip
    MoreRequest.objects.create(dossier=dossier, reason="Thiếu biên bản", asked_at=MOMENT, asked_by=programme.id)
    CommitteeAnswer.objects.create(
        dossier=dossier, rulebook=rulebook, criterion="4", met=None, points=Decimal("9.50"), recorded_at=MOMENT,
        recorded_by=programme.id,
    )  # fmt: skip
    CheckAnswer.objects.create(
        dossier=dossier,
        check_code="ho",
        question="Mẫu?",
        answer=AWKWARD[:20],
        answered_at=MOMENT,
        answered_by=programme.id,
    )
    later = Rulebook.objects.create(
        programme=programme, version="2", name="Bộ tiêu chí Mẫu", source="a: 2\n", canonical="{}", content_hash="1" * 64
    )
    RulebookAdoption.objects.create(
        cycle=cycle, seq=1, before=later, after=rulebook, from_day=FIRST, paper=paper, reason="Mẫu", shown={"a": [1]},
        applied_at=MOMENT, applied_by=programme.id,
    )  # fmt: skip
    _calendar(cycle, village, paper)
    Standing.objects.create(
        dossier=dossier, basis="self", verdict="met", met=5, not_met=0, unknown=0, not_applicable=0,
        facts={"ho": "12"}, explanation=[{"b": 1, "a": [True, None]}], rulebook_hash="0" * 64, evaluator_version="1",
        computed_at=MOMENT,
    )  # fmt: skip
    LostGround.objects.create(
        dossier=dossier, recognition=recognition, noted_at=MOMENT, reviewed_at=MOMENT, reviewed_by=programme.id
    )
    EarlierVerdict.objects.create(
        dossier=dossier, recognition=recognition, basis="review", verdict="met", level="dat", facts={"ho": "12"},
        explanation=[{"b": 1, "a": [True, None]}], rulebook_hash="0" * 64, evaluator_version="1", computed_at=MOMENT,
    )  # fmt: skip


def _reminders(officer: User, village: Unit) -> None:
    dossier = Dossier.objects.get(unit=village)
    holder = User.objects.create(username="lien-ket-mau", full_name=AWKWARD, is_active=False, created_at=MOMENT)
    Link.objects.create(
        dossier=dossier, holder=holder, token_hash="0" * 64, pin_hash="!", valid_to=LAST, given_at=MOMENT,
        given_by=officer.id, giver_name=AWKWARD, wrong_pins=4, locked_until=MOMENT, last_entered_at=MOMENT,
    )  # fmt: skip
    Contact.objects.create(
        unit=village, cycle=dossier.cycle, unit_name=AWKWARD, on=FIRST, channel="phone", result="promised", promised_on=LAST,
        withdrawn=True, recorded_at=MOMENT, recorded_by=officer.id,
    )  # fmt: skip
    Wish.objects.create(user=officer, by_mail=True, feed_digest="0" * 64, feed_made_at=MOMENT)
    MailedReminder.objects.create(
        user=officer, dossier=dossier, step="dang-ky", deadline=LAST, mark=-8, letter=officer.id, claimed_at=MOMENT,
        sent_at=MOMENT,
    )  # fmt: skip


def _collection(officer: User, commune: Unit, village: Unit, paper: Paper) -> None:
    asked_of = Collection.objects.create(
        scope=commune, scope_name=AWKWARD, question=AWKWARD, measure="lượt", due_at=MOMENT, is_sample=True, opened_at=MOMENT,
        opened_by=officer.id, closed_at=MOMENT,
    )  # fmt: skip
    asked = AskedUnit.objects.create(collection=asked_of, unit=village, unit_name=AWKWARD, unit_kind="thon", position=1)
    common = {
        "asked": asked, "reported_by": "Trưởng thôn", "channel": "phone", "typed_by": officer, "recorded_at": MOMENT,
    }  # fmt: skip
    old = GivenAnswer.objects.create(number=2**40, is_current=False, **common)
    GivenAnswer.objects.create(number=0, replaces=old, reason="typing", **common)
    Sending.objects.create(
        collection=asked_of, seq=1, at=MOMENT, body=AWKWARD, channel="zalo", paper=paper, sent_by=officer.id,
        content={"units": [[str(asked.id), AWKWARD, 2**40, None]]},
    )  # fmt: skip


def _calendar(cycle: Cycle, village: Unit, paper: Paper) -> None:
    CycleStep.objects.create(
        cycle=cycle, step="submit", subject_kind="residential_area", day=LAST, is_hard=True, citation=AWKWARD,
        recorded_at=MOMENT, recorded_by=cycle.id,
    )  # fmt: skip
    letter = DeadlineLetter.objects.create(
        cycle=cycle, seq=1, paper=paper, targets=["step.submit", "deadline.03-31"], new_day=LAST, covers="units",
        shown={"turns": [1]}, applied_at=MOMENT, applied_by=cycle.id,
    )  # fmt: skip
    letter.units.add(village)
    giver, taker = (
        User.objects.create(username=name, full_name="Cán bộ Mẫu", created_at=MOMENT) for name in ("mau-1", "mau-2")
    )
    Handover.objects.create(
        scope=village, scope_name=AWKWARD, giver=giver, taker=taker, handed_on=LAST, paper=paper, shown={"open": [1]},
        applied_at=MOMENT, applied_by=cycle.id,
    )  # fmt: skip


def _committee(dossier: Dossier, judge: Unit, paper: Paper) -> CommitteeRules:
    rules = CommitteeRules.objects.create(
        cycle=dossier.cycle, judge=judge, seq=1, quorum_part=2, quorum_whole=3, quorum_beyond=False, majority_part=1,
        majority_whole=2, majority_beyond=True, majority_of="voting", tie="chair", posting_days=5, remarks_open=True,
        paper=paper, recorded_at=MOMENT, recorded_by=dossier.id,
    )  # fmt: skip
    CommitteeSeat.objects.create(rules=rules, position=1, office=AWKWARD, unit=dossier.unit)
    FrontOpinion.objects.create(
        dossier=dossier, word="remarks", about=["papers"], paper=paper, recorded_at=MOMENT, recorded_by=dossier.id
    )
    posting = Posting.objects.create(
        cycle=dossier.cycle, judge=judge, posted_on=FIRST, days=5, places=AWKWARD, remarks_open=True, paper=paper,
        closed_on=LAST, closing_paper=paper, recorded_at=MOMENT, recorded_by=dossier.id,
    )  # fmt: skip
    Remark.objects.create(posting=posting, text=AWKWARD, state="shown", sent_at=MOMENT, moderated_at=MOMENT)
    posted = PostedDossier.objects.create(posting=posting, dossier=dossier, level=AWKWARD)
    complaint = Complaint.objects.create(
        unit=dossier.unit, number="01/KN", received_on=FIRST, due_on=LAST, result="rejected", answered_on=LAST,
        paper=paper, recorded_at=MOMENT, recorded_by=dossier.id,
    )  # fmt: skip
    Objection.objects.create(posted=posted, complaint=complaint, figure="so_ho")
    return rules


def stored_name(content: bytes = PDF) -> str:
    """Where a PDF paper with this content lies."""
    digest = hashlib.sha256(content).hexdigest()
    return f"papers/{digest[:2]}/{digest}.pdf"
