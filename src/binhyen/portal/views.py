"""Public pages: they need no account and change nothing."""

import hashlib
import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.figures.published import units_spoken_of
from binhyen.insight.targets import public_targets, target_boards
from binhyen.kernel import clock
from binhyen.kernel.text import squeeze
from binhyen.portal import downloads
from binhyen.portal.forms import RemarkForm
from binhyen.portal.selectors.open_data import TABLES
from binhyen.portal.selectors.postings import public_posting, public_postings
from binhyen.portal.selectors.programmes import programme_list, programme_story
from binhyen.portal.selectors.results import cycle_results, public_cycles, recognised_in, recognised_lines
from binhyen.portal.selectors.stages import stage_review
from binhyen.portal.selectors.stories import public_unit
from binhyen.recognition.public import recognition_shown
from binhyen.recognition.selectors import public_award_lines, public_awards_in, public_awards_of
from binhyen.units.forms.entering import LookForm
from binhyen.units.selectors import find_units

_LONGEST_QUESTION = 120
_MOST_FOUND = 20
_ON_A_PAGE = 100
_MOST_POSTED = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The start page: look a unit up by any name it has had, with or without diacritics."""
    question = squeeze(request.GET.get("q", ""))[:_LONGEST_QUESTION]
    found = find_units(question, limit=_MOST_FOUND) if question else []
    published = units_spoken_of(each.unit_id for each in found) if found else frozenset()
    return render(request, "portal/home.html", {"question": question, "found": found, "published": published})


@require_safe
def unit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """A unit's names through time, what it came from and became, its recognitions, what was published of it, and what hung
    below it on a day (`?ngay=`)."""
    form = LookForm(request.GET)
    day = form.cleaned_data["ngay"] if form.is_valid() else None
    told = public_unit(unit_id, day=day, kind=request.GET.get("loai"))
    if told is None:
        raise Http404
    story = told.story
    awards = public_award_lines(public_awards_of([unit_id, *story.forebears], samples=story.unit.is_sample))
    page = Paginator(told.below.shown, _ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {"told": told, "story": story, "awards": awards, "form": form, "day": day, "page": page}
    return render(request, "portal/unit.html", context)


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes whose criteria or figures are public."""
    listed = programme_list()
    context = {
        "programmes": [one for one in listed if not one.is_sample],
        "samples": [one for one in listed if one.is_sample],
    }
    return render(request, "portal/programmes.html", context)


@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """A programme: its criteria in plain words (`?loai=` kind of unit, `?ban=` version), sources, published figures."""
    asked = {"version": request.GET.get("ban", ""), "kind": request.GET.get("loai", "")}
    story = programme_story(code, **asked, today=clock.today())
    if story is None:
        raise Http404
    context = {
        "story": story,
        "boards": target_boards(public_targets(story.programme), public=True),
        "awards": public_award_lines(public_awards_in(story.programme)),
    }
    return render(request, "portal/programme.html", context)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Cycles that have results; invented ones stand apart."""
    page = Paginator(public_cycles().filter(is_sample=False), _ON_A_PAGE).get_page(request.GET.get("trang"))
    samples = public_cycles().filter(is_sample=True)
    return render(request, "portal/results.html", {"page": page, "samples": samples})


@require_safe
def cycle(request: HttpRequest, cycle_id: uuid.UUID) -> HttpResponse:
    """Results of one cycle and the units that its decisions recognise."""
    found = cycle_results(cycle_id)
    if found is None:
        raise Http404
    page = Paginator(recognised_in(found.cycle), _ON_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "portal/cycle.html", {"results": found, "page": page, "lines": recognised_lines(page)})


@require_safe
def stage(request: HttpRequest, stage_id: uuid.UUID) -> HttpResponse:
    """The review of a stage of a programme: what was published, recognised, done, kept and awarded in its years."""
    review = stage_review(stage_id)
    if review is None:
        raise Http404
    return render(request, "portal/stage.html", {"review": review})


@require_safe
def verify_recognition(request: HttpRequest, recognition_id: uuid.UUID) -> HttpResponse:
    """What a certificate's code leads to: in force, cancelled, or (404) not known here."""
    found = recognition_shown(recognition_id)
    return render(request, "portal/verify.html", {"recognition": found}, status=200 if found else 404)


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """The tables of open data with the meaning of their columns."""
    return render(request, "portal/open_data.html", {"tables": TABLES.values()})


@require_safe
def open_data_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table as CSV."""
    if table not in TABLES:
        raise Http404
    return downloads.csv_of(TABLES[table])


@require_safe
def open_data_json(request: HttpRequest, table: str) -> HttpResponse:
    """One table as JSON."""
    if table not in TABLES:
        raise Http404
    return downloads.json_of(TABLES[table])


@require_safe
def open_data_dictionary(request: HttpRequest) -> HttpResponse:
    """The dictionary of all tables as JSON."""
    return downloads.dictionary()


@require_safe
def postings(request: HttpRequest) -> HttpResponse:
    """Lists that hang now; invented ones stand apart."""
    listed = public_postings()
    context = {
        "postings": listed.filter(cycle__is_sample=False)[:_MOST_POSTED],
        "samples": listed.filter(cycle__is_sample=True)[:_MOST_POSTED],
    }
    return render(request, "portal/postings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def posting(request: HttpRequest, posting_id: uuid.UUID) -> HttpResponse:
    """One list; sending leaves a remark for the office."""
    found = public_posting(posting_id)
    if found is None:
        raise Http404
    form, status = RemarkForm(), 200
    if request.method == "POST":
        if not found.takes_remarks:
            raise Http404
        form, status = RemarkForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            key = request.POST.get("act_key", "")
            act_key = hashlib.sha256(f"{posting_id}:{key}".encode()).hexdigest() if key else None
            status = attempt(
                request,
                form,
                lambda: form.carry_out(posting=found.posting, act_key=act_key),
                done="Đã nhận góp ý. Cán bộ xem trước khi đăng.",
            )
            if not status:
                return redirect("public_posting", posting_id)
    context = {"shown": found, "form": form if found.takes_remarks else None}
    return render(request, "portal/posting.html", context, status=status)
