"""Bringing a rulebook in: check a file, keep it as a draft, settle what it leaves open, throw it away."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.programmes.forms import RulebookFileForm, SettleForm
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled, drafts_anything
from binhyen.programmes.services import rulebook_confirm, rulebook_discard, rulebook_draft
from binhyen.programmes.views.common import require_act, rulebook_or_404
from binhyen.programmes.wording import place_words
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import Rulebook as CompiledRulebook
from binhyen.rules.model.rulebook import Subject
from binhyen.sheets.rulebooks import is_workbook, read_rulebook_workbook, refuse_person_figures


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: SignedInRequest) -> HttpResponse:
    """List every problem of an uploaded rulebook file; nothing is stored."""
    form = RulebookFileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    status = 200
    if request.method == "POST":
        status = _tried(form, lambda content, source: refuse_person_figures(content))
        context |= {"checked": not status, "file_name": getattr(form.cleaned_data.get("file"), "name", "")}
    return render(request, "programmes/check.html", context, status=status or 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: SignedInRequest) -> HttpResponse:
    """Keep a file as a draft, or say everything that is wrong with it."""
    if not drafts_anything(request.user):
        raise NotAllowed(Act.RULEBOOK_DRAFT.value)
    form = RulebookFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "programmes/draft.html", {"form": form})
    kept: list[Rulebook] = []

    def keep(content: CompiledRulebook, source: str) -> None:
        key = submission_key(request)
        kept.append(rulebook_draft(by=request.user, content=content, source=source, act_key=key))

    status = _tried(form, lambda content, source: _attempted(request, form, lambda: keep(content, source)))
    if status:
        return render(request, "programmes/draft.html", {"form": form}, status=status)
    return redirect("rulebook_page", kept[0].pk) if kept else redirect("rulebook_list")


def _attempted(request: SignedInRequest, form: RulebookFileForm, act: Callable[[], object]) -> int:
    return attempt(request, form, act, done="Đã nhận tệp; dự thảo ở dưới đây.")


def _tried(form: RulebookFileForm, then: Callable[[CompiledRulebook, str], int | None]) -> int:
    """Read the file and go on with it: 0, or the status of an answer whose form says what is wrong."""
    if not form.is_valid():
        return UNPROCESSABLE
    try:
        content, source = _read(form.cleaned_data["file"])
        return then(content, source) or 0
    except InputProblems as error:
        form.refusals += error.problems
        return UNPROCESSABLE


def _read(file: UploadedFile) -> tuple[CompiledRulebook, str]:  # type: ignore[type-arg]
    """A rulebook from a workbook or a text, told by the content; with the text, which a workbook has none of."""
    if (file.size or 0) > RulebookFileForm.most_bytes:
        raise InputProblems([Problem("tep_qua_lon", "Tệp lớn hơn 2 MB.", cure="Tách thành nhiều bộ tiêu chí.")])
    data = file.read()
    if is_workbook(data):
        return read_rulebook_workbook(data, filename=file.name or ""), ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        cure = "Dùng bảng tính .xlsx theo mẫu, hoặc tệp .yaml dạng UTF-8; tệp Word, PDF không dùng được."
        problem = Problem("khong_phai_van_ban", "Tệp này không phải là bảng tính .xlsx hay văn bản UTF-8.", cure=cure)
        raise InputProblems([problem]) from error
    return load_rulebook(text), text


# ---------------------------------------------------------------- what is left open


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def settle_page(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """Enter what a source says for one place (`?cho=`) that was to confirm: a draft changes, an issued rulebook gets a
    new version as a draft."""
    rulebook = rulebook_or_404(request, rulebook_id)
    require_act(request.user, Act.RULEBOOK_ISSUE, rulebook)
    rules = compiled(rulebook)
    place = request.GET.get("cho", "")
    if place not in rules.to_confirm():
        raise Http404
    needs, now = _needs(rules, place)
    is_draft = rulebook.state == Rulebook.State.DRAFT
    form = SettleForm(request.POST or None, needs=needs, is_draft=is_draft, initial=now)
    if request.method != "POST":
        return _settle(request, rulebook, place, form)
    settled: list[Rulebook] = []

    def settle() -> None:
        version, key = form.cleaned_data.get("version", ""), submission_key(request)
        given = [form.confirmation(place)]
        found = rulebook_confirm(by=request.user, rulebook=rulebook, confirmations=given, version=version, act_key=key)
        settled.append(found)

    status = attempt(request, form, settle, done="Đã ghi vào dự thảo.") if form.is_valid() else UNPROCESSABLE
    if status:
        return _settle(request, rulebook, place, form, status=status)
    return redirect("rulebook_page", settled[0].pk if settled else rulebook.pk)


def _settle(
    request: SignedInRequest, rulebook: Rulebook, place: str, form: SettleForm, status: int = 200
) -> HttpResponse:
    context = {
        "rulebook": rulebook,
        "form": form,
        "place": place,
        "words": place_words(place),
        "of": _text(rulebook, place),
    }
    return render(request, "programmes/settle.html", context, status=status)


def _parts(place: str) -> tuple[str, str, str]:
    kind, _, rest = place.partition(".")
    part, _, code = rest.partition(".")
    return kind, part, code


def _subject(rules: CompiledRulebook, kind: str) -> Subject:
    return next(subject for key, subject in rules.subjects.items() if key.value == kind)


def _needs(rules: CompiledRulebook, place: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The fields in which the content of a place is typed, and what stands there already."""
    kind, part, code = _parts(place)
    subject = _subject(rules, kind)
    if part == "window":
        return ("first_day", "first_year", "last_day", "last_year"), _days(subject)
    level = next((level for level in subject.levels if part == "levels" and level.code == code), None)
    return (("at_least",) if level and level.cut_off else ("rule",)), {}


def _days(subject: Subject) -> dict[str, str]:
    if subject.window is None:
        return {}
    first, last = subject.window.first, subject.window.last
    return {
        "first_day": f"{first.day[3:]}/{first.day[:2]}",
        "first_year": str(first.year),
        "last_day": f"{last.day[3:]}/{last.day[:2]}",
        "last_year": str(last.year),
    }


def _text(rulebook: Rulebook, place: str) -> str:
    """The words of the criterion or the level at a place."""
    kind, part, code = _parts(place)
    subject = _subject(compiled(rulebook), kind)
    if part == "criteria":
        return subject.by_code[code].text
    return next((level.name for level in subject.levels if part == "levels" and level.code == code), "")


@signed_in
@require_POST
def discard(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    rulebook = rulebook_or_404(request, rulebook_id)
    try:
        rulebook_discard(by=request.user, rulebook=rulebook, act_key=submission_key(request))
    except AlreadyDone:
        messages.info(request, "Đã bỏ dự thảo này.")
    else:
        messages.success(request, f"Đã bỏ dự thảo {rulebook.name} ({rulebook.version}).")
    return redirect("rulebook_list")
