"""The posted list at the office: hang it, take it down, objections by number, remarks before anybody reads them."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binhyen.accounts.attempts import press, pressed_before
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.dossiers.forms.posting import AnswerForm, CloseForm, ObjectionForm, PostForm
from binhyen.dossiers.models import DossierState, Objection, PostedDossier, Posting
from binhyen.dossiers.selectors.committee import committee_of
from binhyen.dossiers.selectors.pages import figures_of, papers_of_dossier, past_of
from binhyen.dossiers.selectors.posting import posted_list, postings_for, postings_in, to_post
from binhyen.dossiers.selectors.posting_papers import MINUTES, POSTERS, poster_of, posting_minutes
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import SeenCycle
from binhyen.dossiers.services.posting import remark_moderate
from binhyen.dossiers.views.common import UNPROCESSABLE, attempt, cycle_or_404
from binhyen.kernel import clock
from binhyen.kernel.errors import NotAllowed
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import DOCX, PDF
from binhyen.papers.models import Paper
from binhyen.rendering import docx, pdf, posters
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import path_ids, version_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def postings(request: SignedInRequest, cycle_id: UUID, judge_id: UUID) -> HttpResponse:
    """What one committee has posted, and the form that posts those who qualify now."""
    seen = cycle_or_404(request, cycle_id)
    judge = _judge(request, judge_id)
    may_post = powers_of(request.user).may(Act.POST, path_ids(judge_id))
    ready = to_post(seen.cycle, judge_id)
    form, status = PostForm(), 200
    if request.method == "POST":
        if not may_post:
            raise NotAllowed(Act.POST.value)
        if pressed_before(request):
            return redirect("postings", cycle_id, judge_id)
        form, status = PostForm(request.POST, request.FILES), UNPROCESSABLE
        if form.is_valid():
            status = attempt(
                request,
                form,
                lambda: form.carry_out(
                    by=request.user,
                    cycle=seen.cycle,
                    judge=judge.unit,
                    ready=ready,
                    ticked=request.POST.getlist("ho_so"),
                    act_key=submission_key(request),
                ),
                done="Đã ghi nhận niêm yết.",
            )
            if not status:
                return redirect("postings", cycle_id, judge_id)
    return render(
        request, "dossiers/postings.html", _context(seen, judge, form, may_post) | {"ready": ready}, status=status
    )


def _context(seen: SeenCycle, judge: UnitVersion, form: PostForm, may_post: bool) -> dict[str, object]:
    return {
        "cycle": seen.cycle,
        "judge": judge,
        "posted": postings_in(seen.cycle, [judge.unit_id]),
        "committee": committee_of(seen.cycle.pk, judge.unit_id),
        "form": form if may_post else None,
    }


def _judge(request: SignedInRequest, judge_id: UUID) -> UnitVersion:
    judge = version_of(judge_id)
    if judge is None or not powers_of(request.user).may(Act.READ, path_ids(judge_id)):
        raise Http404
    return judge


def _posting(request: SignedInRequest, posting_id: UUID) -> Posting:
    found = postings_for(request.user).select_related("cycle__programme", "paper", "closing_paper")
    return get_object_or_404(found, pk=posting_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def posting(request: SignedInRequest, posting_id: UUID) -> HttpResponse:
    """One posted list; sending takes it down."""
    found = _posting(request, posting_id)
    form, status = CloseForm(), 200
    if request.method == "POST":
        _require(request, found, Act.POST)
        form, status = CloseForm(request.POST, request.FILES), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, posting=found, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi nhận kết thúc niêm yết.")
            if not status:
                return redirect("posting", posting_id)
    powers, path = powers_of(request.user), path_ids(found.judge_id)
    may_post = powers.may(Act.POST, path)
    context = {
        "shown": posted_list(found),
        "posting": found,
        "cycle": found.cycle,
        "form": form if may_post and found.closed_on is None else None,
        "may_post": may_post,
        "may_answer": powers.may(Act.REVIEW, path),
        "in_consultation": DossierState.IN_CONSULTATION,
        "minutes": MINUTES,
        "papers": [paper for paper in (found.paper, found.closing_paper) if paper],
        "posters": POSTERS,
        "public": reverse("public_posting", args=[found.pk]),
    }
    return render(request, "dossiers/posting.html", context, status=status)


def _require(request: SignedInRequest, found: Posting, act: Act) -> None:
    if not powers_of(request.user).may(act, path_ids(found.judge_id)):
        raise NotAllowed(act.value)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def objection_new(request: SignedInRequest, posting_id: UUID, dossier_id: UUID) -> HttpResponse:
    """An objection to one figure or paper of one unit."""
    found = _posting(request, posting_id)
    _require(request, found, Act.POST)
    linked = found.entries.select_related("dossier__cycle", "dossier__rulebook", "dossier__unit", "posting")
    posted = get_object_or_404(linked, dossier=dossier_id)
    form, status = ObjectionForm(posted=posted, papers=_papers(posted)), 200
    if request.method == "POST":
        form, status = ObjectionForm(request.POST, posted=posted, papers=_papers(posted)), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi nhận kiến nghị; đơn vị này chờ trả lời.")
            if not status:
                return redirect("posting", posting_id)
    context = {"posting": found, "cycle": found.cycle, "dossier": posted.dossier, "form": form}
    return render(request, "dossiers/objection.html", context, status=status)


def _papers(posted: PostedDossier) -> list[Paper]:
    dossier = posted.dossier
    return papers_of_dossier(dossier, past_of(dossier), figures_of(rules_of(dossier), dossier))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def objection_reply(request: SignedInRequest, posting_id: UUID, objection_id: UUID) -> HttpResponse:
    """The answer to an objection."""
    found = _posting(request, posting_id)
    _require(request, found, Act.REVIEW)
    linked = Objection.objects.select_related("complaint", "posted__dossier", "posted__posting", "about_paper")
    objection = get_object_or_404(linked, pk=objection_id, posted__posting=found)
    form, status = AnswerForm(), 200
    if request.method == "POST":
        form, status = AnswerForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, by=request.user, objection=objection, act_key=submission_key(request))
            status = attempt(request, form, act, done="Đã ghi nhận kết quả.")
            if not status:
                return redirect("posting", posting_id)
    context = {"posting": found, "cycle": found.cycle, "dossier": objection.posted.dossier, "form": form}
    return render(request, "dossiers/objection.html", context | {"objection": objection}, status=status)


@signed_in
@require_POST
def remark_look(request: SignedInRequest, posting_id: UUID, remark_id: UUID) -> HttpResponse:
    """Show a remark to everybody, or erase it."""
    found = _posting(request, posting_id)
    _require(request, found, Act.POST)
    remark = get_object_or_404(found.remarks, pk=remark_id)
    is_shown = request.POST.get("dang") == "1"
    act = partial(remark_moderate, by=request.user, remark=remark, is_shown=is_shown, act_key=submission_key(request))
    press(request, act, done="Đã đăng góp ý." if is_shown else "Góp ý này không đăng; nội dung đã xóa.")
    return redirect("posting", posting_id)


@signed_in
@require_safe
def posting_paper(request: SignedInRequest, posting_id: UUID, paper: str, suffix: str) -> FileResponse:
    """The list for the wall (pdf), or minutes (pdf, docx)."""
    found = _posting(request, posting_id)
    name = f"{paper}-{found.cycle.year}"
    if paper in POSTERS and suffix == "pdf":
        base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
        poster = poster_of(found, base + reverse("public_posting", args=[found.pk]))
        size: posters.Size = "a3" if paper.endswith("a3") else "a4"
        made = posters.render(poster, size=size, made_at=clock.now())
        return open_bytes(made, file_name=f"{name}{PDF.suffix}", content_type=PDF.content_type)
    if paper not in MINUTES or suffix not in ("pdf", "docx"):
        raise Http404
    document, kind = posting_minutes(found, paper), PDF if suffix == "pdf" else DOCX
    write = pdf.render if kind is PDF else docx.render
    made = write(document, made_at=clock.now())
    return open_bytes(made, file_name=f"{name}{kind.suffix}", content_type=kind.content_type)
