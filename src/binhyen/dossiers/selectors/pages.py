"""What the page of one dossier shows: criteria with reasons, figures with their sources, papers, what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from binhyen.audit.models import LogEntry, LogSubject
from binhyen.audit.selectors import lines
from binhyen.dossiers.lifecycle import DECIDED, UNREGISTERED
from binhyen.dossiers.models import Basis, CommitteeAnswer, Dossier, DossierState, MoreRequest, Review, Standing
from binhyen.dossiers.selectors.explaining import explained
from binhyen.dossiers.selectors.lists import JUDGED, basis_shown
from binhyen.figures.answers import show
from binhyen.figures.models import Channel, FigureValue, Source
from binhyen.figures.selectors import answer_of, current_values
from binhyen.kernel import text
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Paper
from binhyen.recognition.models import Decision
from binhyen.rules.model.parts import FigureDef
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Criterion, Rulebook, Scoring
from binhyen.shell.parts import Happening, Step

_TIMELINE = 12
_CHANNELS: Mapping[str, str] = {channel.value: str(channel.label) for channel in Channel}


@dataclass(frozen=True, slots=True)
class Bar:
    """A share to draw: `part` of `whole`, `open` still undecided, `need` in percent."""

    part: int
    whole: int
    open: int
    need: int | None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion as the page shows it. `unit_says` is the unit's own outcome where it differs."""

    code: str
    text: str
    outcome: str
    depth: int
    sentences: tuple[str, ...]
    bar: Bar | None
    unit_says: str
    basis: tuple[str, ...]
    evidence: tuple[str, ...]
    note: str
    counts_units: bool
    is_group: bool
    points: str


def criterion_rows(rules: Rulebook, dossier: Dossier, verdicts: "Verdicts") -> list[CriterionRow]:
    """The criteria in the order of the rulebook, explained from the facts that the verdict stands on."""
    own = verdicts.own
    other = {one["code"]: one["outcome"] for one in explained(dossier, own)} if own else {}
    subject = rules.subjects[SubjectKind(dossier.subject_kind)]
    cited = subject.basis or rules.basis
    return [_row(one, subject.by_code.get(one["code"]), cited, other) for one in explained(dossier, verdicts.shown)]


def _row(
    one: Mapping[str, Any], criterion: Criterion | None, cited: Sequence[object], other: Mapping[str, str]
) -> CriterionRow:
    said = other.get(one["code"], one["outcome"])
    differs = said not in (one["outcome"], Outcome.UNKNOWN)
    return CriterionRow(
        code=one["code"],
        text=one["text"],
        outcome=one["outcome"],
        depth=one["depth"],
        sentences=tuple(one["sentences"]),
        bar=bar_of(one),
        unit_says=said if differs else "",
        basis=tuple(str(source) for source in (criterion.basis if criterion else ()) or cited),
        evidence=tuple(criterion.evidence) if criterion else (),
        note=criterion.note if criterion else "",
        counts_units=any(finding["needed"] is not None for finding in one["findings"]),
        is_group=one["is_group"],
        points=_points(one, criterion),
    )


def _points(one: Mapping[str, Any], criterion: Criterion | None) -> str:
    """The points of a criterion that is decided by points alone: 8 of 10 is no failure. Empty for all others."""
    if criterion is None or criterion.rule is not None or criterion.scoring not in _SCORED:
        return ""
    return next((sentence for sentence in reversed(one["sentences"]) if sentence.endswith(" điểm")), "")


_SCORED = (Scoring.SCORE, Scoring.ENTERED, Scoring.DEDUCT, Scoring.SUM)


def bar_of(one: Mapping[str, Any]) -> Bar | None:
    """The bar of a criterion whose condition is a share of whole numbers."""
    found = next((finding for finding in one["findings"] if finding["share"] is not None), None)
    if found is None or one["outcome"] == Outcome.NOT_APPLICABLE:
        return None
    part, whole = Decimal(found["part"]), Decimal(found["whole"])
    high = Decimal(found["part_high"] or found["part"])
    if part != int(part) or whole != int(whole):
        return None
    need = None if found["threshold"] is None else round(found["threshold"] * 100)
    return Bar(int(part), int(whole), int(high - part), need)


def why(shown: Standing, rows: Sequence[CriterionRow]) -> str:
    """Why the verdict is what it is, in a sentence or two."""
    top = [row for row in rows if row.depth == 0]
    leaves = [row for row in rows if not row.is_group]
    match shown.verdict:
        case Outcome.MET:
            applicable = [row for row in top if row.outcome != Outcome.NOT_APPLICABLE]
            return f"Đạt {shown.met}/{len(applicable)} tiêu chí."
        case Outcome.NOT_MET:
            return _why_not([row for row in leaves if row.outcome == Outcome.NOT_MET], shown.unknown)
        case Outcome.NOT_APPLICABLE:
            return "Đơn vị không thuộc diện xét của bộ tiêu chí này."
        case _:
            return _why_unknown([row for row in leaves if row.outcome == Outcome.UNKNOWN])


def _why_not(failing: Sequence[CriterionRow], unknown: int) -> str:
    if not failing:
        return "Số tiêu chí đạt chưa đủ cho mức công nhận nào."
    first, others = failing[0], failing[1:]
    said = f"Tiêu chí {first.code}: {_first(first)}."
    if others:
        said += f" Chưa đạt thêm tiêu chí {', '.join(row.code for row in others)}."
    return f"{said} {unknown} tiêu chí chưa đủ căn cứ." if unknown else said


def _why_unknown(open_rows: Sequence[CriterionRow]) -> str:
    if not open_rows:
        return "Mức công nhận còn nội dung cần xác nhận với văn bản gốc."
    if len(open_rows) == 1:
        return f"Tiêu chí {open_rows[0].code}: {_first(open_rows[0])}."
    return f"Tiêu chí {', '.join(row.code for row in open_rows)} còn thiếu căn cứ."


def _first(row: CriterionRow) -> str:
    """The first sentence without its full stop and its verdict, which stands before it."""
    said = row.sentences[0] if row.sentences else row.text
    return said.removesuffix(".").removesuffix(" → chưa đạt")


# ---------------------------------------------------------------- figures and papers


@dataclass(frozen=True, slots=True)
class Given:
    """Where a value comes from: who reported it, who typed it, by which channel, when, on which paper."""

    source: str
    reported_by: str
    typed_by: str
    channel: str
    at: Any
    paper: Paper | None
    reason: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of the dossier: last year's, the unit's own, what the committee or the owner of the figure says."""

    name: str
    unit_of_measure: str
    previous: str
    own: str
    checked: str
    is_corrected: bool
    given: tuple[Given, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has reported it."""
        return not self.own and not self.checked


@dataclass(frozen=True, slots=True)
class Figures:
    """The table of figures."""

    rows: tuple[FigureRow, ...]
    has_previous: bool
    papers: tuple[Paper, ...]

    @property
    def known(self) -> int:
        """How many have been reported."""
        return sum(not row.is_open for row in self.rows)


def figures_of(rules: Rulebook, dossier: Dossier) -> Figures:
    """Every figure that the criteria ask of this unit, with the values that stand now. One statement."""
    window = dossier.window
    used = rules.subjects[SubjectKind(dossier.subject_kind)].figures_used()
    values = current_values(
        units=[dossier.unit_id], keys=[figure.key for figure in used], periods=[window, window.one_year_earlier()]
    ).select_related("figure", "typed_by", "paper")
    return figures_from(rules, dossier, values)


def figures_from(rules: Rulebook, dossier: Dossier, values: Iterable[FigureValue]) -> Figures:
    """The same table from values read before: of this unit, in its window and the one a year earlier."""
    used = rules.subjects[SubjectKind(dossier.subject_kind)].figures_used()
    now: dict[str, dict[str, FigureValue]] = {}
    before: dict[str, dict[str, FigureValue]] = {}
    for value in values:
        (now if value.starts == dossier.starts else before).setdefault(value.figure.key, {})[value.source] = value
    rows = tuple(_figure(figure, now.get(figure.key, {}), before.get(figure.key, {})) for figure in used)
    papers = [value.paper for by_source in now.values() for value in by_source.values() if value.paper]
    return Figures(rows, any(row.previous for row in rows), tuple(papers))


def _figure(figure: FigureDef, now: Mapping[str, FigureValue], before: Mapping[str, FigureValue]) -> FigureRow:
    checked = now.get(Source.OWNER) or now.get(Source.REVIEW)
    own = now.get(Source.SELF)
    earlier = before.get(Source.OWNER) or before.get(Source.REVIEW) or before.get(Source.SELF)
    said = [_shown(figure, value) for value in (own, checked)]
    return FigureRow(
        name=figure.name,
        unit_of_measure=figure.unit_of_measure,
        previous=_shown(figure, earlier),
        own=said[0],
        checked=said[1],
        is_corrected=bool(own and checked and said[0] != said[1]),
        given=tuple(_given(value) for value in (own, checked) if value),
    )


def _shown(figure: FigureDef, value: FigureValue | None) -> str:
    return show(figure.answer.value, answer_of(value)) if value else ""


def _given(value: FigureValue) -> Given:
    return Given(
        source=str(Source(value.source).label),
        reported_by=value.reported_by,
        typed_by=value.typed_by.full_name,
        channel=_CHANNELS[value.channel],
        at=value.recorded_at,
        paper=value.paper,
        reason=value.reason,
    )


# ---------------------------------------------------------------- what happened


@dataclass(frozen=True, slots=True)
class Past:
    """Meetings, requests and the committee's words on a dossier, each read once."""

    reviews: tuple[Review, ...]
    requests: tuple[MoreRequest, ...]
    answers: tuple[CommitteeAnswer, ...]

    def last(self, basis: Basis) -> Review | None:
        """The latest meeting on a basis."""
        return next((review for review in reversed(self.reviews) if review.basis == basis), None)

    @property
    def open_requests(self) -> list[MoreRequest]:
        """Requests for more that the unit has not answered."""
        return [request for request in self.requests if request.answered_at is None]

    @property
    def papers(self) -> list[Paper]:
        """The papers behind meetings and words."""
        found = [*(one.paper for one in self.reviews), *(one.paper for one in self.answers)]
        return [paper for paper in found if paper]


_NOTHING_YET = UNREGISTERED | {DossierState.REGISTERED}


def past_of(dossier: Dossier) -> Past:
    """Everything recorded about the dossier beside its figures. Three statements, once there can be anything."""
    if dossier.state in _NOTHING_YET:
        return Past((), (), ())
    return Past(
        tuple(dossier.reviews.select_related("paper").order_by("recorded_at")),
        tuple(dossier.requests.all()),
        tuple(dossier.answers.select_related("paper").order_by("criterion")),
    )


def timeline_of(dossier: Dossier) -> list[Happening]:
    """The latest acts on the dossier and on its unit's figures, newest first. One statement."""
    # A value carries the instant of its entry: so figures of other years of the unit stay out.
    values = FigureValue.objects.filter(unit=dossier.unit_id, starts=dossier.starts, ends=dossier.ends)
    of_unit = Q(kind="unit", subject_id=dossier.unit_id, entry__at__in=values.values("recorded_at"))
    about = Q(kind="dossier", subject_id=dossier.pk) | of_unit
    entries = LogEntry.objects.filter(seq__in=LogSubject.objects.filter(about).values("entry"))
    return happenings(entries.order_by("-seq")[:_TIMELINE])


def happenings(entries: Iterable[LogEntry]) -> list[Happening]:
    """Log entries as lines of a timeline; the newest one is marked."""
    told = []
    for at, line in enumerate(lines(entries)):
        title, _, detail = line.text.partition(": ")
        told.append(Happening(title, detail, line.at, line.actor, current=at == 0))
    return told


def decision_of(dossier: Dossier) -> Decision | None:
    """The decision that recognised the unit, or said that it is not recognised. One statement, if there is one."""
    if dossier.recognition_id is None:
        return None
    return Decision.objects.filter(recognitions=dossier.recognition_id).first()


def stations(dossier: Dossier, past: Past, figures: Figures, decision: Decision | None) -> list[Step]:
    """The strip from registration to decision, with what is known of each station."""
    own, judged = past.last(Basis.SELF), past.last(Basis.REVIEW)
    notes = (
        ("Đăng ký", text.day(dossier.registered_on) if dossier.registered_on else ""),
        ("Số liệu", f"{figures.known}/{len(figures.rows)} mục"),
        ("Tự đánh giá", text.day(own.held_on) if own else ""),
        ("Nộp hồ sơ", text.moment(dossier.submitted_at)[:10] if dossier.submitted_at else ""),
        ("Xét duyệt", text.day(judged.held_on) if judged else ""),
        ("Quyết định", _decided(dossier, decision)),
    )
    now = _station(dossier.state, complete=figures.known == len(figures.rows))
    return [
        Step(
            label,
            note or ("đang chờ" if at == now else ""),
            "done" if at < now else "current" if at == now else "ahead",
        )
        for at, (label, note) in enumerate(notes)
    ]


def _decided(dossier: Dossier, decision: Decision | None) -> str:
    if dossier.state not in DECIDED:
        return ""
    words = str(DossierState(dossier.state).label)
    return f"{words}, {decision.number}" if decision and decision.number else words


def _station(state: str, *, complete: bool) -> int:
    if state in UNREGISTERED:
        return 0
    if state in (DossierState.REGISTERED, DossierState.RETURNED):
        return 2 if complete else 1
    if state == DossierState.SELF_ASSESSED:
        return 3
    if state == DossierState.SUBMITTED:
        return 4
    return 6 if state in DECIDED else 5


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdict that is shown, and the unit's own beside it once the committee has the dossier."""

    shown: Standing
    own: Standing | None

    @property
    def key(self) -> str:
        """Changes whenever what is shown of the criteria changes."""
        return "-".join(f"{one.pk}.{one.computed_at.timestamp()}" for one in (self.shown, self.own) if one)


def verdicts_of(dossier: Dossier) -> Verdicts:
    """The verdicts to show, without their long explanation. One statement."""
    kept = Standing.objects.filter(dossier=dossier).defer("explanation", "facts")
    found = {standing.basis: standing for standing in kept}
    return Verdicts(found[basis_shown(dossier.state)], found.get(Basis.SELF) if dossier.state in JUDGED else None)


def papers_of_dossier(dossier: Dossier, past: Past, figures: Figures) -> list[Paper]:
    """Every paper behind the dossier, each once."""
    first = [dossier.registration_paper] if dossier.registration_paper else []
    found: dict[UUID, Paper] = {}
    for paper in (*first, *past.papers, *figures.papers):
        found.setdefault(paper.pk, paper)
    return list(found.values())
