"""Sittings of the committee: one meeting over many dossiers, with its minutes and the proposal that follows from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from binhyen.accounts.roles import Act
from binhyen.dossiers.ballots import Outcome as Vote
from binhyen.dossiers.lifecycle import PASSED_ON, UNREGISTERED
from binhyen.dossiers.models import Basis, Dossier, Review, Standing
from binhyen.dossiers.papers import Aim, JudgedUnit, Meeting, minutes_document, proposal_document
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import day_in_words
from binhyen.papers.models import Paper
from binhyen.recognition.honours import honour_in_words
from binhyen.rendering.authors import Author, author_of
from binhyen.rendering.documents import OfficialPaper
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import path_ids, version_of
from binhyen.units.selectors.reach import may

# What makes several records one sitting: the same committee, day, form and counts.
_ONE = ("dossier__judged_by", "held_on", "form", "invited", "present", "agreed", "against", "abstained", "outcome")


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting of the committee of one judging unit, known by the first record of it."""

    record: UUID
    held_on: date
    units: int
    # Its minutes that were scanned, each with a dossier through which it is opened.
    scans: tuple[tuple[UUID, Paper], ...] = ()


def sittings_of(seen: SeenCycle, judge: UUID | None = None) -> list[Sitting]:
    """The sittings at which this judge's committee (None: any committee) reviewed dossiers of the cycle that the person
    may read, newest first. Three statements, a fourth where minutes were scanned."""
    held = Review.objects.filter(dossier__in=seen.dossiers.order_by().values("pk"), basis=Basis.REVIEW)
    held = held.filter(dossier__judged_by=judge) if judge else held.filter(dossier__judged_by__isnull=False)
    rows = held.order_by().values_list(*_ONE).annotate(first=Min("recorded_at"), units=Count("dossier", distinct=True))
    firsts = dict(
        held.filter(recorded_at__in=[row[-2] for row in rows]).order_by("-pk").values_list("recorded_at", "pk")
    )
    scans = _scans(held)
    found = [Sitting(firsts[row[-2]], row[1], row[-1], scans.get(row[: len(_ONE)], ())) for row in rows]
    return sorted(found, key=lambda one: (one.held_on, one.record), reverse=True)


def _scans(held: QuerySet[Review]) -> Mapping[tuple[Any, ...], tuple[tuple[UUID, Paper], ...]]:
    """The scanned minutes of each sitting, by what makes it one."""
    rows = held.filter(paper__kept=Paper.Kept.FILE).order_by("dossier__position").values_list(*_ONE, "paper", "dossier")
    by_sitting: dict[tuple[Any, ...], dict[UUID, UUID]] = {}
    for *sitting, paper, dossier in rows:
        by_sitting.setdefault(tuple(sitting), {}).setdefault(paper, dossier)
    papers = Paper.objects.in_bulk({paper for found in by_sitting.values() for paper in found}) if by_sitting else {}
    return {
        sitting: tuple((dossier, papers[paper]) for paper, dossier in found.items())
        for sitting, found in by_sitting.items()
    }


@dataclass(frozen=True, slots=True)
class _Sat:
    """One sitting read for its papers: the record, who judges, the dossiers in the order of the list, their verdicts."""

    seen: SeenCycle
    review: Review
    judge: UnitVersion
    dossiers: Sequence[Dossier]
    standings: Mapping[UUID, Standing]

    @property
    def rules(self) -> Rulebook:
        return rules_of(self.dossiers[0])

    @property
    def group_word(self) -> str:
        kinds = {one.subject_kind for one in self.dossiers}
        return SubjectKind(kinds.pop()).vietnamese if len(kinds) == 1 else "đơn vị"


@dataclass(frozen=True, slots=True)
class SittingPaper:
    """A paper of a sitting: its word in addresses and on screen, and how it is put together."""

    slug: str
    title: str
    compose: Callable[[_Sat], OfficialPaper]


def sitting_paper(seen: SeenCycle, record: UUID, slug: str) -> OfficialPaper | None:
    """The paper of a sitting; None for one that is not there, or whose committee is not for this person to look into."""
    review = Review.objects.filter(pk=record, dossier__cycle=seen.cycle, basis=Basis.REVIEW).select_related("dossier")
    first = review.first()
    wanted = SITTING_PAPERS.get(slug)
    if first is None or wanted is None or first.dossier.judged_by_id is None:
        return None
    judge = version_of(first.dossier.judged_by_id, first.dossier.window.last)
    if judge is None or not may(seen.reader, Act.READ, path_ids(judge.unit_id)):
        return None
    return wanted.compose(_read(seen, first, judge))


def _read(seen: SeenCycle, review: Review, judge: UnitVersion) -> _Sat:
    together = Q(dossier__judged_by=judge.unit_id, held_on=review.held_on, form=review.form, basis=Basis.REVIEW)
    counted = Q(invited=review.invited, present=review.present, agreed=review.agreed, outcome=review.outcome)
    for name in ("against", "abstained"):
        said = getattr(review, name)
        counted &= Q(**{f"{name}__isnull": True}) if said is None else Q(**{name: said})
    records = Review.objects.filter(together & counted, dossier__cycle=seen.cycle)
    dossiers: QuerySet[Dossier] = Dossier.objects.filter(pk__in=records.values("dossier")).order_by("position")
    standings = Standing.objects.filter(dossier__in=dossiers.order_by().values("pk"), basis=Basis.REVIEW)
    light = standings.defer("explanation", "facts")
    return _Sat(seen, review, judge, list(dossiers), {one.dossier_id: one for one in light})


def _minutes(sat: _Sat) -> OfficialPaper:
    met = sum(one.verdict == Outcome.MET for one in sat.standings.values())
    return minutes_document(
        committee_author(sat.judge),
        _aim(sat, sat.dossiers),
        _meeting(sat.review),
        subject="họp xét duyệt",
        about=f"{len(sat.dossiers)} {sat.group_word}",
        units=[_judged(sat, one) for one in sat.dossiers],
        conclusion=f"{met}/{len(sat.dossiers)} {sat.group_word} đủ điều kiện đề nghị công nhận.",
    )


def _proposal(sat: _Sat) -> OfficialPaper:
    met = [one for one in sat.dossiers if sat.standings[one.pk].verdict == Outcome.MET]
    kinds = {one.subject_kind for one in sat.dossiers}
    listed = Dossier.objects.filter(cycle=sat.seen.cycle, judged_by=sat.judge.unit_id, subject_kind__in=kinds)
    counts = listed.exclude(state__in=PASSED_ON).aggregate(
        listed=Count("pk"), registered=Count("pk", filter=~Q(state__in=UNREGISTERED))
    )
    return proposal_document(
        committee_author(sat.judge),
        _aim(sat, met),
        group_word=sat.group_word,
        listed=counts["listed"],
        registered=counts["registered"],
        rows=[_judged(sat, one) for one in met],
        meeting=_meeting(sat.review),
    )


SITTING_PAPERS: Mapping[str, SittingPaper] = {
    paper.slug: paper
    for paper in (
        SittingPaper("bien-ban", "Biên bản xét duyệt", _minutes),
        SittingPaper("to-trinh", "Tờ trình đề nghị công nhận", _proposal),
    )
}


def _judged(sat: _Sat, one: Dossier) -> JudgedUnit:
    standing = sat.standings[one.pk]
    criteria = standing.met + standing.not_met + standing.unknown
    said = f"{Outcome(standing.verdict).vietnamese.capitalize()}, {standing.met}/{criteria} tiêu chí"
    title = _titles(sat, one).get(standing.level, "")
    several = len({found.level for found in sat.standings.values() if found.level}) > 1
    return JudgedUnit(
        name=one.unit_name,
        kind_word=UnitKind(one.unit_kind).vietnamese,
        result=f"{said}: {title}" if title and several else said,
    )


def _titles(sat: _Sat, one: Dossier) -> dict[str, str]:
    return {level.code: level.name for level in rules_of(one).subjects[SubjectKind(one.subject_kind)].titles}


def _aim(sat: _Sat, dossiers: Sequence[Dossier]) -> Aim:
    """What is striven for: the levels that these reached, or the lowest of the rulebook."""
    reached = {_titles(sat, one).get(sat.standings[one.pk].level, "") for one in dossiers} - {""}
    lowest = list(_titles(sat, sat.dossiers[0]).values())[:1] or ["Đạt"]
    names = list(reached) or lowest
    cycle = sat.seen.cycle
    acts = sat.rules.basis
    return Aim(
        programme_name=cycle.programme.name,
        honour=honour_in_words(
            names[0] if len(names) == 1 else "",
            word=cycle.programme.get_word_display(),
            programme=cycle.programme.name,
            year=cycle.year,
        ),
        year=cycle.year,
        addressee=f"Chủ tịch Ủy ban nhân dân {sat.judge.name_in_sentence}",
        rulebook=(f"{acts[0]} {day_in_words(acts[0].day)}" if acts[0].day else str(acts[0])) if acts else "",
        illustrative=cycle.is_sample,
    )


def committee_author(judge: UnitVersion) -> Author:
    """The steering committee; its name and number differ from place to place and are completed by hand."""
    body = author_of(UnitKind(judge.kind), full_name=judge.full_name, name=judge.name, place=judge.name)
    return Author(
        name=f"Ban Chỉ đạo {judge.name_in_sentence}",
        superior=body.name,
        place=judge.name,
        head="Trưởng ban",
        short="BCĐ",
        forms=("TM. BAN CHỈ ĐẠO",),
    )


def _meeting(review: Review) -> Meeting:
    return Meeting(
        held_on=review.held_on,
        invited=review.invited,
        present=review.present,
        agreed=review.agreed,
        written=review.form == Review.Form.WRITTEN,
        against=review.against,
        abstained=review.abstained,
        outcome=Vote(review.outcome).vietnamese if review.outcome else "",
    )
