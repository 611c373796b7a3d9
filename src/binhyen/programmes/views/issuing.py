"""Putting a rulebook in force, ending it, and citing what stays the committee's word."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.kernel.errors import RefusedByState
from binhyen.programmes.amending import sections_between
from binhyen.programmes.forms import CitationForm, IssueForm, RepealForm
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import burden, compiled, predecessor_of, replaceable_by, titles_asked
from binhyen.programmes.services import citation_record, rulebook_issue, rulebook_repeal
from binhyen.programmes.views.common import Versions, require_act, rulebook_or_404
from binhyen.programmes.views.pages import show_rulebook


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def issue_page(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """What issuing would change and ask of whom; then the act itself."""
    rulebook = rulebook_or_404(request, rulebook_id)
    require_act(request.user, Act.RULEBOOK_ISSUE, rulebook)
    if rulebook.state != Rulebook.State.DRAFT:
        raise RefusedByState("Bộ tiêu chí này đã ban hành.", cure="Xem bộ tiêu chí.")
    versions = Versions.around(request, rulebook)
    known = replaceable_by(rulebook, versions.all)
    form = IssueForm(request.POST or None, versions=known)
    if request.method != "POST":
        return _issue(request, versions, form)

    def issue() -> None:
        rulebook_issue(
            by=request.user,
            rulebook=rulebook,
            legal_act=form.legal_act,
            replaces=form.replaced,
            act_key=submission_key(request),
        )

    status = attempt(request, form, issue, done="Đã ban hành.") if form.is_valid() else UNPROCESSABLE
    return _issue(request, versions, form, status) if status else redirect("rulebook_page", rulebook.pk)


def _issue(request: SignedInRequest, versions: Versions, form: IssueForm, status: int = 200) -> HttpResponse:
    rulebook = versions.rulebook
    rules = compiled(rulebook)
    before = predecessor_of(rulebook, versions.all)
    old = compiled(rulebook_or_404(request, before.pk)) if before else None
    found = burden(draft=rulebook)
    keys = {*rules.figures}
    context = {
        "rulebook": rulebook,
        "rules": rules,
        "form": form,
        "before": before,
        "sections": sections_between(old, rules, titles_asked(old, rules)) if old else (),
        "burden": found,
        "new_figures": [one for one in found.figures if one.is_used and one.is_new],
        "twins": [pair for pair in found.twins if not keys.isdisjoint((pair.first.figure.key, pair.second.figure.key))],
        "unused": [one for one in found.unused if one.figure.key in keys],
    }
    return render(request, "programmes/issue.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def repeal_page(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """End an issued rulebook without another in its place."""
    rulebook = rulebook_or_404(request, rulebook_id)
    require_act(request.user, Act.RULEBOOK_ISSUE, rulebook)
    form = RepealForm(request.POST or None)

    def repeal() -> None:
        on, key = form.cleaned_data["on"], submission_key(request)
        rulebook_repeal(by=request.user, rulebook=rulebook, on=on, legal_act=form.legal_act, act_key=key)

    status = 200
    if request.method == "POST":
        status = attempt(request, form, repeal, done="Đã bãi bỏ.") if form.is_valid() else UNPROCESSABLE
        if not status:
            return redirect("rulebook_page", rulebook.pk)
    return render(request, "programmes/repeal.html", {"rulebook": rulebook, "form": form}, status=status)


@signed_in
@require_POST
def confirm(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """Record where a place that was to confirm stands in the law."""
    rulebook = rulebook_or_404(request, rulebook_id)
    form = CitationForm(request.POST)
    if not form.is_valid():
        return show_rulebook(request, rulebook, form, status=UNPROCESSABLE)
    try:
        citation_record(by=request.user, rulebook=rulebook, act_key=submission_key(request), **form.cleaned_data)
        messages.success(request, _("Đã ghi căn cứ."))
    except AlreadyDone:
        messages.info(request, _("Căn cứ này đã được ghi."))
    return redirect("rulebook_page", rulebook_id)
