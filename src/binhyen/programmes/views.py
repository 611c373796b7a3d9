"""Pages about rulebooks. Reading is for every signed-in person: criteria are public rules, not anybody's data."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.kernel import clock
from binhyen.kernel.errors import Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.forms import CitationForm, RulebookFileForm
from binhyen.programmes.models import Rulebook
from binhyen.programmes.reading import citation_pages, state_words, subject_page
from binhyen.programmes.selectors import compiled, may_act, rulebook_list, to_confirm_places
from binhyen.programmes.services import citation_record
from binhyen.programmes.wording import place_words
from binhyen.rules.loading import check_rulebook

_LARGEST_FILE = 2_000_000  # bytes; what the loader reads at most


@signed_in
@require_safe
def list_page(request: SignedInRequest) -> HttpResponse:
    """Every rulebook of this installation, newest first within its programme."""
    today = clock.today()
    rows = [{"rulebook": each, "state": state_words(each, today)} for each in rulebook_list()]
    return render(request, "programmes/list.html", {"rows": rows})


@signed_in
@require_safe
def rulebook_page(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """One rulebook: the kind of unit asked for (`?loai=`), or the first."""
    rulebook = get_object_or_404(Rulebook.objects.select_related("programme"), pk=rulebook_id)
    return _show(request, rulebook, CitationForm())


def _show(request: SignedInRequest, rulebook: Rulebook, form: CitationForm, status: int = 200) -> HttpResponse:
    rules = compiled(rulebook)
    places = to_confirm_places(rulebook)
    given = {place.place: place.citation for place in places if place.citation is not None}
    kind = _kind(request, tuple(rules.subjects))
    context = {
        "rulebook": rulebook,
        "rules": rules,
        "state": state_words(rulebook, clock.today()),
        "tabs": [(each, each.vietnamese, each is kind) for each in rules.subjects],
        "subject": subject_page(rules, kind, given),
        "basis": citation_pages(rules.basis),
        "places": [{"words": place_words(each.place), "place": each.place, "given": each.citation} for each in places],
        "given": len(given),
        "form": form,
        "may_confirm": rulebook.state != Rulebook.State.DRAFT
        and may_act(request.user, Act.RULEBOOK_ISSUE, rulebook.programme),
    }
    return render(request, "programmes/rulebook.html", context, status=status)


def _kind(request: SignedInRequest, known: tuple[SubjectKind, ...]) -> SubjectKind:
    asked = request.GET.get("loai", "")
    if not asked and known:
        return known[0]
    if asked not in known:
        raise Http404
    return SubjectKind(asked)


@signed_in
@require_POST
def confirm(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """Record where a place that was to confirm stands in the law."""
    rulebook = get_object_or_404(Rulebook.objects.select_related("programme"), pk=rulebook_id)
    form = CitationForm(request.POST)
    if not form.is_valid():
        return _show(request, rulebook, form, status=422)
    try:
        citation_record(by=request.user, rulebook=rulebook, act_key=submission_key(request), **form.cleaned_data)
        messages.success(request, _("Đã ghi căn cứ."))
    except AlreadyDone:
        messages.info(request, _("Căn cứ này đã được ghi."))
    return redirect("rulebook_page", rulebook_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: SignedInRequest) -> HttpResponse:
    """List every problem of an uploaded rulebook file; nothing is stored."""
    form = RulebookFileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[Any] = form.cleaned_data["file"]
        problems = _problems(file)
        context |= {"checked": True, "file_name": file.name, "problems": problems}
        return render(request, "programmes/check.html", context, status=422 if problems else 200)
    return render(request, "programmes/check.html", context, status=422 if form.errors else 200)


def _problems(file: "UploadedFile[Any]") -> tuple[Problem, ...]:
    if (file.size or 0) > _LARGEST_FILE:
        return (Problem("tep_qua_lon", _("Tệp lớn hơn 2 MB."), cure=_("Tách thành nhiều bộ tiêu chí.")),)
    try:
        return check_rulebook(file.read().decode("utf-8"))
    except UnicodeDecodeError:
        cure = _("Mở tệp bằng trình soạn thảo văn bản và lưu lại dạng UTF-8; tệp Word, PDF không dùng được.")
        return (Problem("khong_phai_van_ban", _("Tệp này không phải là văn bản UTF-8."), cure=cure),)
