"""Cycles: the list of them, opening one, its board, its dossiers, acts on many at once, its log."""

from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.acts import ACTS, AT_ONCE, ActForm, Doing
from binhyen.dossiers.forms.cycles import OpenCycleForm, WhichCycle, scope_of
from binhyen.dossiers.lifecycle import Step, Where
from binhyen.dossiers.models import Cycle, Dossier, DossierState
from binhyen.dossiers.selectors.adopting import adoptions_of
from binhyen.dossiers.selectors.grounds import shaken
from binhyen.dossiers.selectors.listing import Listing
from binhyen.dossiers.selectors.lists import (
    SHAKEN,
    SHAKEN_WORDS,
    DossierFilter,
    DossierLines,
    KindProgress,
    Line,
    counts_of,
    listed_kinds,
    progress_by_kind,
)
from binhyen.dossiers.selectors.opening import places_to_open, rulebooks_to_run
from binhyen.dossiers.selectors.pages import happenings
from binhyen.dossiers.selectors.relisting import SinceLastYear, since_last_year
from binhyen.dossiers.selectors.scope import SeenCycle, cycles_for, decisions_for, dossiers_for
from binhyen.dossiers.selectors.stories import story_of
from binhyen.dossiers.selectors.succession import may_lead
from binhyen.dossiers.selectors.unit_lists import OpenClaim, news_of, open_claims
from binhyen.dossiers.selectors.work import windows_of
from binhyen.dossiers.services.cycles import listing_to_open
from binhyen.dossiers.views.common import PER_PAGE, UNPROCESSABLE, attempt, carry_out, cycle_or_404
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model.criteria import Subject
from binhyen.rules.model.results import Outcome
from binhyen.units.models import UnitVersion

_STATES = (*((state.value, str(state.label)) for state in DossierState), (SHAKEN, SHAKEN_WORDS))
_VERDICTS = tuple((outcome.value, outcome.vietnamese.capitalize()) for outcome in Outcome)
# Enough for the largest commune; a longer list is worked through in parts.
_MOST_AT_ONCE = 2_000


@signed_in
@require_safe
def cycles(request: SignedInRequest) -> HttpResponse:
    """Cycles in which something is this person's to read, newest first."""
    page = Paginator(cycles_for(request.user), PER_PAGE).get_page(request.GET.get("trang"))
    shown = list(page.object_list)
    counts = counts_of(shown)
    context = {
        "page": page,
        "rows": [(cycle, counts.get(cycle.pk)) for cycle in shown],
        "may_open": bool(powers_of(request.user).scopes(Act.CYCLE_OPEN)),
    }
    return render(request, "dossiers/cycles.html", context)


@dataclass(slots=True)
class _Opening:
    """What was asked for, what was found for it, and who would be listed."""

    which: WhichCycle
    form: OpenCycleForm
    found: list[UnitVersion] = field(default_factory=list)
    scope: UnitVersion | None = None
    listing: Listing | None = None
    since: SinceLastYear | None = None
    claims: list[OpenClaim] = field(default_factory=list)
    status: int = 200

    @property
    def counts(self) -> dict[SubjectKind, int]:
        """How many of each kind would be listed."""
        return self.listing.counts if self.listing else {}

    @property
    def not_judged(self) -> list[tuple[str, int]]:
        """Kinds about which the rulebook says nothing."""
        return [(kind.vietnamese, number) for kind, number in self.listing.not_judged.items()] if self.listing else []


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_open(request: SignedInRequest) -> HttpResponse:
    """Choose rules, year and place; see who would be listed; then open."""
    if not powers_of(request.user).scopes(Act.CYCLE_OPEN):
        raise NotAllowed(Act.CYCLE_OPEN.value)
    is_sent = request.method == "POST"
    opening = _opening(request, request.POST if is_sent else request.GET)
    if is_sent and opening.scope is not None and _opened(request, opening, opening.scope):
        return redirect("cycles")
    return render(request, "dossiers/cycle_open.html", {"opening": opening}, status=opening.status)


def _opening(request: SignedInRequest, given: QueryDict) -> _Opening:
    which = WhichCycle(given if "nam" in given else None, rulebooks=rulebooks_to_run(request.user))
    opening = _Opening(which, OpenCycleForm())
    if which.is_bound and which.is_valid():
        data = which.cleaned_data
        opening.found = places_to_open(request.user, data["tim"], data["don_vi"])
        opening.scope = scope_of(which, opening.found)
    if opening.scope is not None:
        _look(request, opening, opening.scope)
    return opening


def _look(request: SignedInRequest, opening: _Opening, scope: UnitVersion) -> None:
    """Who would be listed, beside last year's list, and what two places claim."""
    rulebook, year = opening.which.cleaned_data["bo_tieu_chi"], opening.which.cleaned_data["nam"]
    try:
        opening.listing = listing_to_open(rulebook=rulebook, year=year, scope=scope.unit)
    except (RefusedByState, InputProblems) as error:
        opening.which.take(_problems(error))
        return
    asked = Cycle(programme_id=rulebook.programme_id, year=year, scope=scope.unit)
    opening.since = since_last_year(asked, opening.listing)
    opening.claims = open_claims(powers_of(request.user).scopes(Act.UNITS_EDIT))


def _opened(request: SignedInRequest, opening: _Opening, scope: UnitVersion) -> bool:
    data, form = opening.which.cleaned_data, OpenCycleForm(request.POST)
    opening.form, opening.status = form, UNPROCESSABLE
    if form.is_valid():
        act = partial(
            form.carry_out,
            by=request.user, rulebook=data["bo_tieu_chi"], year=data["nam"], scope=scope, act_key=submission_key(request),
        )  # fmt: skip
        opening.status = attempt(request, form, act, done=f"Đã mở đợt xét năm {data['nam']}, {scope.full_name}.")
    return opening.status == 0


def _problems(error: RefusedByState | InputProblems) -> tuple[Problem, ...]:
    if isinstance(error, InputProblems):
        return error.problems
    return (Problem(error.code, error.message, cure=error.cure),)


@signed_in
@require_safe
def cycle(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """The board: per kind of unit who has come how far, and what this person can do for many at once."""
    seen = cycle_or_404(request, cycle_id)
    rows = progress_by_kind(seen.dossiers)
    leads = seen.may(Act.CYCLE_OPEN) or may_lead(request.user, seen.cycle)
    context = {
        "cycle": seen.cycle,
        "rules": seen.rules,
        "rows": rows,
        "total": _total(rows),
        "bulk": _bulk(seen, rows),
        "may_link": bool(seen.powers.scopes(Act.REGISTER_ACCEPT)),
        "may_enter": bool(seen.powers.scopes(Act.FIGURES_ENTER) | seen.powers.scopes(Act.FIGURES_OWNED)),
        "may_read_log": bool(seen.powers.scopes(Act.LOG_READ)),
        "may_decide": bool(seen.powers.scopes(Act.DECIDE)),
        "may_chase": _may_chase(seen),
        "is_whole": seen.is_whole,
        "may_amend": seen.may(Act.CYCLE_OPEN),
        # The committee of the place for which the cycle was opened; others are reached from their decision room.
        "cycle_judge": seen.cycle.scope_id if seen.is_whole else None,
        "news": news_of(seen.cycle) if leads else None,
        "adoptions": adoptions_of(seen.cycle),
        "reviewed": sum(row.states[DossierState.REVIEWED] for row in rows),
        "shaken": shaken(seen.dossiers).count(),
        "windows": windows_of(seen.cycle),
        "decisions": decisions_for(request.user).filter(cycle_id=cycle_id),
    }
    return render(request, "dossiers/cycle.html", context)


def _may_chase(seen: SeenCycle) -> bool:
    """Whether any unit of this cycle is this person's to chase; elsewhere they may have others."""
    if not seen.powers.scopes(Act.CHASE):
        return False
    return seen.may(Act.CHASE) or dossiers_for(seen.reader, Act.CHASE, Where.UNIT).filter(cycle=seen.cycle).exists()


def _total(rows: list[KindProgress]) -> KindProgress:
    total = KindProgress(SubjectKind.COMMUNE)
    for row in rows:
        for name in ("listed", "registered", "reported", "assessed", "submitted", "reviewed", "decided", "recognised"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    return total


def _bulk(seen: SeenCycle, rows: list[KindProgress]) -> list[dict[str, object]]:
    """The acts that this person holds and that some dossiers here wait for, per kind of unit."""
    held = {
        slug: _held(seen, ACTS[slug]) for slug in AT_ONCE if slug not in ("khong-dang-ky", "y-kien", "y-kien-mat-tran")
    }
    return [
        {"slug": slug, "title": ACTS[slug].title, "kind": row.kind, "count": count}
        for row in rows
        for slug, step in held.items()
        if step and (count := sum(row.states[state] for state in _waiting(slug, step)))
    ]


def _held(seen: SeenCycle, form: type[ActForm]) -> Step | None:
    return next((step for step in form.steps if seen.powers.scopes(step.act)), None)


def _waiting(slug: str, step: Step) -> frozenset[DossierState]:
    """The states in which a dossier waits for the act, as against those that merely allow it again."""
    again = {
        "dang-ky": {DossierState.NOT_REGISTERED},
        "tu-danh-gia": {DossierState.SELF_ASSESSED},
    }
    return ACTS[slug].sources(step) - again.get(slug, set())


@signed_in
@require_safe
def dossier_list(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """Dossiers, 25 a page: by state, kind, verdict, and name without diacritics."""
    seen = cycle_or_404(request, cycle_id)
    asked = request.GET
    chosen = DossierFilter(
        asked.get("trang-thai", ""), asked.get("loai", ""), asked.get("ket-qua", ""), asked.get("q", "")[:120]
    )
    page: Page[Line] = Paginator(DossierLines(seen, chosen), PER_PAGE).get_page(asked.get("trang"))
    context = {
        "cycle": seen.cycle,
        "page": page,
        "lines": page.object_list,
        "chosen": chosen,
        "states": _STATES,
        "verdicts": _VERDICTS,
        "kinds": listed_kinds(seen.rules),
    }
    return render(request, "dossiers/dossier_list.html", context)


@dataclass(frozen=True, slots=True)
class _AtOnce:
    """One act on dossiers of one kind: what it asks, and the dossiers on which this person may do it."""

    slug: str
    step: Step
    kind: SubjectKind
    subject: Subject
    within: QuerySet[Dossier]

    def form(self, sent: SignedInRequest | None = None) -> ActForm:
        """What the act asks, once for all; with what was sent."""
        typed, files = (sent.POST, sent.FILES) if sent else (None, None)
        return ACTS[self.slug](typed, files, subject=self.subject, step=self.step)

    def picked(self, chosen: set[str]) -> list[Dossier]:
        """The dossiers that were ticked; one that is not this person's does not exist for them."""
        found = list(self.within.filter(pk__in=_ids(chosen)).select_related("cycle", "rulebook"))
        if len(found) != len(chosen):
            raise Http404
        return found

    def waiting(self) -> QuerySet[Dossier, tuple[UUID, str, int]]:
        """The dossiers that wait for the act."""
        rows = self.within.filter(state__in=_waiting(self.slug, self.step)).values_list("pk", "unit_name", "version")
        return rows[:_MOST_AT_ONCE]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_acts(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """One act on many dossiers of a kind: choose with boxes, give what the act asks once, done together."""
    seen = cycle_or_404(request, cycle_id)
    act = _at_once(request, seen)
    if request.method != "POST":
        return _bulk_page(request, seen, act, act.form(), None, 200)
    chosen, form, status = set(request.POST.getlist("ho_so")), act.form(request), UNPROCESSABLE
    picked = act.picked(chosen)
    if not picked:
        form.take([Problem("trong", "Chưa chọn đơn vị nào.", cure="Đánh dấu ít nhất một đơn vị.")])
    elif form.is_valid():
        doing = Doing(request.user, picked, submission_key(request))
        status = attempt(
            request, form, partial(carry_out, form, doing, request), done=f"{form.done}: {len(picked)} đơn vị."
        )
        if not status:
            return redirect("cycle", cycle_id)
    return _bulk_page(request, seen, act, form, chosen, status)


def _at_once(request: SignedInRequest, seen: SeenCycle) -> _AtOnce:
    asked = request.POST if request.method == "POST" else request.GET
    slug, kind = asked.get("viec", ""), _kind(seen, asked.get("loai", ""))
    if slug not in AT_ONCE or kind is None:
        raise Http404
    step = _held(seen, ACTS[slug])
    if step is None:
        raise NotAllowed(slug)
    within = dossiers_for(request.user, step.act, step.where).filter(cycle=seen.cycle, subject_kind=kind)
    return _AtOnce(slug, step, kind, seen.rules.subjects[kind], within)


def _bulk_page(
    request: SignedInRequest, seen: SeenCycle, act: _AtOnce, form: ActForm, chosen: set[str] | None, status: int
) -> HttpResponse:
    context = {
        "cycle": seen.cycle,
        "slug": act.slug,
        "kind": act.kind,
        "form": form,
        "rows": [(pk, name, version, chosen is None or str(pk) in chosen) for pk, name, version in act.waiting()],
    }
    return render(request, "dossiers/cycle_acts.html", context, status=status)


def _kind(seen: SeenCycle, asked: str) -> SubjectKind | None:
    return next((kind for kind in seen.rules.subjects if kind == asked), None)


def _ids(chosen: set[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in chosen]
    except ValueError as error:
        raise Http404 from error


@signed_in
@require_safe
def cycle_log(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """The story of the cycle in Vietnamese, newest first; of one unit where asked."""
    seen = cycle_or_404(request, cycle_id)
    unit = request.GET.get("don-vi", "")
    entries = story_of(request.user, seen, unit=_one_id(unit))
    if entries is None:
        raise NotAllowed(Act.LOG_READ.value)
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "cycle": seen.cycle,
        "page": page,
        "happenings": happenings(page.object_list),
        "units": seen.dossiers.values_list("unit", "unit_name")[:_MOST_AT_ONCE],
        "unit": unit,
    }
    return render(request, "dossiers/cycle_log.html", context)


def _one_id(asked: str) -> UUID | None:
    return _ids({asked})[0] if asked else None
