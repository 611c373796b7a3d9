"""Reading rulebooks: the list, one rulebook, two beside each other, and the burden of all. Criteria in force are public
rules and open to every signed-in person."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.amending import sections_between
from binhyen.programmes.forms import CitationForm
from binhyen.programmes.models import Rulebook
from binhyen.programmes.reading import citation_pages, state_words, subject_page
from binhyen.programmes.selectors import (
    burden,
    compiled,
    drafts_anything,
    may_act,
    predecessor_of,
    rulebooks_for,
    titles_asked,
    to_confirm_places,
)
from binhyen.programmes.views.common import Versions, rulebook_or_404
from binhyen.programmes.wording import place_words


@signed_in
@require_safe
def list_page(request: SignedInRequest) -> HttpResponse:
    """Every rulebook that the person may read, newest first within its programme; those of invented programmes apart."""
    readable = rulebooks_for(request.user)
    context = {
        "rows": _rows(each for each in readable if not each.programme.is_sample),
        "samples": _rows(each for each in readable if each.programme.is_sample),
        "may_draft": drafts_anything(request.user),
    }
    return render(request, "programmes/list.html", context)


def _rows(rulebooks: Iterable[Rulebook]) -> list[dict[str, object]]:
    today = clock.today()
    return [{"rulebook": each, "state": state_words(each, today)} for each in rulebooks]


@signed_in
@require_safe
def rulebook_page(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """One rulebook: the kind of unit asked for (`?loai=`), or the first."""
    return show_rulebook(request, rulebook_or_404(request, rulebook_id), CitationForm())


def show_rulebook(request: SignedInRequest, rulebook: Rulebook, form: CitationForm, status: int = 200) -> HttpResponse:
    """The page of a rulebook, with the form in which one of its places is cited."""
    rules = compiled(rulebook)
    places = to_confirm_places(rulebook)
    given = {place.place: place.citation for place in places if place.citation is not None}
    kind = _kind(request, tuple(rules.subjects))
    versions = Versions.around(request, rulebook)
    today = clock.today()
    context = {
        "rulebook": rulebook,
        "rules": rules,
        "state": state_words(rulebook, today),
        "is_draft": rulebook.state == Rulebook.State.DRAFT,
        "is_issued": rulebook.state == Rulebook.State.ISSUED,
        "tabs": [(each, each.vietnamese, each is kind) for each in rules.subjects],
        "subject": subject_page(rules, kind, given, titles_asked(rules)),
        "basis": citation_pages(rules.basis),
        "places": [{"words": place_words(each.place), "place": each.place, "given": each.citation} for each in places],
        "given": len(given),
        "form": form,
        "versions": [{"rulebook": each, "state": state_words(each, today)} for each in versions.all],
        "before": predecessor_of(rulebook, versions.all),
        "may_issue": may_act(request.user, Act.RULEBOOK_ISSUE, rulebook.programme),
        "may_draft": may_act(request.user, Act.RULEBOOK_DRAFT, rulebook.programme),
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
@require_safe
def difference_page(request: SignedInRequest, rulebook_id: UUID) -> HttpResponse:
    """A rulebook beside another version (`?voi=`), by default the one it follows."""
    rulebook = rulebook_or_404(request, rulebook_id)
    versions = Versions.around(request, rulebook)
    other = _other(request, versions)
    context: dict[str, object] = {"rulebook": rulebook, "others": versions.others, "other": other}
    if other is not None:
        # `rulebooks_for` leaves the long texts out.
        old, new = compiled(rulebook_or_404(request, other.pk)), compiled(rulebook)
        sections = sections_between(old, new, titles_asked(old, new))
        context |= {"old": old, "new": new, "sections": sections, "count": sum(len(each.rows) for each in sections)}
    return render(request, "programmes/difference.html", context)


def _other(request: SignedInRequest, versions: Versions) -> Rulebook | None:
    asked = request.GET.get("voi", "")
    if not asked:
        followed = predecessor_of(versions.rulebook, versions.all)
        return followed or next(iter(versions.others), None)
    found = next((each for each in versions.others if str(each.pk) == asked), None)
    if found is None:
        raise Http404
    return found


@signed_in
@require_safe
def burden_page(request: SignedInRequest) -> HttpResponse:
    """Every figure that is asked for today, who asks and of whom; with a draft (`?du-thao=`), what it would change."""
    asked = request.GET.get("du-thao", "")
    drafts = [each for each in rulebooks_for(request.user) if each.state == Rulebook.State.DRAFT]
    draft = next((each for each in drafts if str(each.pk) == asked), None)
    if asked and draft is None:
        raise Http404
    context = {"burden": burden(draft=draft), "draft": draft, "drafts": drafts}
    return render(request, "programmes/burden.html", context)
