"""What stands beside a dossier once it is handed in: the committee's vote, the Front's word, the posting, and what the
unit changed after it was asked for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from binhyen.dossiers.models import Basis, Dossier, FrontOpinion, PostedDossier, Review
from binhyen.dossiers.selectors.lists import JUDGED
from binhyen.dossiers.selectors.pages import Past
from binhyen.figures.answers import show
from binhyen.figures.models import FigureValue, Source
from binhyen.figures.selectors import answer_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Paper
from binhyen.recognition.models import Complaint
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that stands otherwise than when the dossier was given back. Empty `before`: nobody had reported it."""

    name: str
    before: str
    after: str
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class Resubmitted:
    """What a unit did between being asked for more and handing in again, and what it was asked for."""

    asked_at: datetime
    reasons: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything of it; what is not there is None or empty."""

    vote: Review | None = None
    front: FrontOpinion | None = None
    posted: PostedDossier | None = None
    waiting: tuple[str, ...] = ()
    changed: Resubmitted | None = None

    @property
    def front_about(self) -> list[str]:
        """What the Front remarks on, in words."""
        return [str(FrontOpinion.About(one).label) for one in self.front.about] if self.front else []


def beside_of(rules: Rulebook, dossier: Dossier, past: Past) -> Beside:
    """What stands beside the dossier. Three statements at most, none before it is handed in."""
    if dossier.state not in JUDGED:
        return Beside(vote=past.last(Basis.REVIEW))
    posted = _posted(dossier)
    return Beside(
        vote=past.last(Basis.REVIEW),
        front=FrontOpinion.objects.filter(dossier=dossier).select_related("paper").first(),
        posted=posted,
        waiting=_waiting(posted),
        changed=_changed(rules, dossier, past),
    )


def _posted(dossier: Dossier) -> PostedDossier | None:
    entries = dossier.posted.select_related("posting").prefetch_related("objections__complaint")
    return entries.order_by("-posting__recorded_at").first()


def _waiting(posted: PostedDossier | None) -> tuple[str, ...]:
    found = [one.complaint for one in posted.objections.all()] if posted else []
    return tuple(one.number for one in found if one.result == Complaint.Result.PENDING)


def _changed(rules: Rulebook, dossier: Dossier, past: Past) -> Resubmitted | None:
    answered = [request for request in past.requests if request.answered_at is not None]
    if not answered:
        return None
    since = max(request.asked_at for request in answered)
    asked = [request for request in answered if request.asked_at == since]
    reasons = [f"Tiêu chí {one.criterion}: {one.reason}" if one.criterion else one.reason for one in asked]
    return Resubmitted(since, tuple(reasons), tuple(changes_since(rules, dossier, since)))


def changes_since(rules: Rulebook, dossier: Dossier, since: datetime) -> list[Change]:
    """The unit's own figures and papers that stand otherwise than at that instant, in the order of the rulebook."""
    figures = rules.subjects[SubjectKind(dossier.subject_kind)].figures_used()
    values = FigureValue.objects.filter(
        unit=dossier.unit_id, starts=dossier.starts, ends=dossier.ends, source=Source.SELF,
        figure__key__in=[figure.key for figure in figures],
    )  # fmt: skip
    by_key: dict[str, list[FigureValue]] = {}
    for value in values.select_related("figure", "paper").order_by("recorded_at"):
        by_key.setdefault(value.figure.key, []).append(value)
    found = (_change(figure, by_key.get(figure.key, ()), since) for figure in figures)
    return [one for one in found if one is not None]


def _change(figure: FigureDef, values: Sequence[FigureValue], since: datetime) -> Change | None:
    then = next((value for value in reversed(values) if value.recorded_at <= since), None)
    now = next((value for value in values if value.is_current), None)
    if now is None or now.recorded_at <= since:
        return None
    before = show(figure.answer.value, answer_of(then)) if then else ""
    return Change(figure.name, before, show(figure.answer.value, answer_of(now)), now.paper)
