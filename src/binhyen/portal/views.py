"""Public pages: they need no account and change nothing."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binhyen.kernel.text import squeeze
from binhyen.portal.selectors import unit_story
from binhyen.units.selectors import find_units

_LONGEST_QUESTION = 120
_MOST_FOUND = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The start page: look a unit up by any name it has had, with or without diacritics."""
    question = squeeze(request.GET.get("q", ""))[:_LONGEST_QUESTION]
    found = find_units(question, limit=_MOST_FOUND) if question else []
    return render(request, "portal/home.html", {"question": question, "found": found})


@require_safe
def unit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """A unit's names through time, what it came from and what it became."""
    story = unit_story(unit_id)
    if story is None:
        raise Http404
    return render(request, "portal/unit.html", {"story": story})
