"""One dossier, and each act on it as a small form of its own."""

from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.forms.acts import ACTS, ActForm, CommitteeAnswerForm, Doing, ReviewForm
from binhyen.dossiers.lifecycle import DECIDED, Step, Where
from binhyen.dossiers.models import Dossier, DossierState
from binhyen.dossiers.selectors.lists import STATE_TONES
from binhyen.dossiers.selectors.pages import (
    Verdicts,
    criterion_rows,
    figures_of,
    papers_of_dossier,
    past_of,
    stations,
    timeline_of,
    verdicts_of,
    why,
)
from binhyen.dossiers.selectors.scope import SeenDossier
from binhyen.dossiers.views.common import UNPROCESSABLE, act_key, attempt, dossier_or_404
from binhyen.dossiers.views.offers import offers_for
from binhyen.kernel.errors import NotAllowed
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.selectors import compiled
from binhyen.rules.model.rulebook import Rulebook

# The criteria of a dossier look the same until its verdict is worked out again, and the key then changes.
_KEPT_SECONDS = 3600


@signed_in
@require_safe
def dossier(request: SignedInRequest, dossier_id: UUID) -> HttpResponse:
    """Criteria with verdict and reason, figures and papers, one next action, what happened."""
    seen = dossier_or_404(request, dossier_id)
    one, rules = seen.dossier, compiled(seen.dossier.cycle.rulebook)
    verdicts, figures, past = verdicts_of(one), figures_of(rules, one), past_of(one)
    context = {
        "dossier": one,
        "cycle": one.cycle,
        "kind": SubjectKind(one.subject_kind),
        "state": DossierState(one.state),
        "tone": STATE_TONES[DossierState(one.state)],
        "is_decided": one.state in DECIDED,
        "decision": one.recognition.decision if one.recognition else None,
        "verdict": verdicts.shown if verdicts else None,
        "criteria": _criteria(one, rules, verdicts) if verdicts else None,
        "steps": stations(one, past, figures),
        "figures": figures,
        "past": past,
        "papers": papers_of_dossier(one, past, figures),
        "offers": offers_for(seen, figures_open=figures.known < len(figures.rows)),
        "timeline": timeline_of(one),
        "may_read_log": seen.may_do(Act.LOG_READ) or seen.may_do(Act.LOG_READ, Where.JUDGE),
    }
    return render(request, "dossiers/dossier.html", context)


def _criteria(one: Dossier, rules: Rulebook, verdicts: Verdicts) -> dict[str, str]:
    """The sentence that says why, and the criteria set as a fragment."""
    key = f"criteria-{verdicts.key}"
    kept: dict[str, str] | None = cache.get(key)
    if kept is None:
        rows = criterion_rows(rules, one, verdicts.shown, verdicts.own)
        fragment = render_to_string("dossiers/_criteria.html", {"rows": rows, "dossier": one})
        kept = {"why": why(verdicts.shown, rows), "fragment": fragment}
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_act(request: SignedInRequest, dossier_id: UUID, act: str) -> HttpResponse:
    """One act: what it needs, then done; a refusal is shown in the form and nothing typed is lost."""
    seen = dossier_or_404(request, dossier_id)
    kind = ACTS.get(act)
    if kind is None:
        raise Http404
    step = _step(kind, seen)
    if request.method == "POST":
        form = _form(kind, seen, step, request)
        doing = Doing(request.user, [seen.dossier], act_key(request))
        status = UNPROCESSABLE
        if form.is_valid():
            status = attempt(request, form, lambda: form.carry_out(doing), done=f"{kind.done}: {seen.dossier}.")
        if not status:
            return redirect("dossier", dossier_id)
        return _page(request, seen, form, status)
    if seen.dossier.state not in kind.sources(step):
        raise OutOfOrder(step.words, (seen.dossier.unit_name,))
    return _page(request, seen, _form(kind, seen, step), 200)


def _step(kind: type[ActForm], seen: SeenDossier) -> Step:
    step = next((step for step in kind.steps if seen.may(step)), None)
    if step is None:
        raise NotAllowed(kind.steps[0].act.value)
    return step


def _form(kind: type[ActForm], seen: SeenDossier, step: Step, request: SignedInRequest | None = None) -> ActForm:
    rules = compiled(seen.dossier.cycle.rulebook)
    subject = rules.subjects[SubjectKind(seen.dossier.subject_kind)]
    typed = request.POST if request else None
    if issubclass(kind, ReviewForm | CommitteeAnswerForm):
        return kind(typed, subject=subject, step=step, answers=tuple(seen.dossier.answers.all()))
    return kind(typed, subject=subject, step=step)


def _page(request: SignedInRequest, seen: SeenDossier, form: ActForm, status: int) -> HttpResponse:
    context = {
        "dossier": seen.dossier,
        "cycle": seen.dossier.cycle,
        "form": form,
        "offer": form.offer(form.step, seen.dossier.state),
    }
    return render(request, "dossiers/dossier_act.html", context, status=status)
