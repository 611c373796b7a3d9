"""Trials: a draft over past cycles before it is issued, and a past cycle judged again by another version."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.scope import SeenCycle, cycle_seen
from binhyen.insight.forms import ReplayForm, TrialForm
from binhyen.insight.past import judge_again
from binhyen.insight.selectors import cycles_to_try, dossiers_in, versions_to_try
from binhyen.insight.services import trial_export_ask
from binhyen.insight.trials import Report, report_of
from binhyen.kernel.errors import NotAllowed
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled

# More is worked out in the background, as a workbook.
MOST_ON_PAGE = 1_500
_PER_PAGE = 100
_MOST_CYCLES = 60


@dataclass(slots=True)
class _Trial:
    """What was asked for, and how large it is."""

    form: TrialForm
    draft: Rulebook | None = None
    base: Rulebook | None = None
    cycles: QuerySet[Cycle] | None = None
    dossiers: int = 0

    @property
    def fits(self) -> bool:
        """Whether it is answered at once."""
        return 0 < self.dossiers <= MOST_ON_PAGE


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def what_if_page(request: SignedInRequest) -> HttpResponse:
    """Choose a version and past cycles; see who gains, who loses, by which criterion. POST makes a workbook of it."""
    asked = _asked(request, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        if asked.draft is None or asked.cycles is None:
            raise Http404
        return _export(request, asked.draft, asked.base, list(asked.cycles))
    report = _report(asked) if asked.fits else None
    page = Paginator(report.changes if report else (), _PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "asked": asked,
        "form": asked.form,
        "report": report,
        "page": page,
        "may_export": bool(powers_of(request.user).scopes(Act.EXPORT)),
        "query": _without_page(request.GET),
    }
    return render(request, "insight/what_if.html", context)


def _export(request: SignedInRequest, draft: Rulebook, base: Rulebook | None, cycles: list[Cycle]) -> HttpResponse:
    try:
        job = trial_export_ask(by=request.user, draft=draft, base=base, cycles=cycles, act_key=submission_key(request))
    except AlreadyDone:
        # Pressed twice: the list shows the one that is on its way.
        return redirect("reports")
    return redirect("report", job.pk)


def _asked(request: SignedInRequest, given: QueryDict) -> _Trial:
    versions = versions_to_try(request.user)
    tried = _id(given.get("moi", ""))
    chosen = versions.filter(pk=tried).first() if tried else None
    programme = chosen.programme_id if chosen else None
    cycles = cycles_to_try(request.user, programme) if programme else Cycle.objects.none()
    shown = Cycle.objects.filter(pk__in=[cycle.pk for cycle in cycles[:_MOST_CYCLES]]).order_by("-year", "name")
    others = versions_to_try(request.user, programme) if programme else Rulebook.objects.none()
    form = TrialForm(given if "moi" in given else None, versions=versions, others=others, cycles=shown)
    asked = _Trial(form)
    if form.is_bound and form.is_valid():
        asked.draft, asked.base = form.cleaned_data["moi"], form.cleaned_data["cu"]
        asked.cycles = form.cleaned_data["dot"] or shown
        asked.dossiers = dossiers_in(asked.cycles)
    return asked


def _report(asked: _Trial) -> Report | None:
    if asked.draft is None or asked.cycles is None:
        return None
    base = compiled(asked.base) if asked.base else None
    return report_of([judge_again(cycle, compiled(asked.draft), base) for cycle in asked.cycles])


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _without_page(given: QueryDict) -> str:
    kept = given.copy()
    kept.pop("trang", None)
    return kept.urlencode()


@signed_in
@require_safe
def replay(request: SignedInRequest, cycle_id: UUID) -> HttpResponse:
    """A cycle under the rules of its time and under another version, side by side; what is frozen stays."""
    seen = cycle_seen(request.user, cycle_id)
    if seen is None:
        raise Http404
    if not seen.is_whole:
        raise NotAllowed(Act.READ.value)
    form = ReplayForm(
        request.GET if "ban" in request.GET else None, versions=versions_to_try(request.user, seen.cycle.programme_id)
    )
    chosen: Rulebook | None = form.cleaned_data["ban"] if form.is_bound and form.is_valid() else None
    report = _replayed(seen, chosen)
    page = Paginator(report.changes if report else (), _PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "cycle": seen.cycle,
        "form": form,
        "chosen": chosen,
        "report": report,
        "page": page,
        "query": _without_page(request.GET),
    }
    return render(request, "insight/replay.html", context)


def _replayed(seen: SeenCycle, chosen: Rulebook | None) -> Report | None:
    """The cycle judged again, where it can be done at once; by its own version alone where no other is chosen."""
    if seen.dossiers.count() > MOST_ON_PAGE:
        return None
    return report_of([judge_again(seen.cycle, compiled(chosen) if chosen else seen.rules)])
