"""One dossier, and each act on it as a small form of its own."""

from dataclasses import dataclass, field
from functools import lru_cache, partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.forms.acts import ACTS, ActForm, CommitteeAnswerForm, Doing, ReviewForm, SubmitForm
from binhyen.dossiers.lifecycle import DECIDED, Step, Where
from binhyen.dossiers.models import DossierState
from binhyen.dossiers.selectors.amended import Amended, amended_of, words_that_hold
from binhyen.dossiers.selectors.asking import Question, questions_of
from binhyen.dossiers.selectors.beside import Beside, beside_of
from binhyen.dossiers.selectors.drafts import drafts_for
from binhyen.dossiers.selectors.explaining import still_needed
from binhyen.dossiers.selectors.grounds import cancelled_recognitions, earlier_verdicts, lost_grounds
from binhyen.dossiers.selectors.lists import STATE_TONES
from binhyen.dossiers.selectors.pages import (
    Figures,
    Past,
    Verdicts,
    criterion_rows,
    decision_of,
    figures_of,
    papers_of_dossier,
    past_of,
    stations,
    timeline_of,
    verdicts_of,
    why,
)
from binhyen.dossiers.selectors.scope import SeenDossier
from binhyen.dossiers.selectors.scores import score_sheet, why_points
from binhyen.dossiers.selectors.succession import passage_seen
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, carry_out, dossier_or_404
from binhyen.dossiers.views.offers import may_take_over, offers_for
from binhyen.kernel.errors import NotAllowed
from binhyen.kernel.kinds import SubjectKind
from binhyen.shell.templatetags.components import timeline

# Some 20 kB each, in each process.
_KEPT_PAGES = 256


@signed_in
@require_safe
def dossier(request: SignedInRequest, dossier_id: UUID) -> HttpResponse:
    """Criteria with verdict and reason, figures and papers, one next action, what happened."""
    seen = dossier_or_404(request, dossier_id)
    one, verdicts = seen.dossier, verdicts_of(seen.dossier)
    body = _body(seen, verdicts)
    decision = decision_of(one)
    context = {
        "dossier": one,
        "cycle": one.cycle,
        "kind": SubjectKind(one.subject_kind),
        "state": DossierState(one.state),
        "tone": STATE_TONES[DossierState(one.state)],
        "is_decided": one.state in DECIDED,
        "rules": seen.rules,
        "verdict": verdicts.shown,
        "body": body,
        "decision": decision,
        "steps": stations(one, body.past, body.figures, decision),
        "papers": papers_of_dossier(one, body.past, body.figures),
        "drafts": drafts_for(one.state),
        "offers": offers_for(seen, figures_open=body.figures.known < len(body.figures.rows)),
        "may_take_over": bool(body.amended.values) and may_take_over(seen),
        "may_read_log": seen.may_do(Act.LOG_READ) or seen.may_do(Act.LOG_READ, Where.JUDGE),
    }
    beside = (_lost(seen) if seen.has_lost else {}) | ({"passage": passage_seen(seen)} if seen.has_passed else {})
    return render(request, "dossiers/dossier.html", context | beside)


def _lost(seen: SeenDossier) -> dict[str, object]:
    """What of its grounds was cancelled, what became of its own recognition, and who may look again."""
    one, grounds = seen.dossier, lost_grounds(seen.dossier)
    is_near = seen.may_do(Act.SUBMIT) or seen.may_do(Act.REVIEW, Where.JUDGE)
    return {
        "grounds": grounds,
        "may_look_again": bool(grounds) and is_near and one.state not in DECIDED,
        "taken_back": cancelled_recognitions(one),
        "earlier": earlier_verdicts(one),
    }


@dataclass(frozen=True, slots=True)
class _Body:
    """What of the page changes only with an act or a figure: the same for everybody who looks."""

    why: str
    by_points: bool
    criteria: SafeString
    table: SafeString
    figures: Figures
    past: Past
    timeline: SafeString
    questions: list[Question]
    amended: Amended
    beside: Beside


@dataclass(frozen=True, slots=True)
class _Asked:
    """A body is known by the dossier's version and the instant of its verdicts: every act raises the one, and every
    figure or word of the committee renews the other."""

    key: str
    seen: SeenDossier = field(compare=False)
    verdicts: Verdicts = field(compare=False)


def _body(seen: SeenDossier, verdicts: Verdicts) -> _Body:
    asked = _Asked(f"{seen.dossier.version}-{verdicts.key}", seen, verdicts)
    # Once decided, verdicts stand still while figures of the year before may still be corrected elsewhere.
    return _made(asked) if seen.dossier.state in DECIDED else _kept(asked)


@lru_cache(maxsize=_KEPT_PAGES)
def _kept(asked: _Asked) -> _Body:
    return _made(asked)


def _made(asked: _Asked) -> _Body:
    one, rules = asked.seen.dossier, asked.seen.rules
    rows, figures, past = criterion_rows(rules, one, asked.verdicts), figures_of(rules, one), past_of(one)
    scores = score_sheet(one, asked.verdicts)
    in_points = why_points(rules, one, asked.verdicts.shown, scores)
    return _Body(
        in_points or why(asked.verdicts.shown, rows),
        bool(in_points),
        render_to_string(
            "dossiers/_criteria.html",
            {
                "rows": rows,
                "dossier": one,
                "needed": still_needed(one, asked.verdicts.shown),
                "scores": scores,
            },
        ),
        render_to_string("dossiers/_figures.html", {"figures": figures, "dossier": one}),
        figures,
        past,
        timeline(timeline_of(one)),
        questions_of(one),
        amended_of(rules, one, past),
        beside_of(rules, one, past),
    )


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
        doing = Doing(request.user, [seen.dossier], submission_key(request))
        status = UNPROCESSABLE
        if form.is_valid():
            status = attempt(
                request, form, partial(carry_out, form, doing, request), done=f"{kind.done}: {seen.dossier}."
            )
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
    subject = seen.rules.subjects[SubjectKind(seen.dossier.subject_kind)]
    typed, files = (request.POST, request.FILES) if request else (None, None)
    if issubclass(kind, ReviewForm | CommitteeAnswerForm):
        return kind(typed, files, subject=subject, step=step, answers=words_that_hold(seen.dossier))
    if issubclass(kind, SubmitForm):
        return kind(typed, files, subject=subject, step=step, questions=questions_of(seen.dossier))
    return kind(typed, files, subject=subject, step=step)


def _page(request: SignedInRequest, seen: SeenDossier, form: ActForm, status: int) -> HttpResponse:
    context = {
        "dossier": seen.dossier,
        "cycle": seen.dossier.cycle,
        "form": form,
        "offer": form.offer(form.step, seen.dossier.state),
    }
    return render(request, "dossiers/dossier_act.html", context, status=status)
