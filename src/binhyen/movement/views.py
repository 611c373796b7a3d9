"""Pages of the movement for those who work in it. What they show and offer follows the person's part of the tree."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.attempts import UNPROCESSABLE, attempt
from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.kernel import clock
from binhyen.kernel.errors import NotAllowed
from binhyen.kernel.text import fold
from binhyen.movement.drafts import covenant_paper
from binhyen.movement.forms import NEW, ActOn, ChangeCovenant, ConfirmModel, DateRollout, Ground, SignCovenant, Withdraw
from binhyen.movement.members import members_in_words, members_of_area
from binhyen.movement.models import Activity, Covenant, Model, Recorded, Rollout, Stage
from binhyen.movement.selectors.board import COMMON, activity_rows, board, newest_year, programme_lines, years_to_choose
from binhyen.movement.selectors.scope import (
    activities_of,
    covenants_of,
    may_edit_all,
    models_of,
    rollouts_of,
    stages_of,
    units_to_choose,
    within,
)
from binhyen.movement.services.common import FIRST_YEAR, title_of, units_about
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import DOCX, PDF
from binhyen.programmes.models import Programme
from binhyen.rendering import docx, pdf
from binhyen.units.selectors import version_of

_ON_A_PAGE = 25


@signed_in
@require_safe
def movement_home(request: SignedInRequest) -> HttpResponse:
    """Every programme with how much of it is recorded in the person's part of the tree."""
    return render(request, "movement/home.html", {"lines": programme_lines(request.user)})


@signed_in
@require_safe
def movement_programme(request: SignedInRequest, code: str) -> HttpResponse:
    """Covenants, activities, models, pilots and stages of one programme, activities and models of a year (`?nam=`;
    without it of the newest that has any)."""
    programme = _programme_or_404(code)
    asked = request.GET.get("nam", "")
    year = _year(asked or str(newest_year(request.user, programme) or ""))
    seen = board(request.user, programme, year)
    page = Paginator(seen.activities, _ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "board": seen,
        "code": code,
        "years": years_to_choose(year),
        "page": page,
        "rows": activity_rows(request.user, page.object_list),
        "may_add": bool(powers_of(request.user).scopes(Act.MOVEMENT_EDIT)),
    }
    return render(request, "movement/programme.html", context)


def _programme_or_404(code: str) -> Programme | None:
    return None if code == COMMON else get_object_or_404(Programme, code=code)


def _year(typed: str) -> int:
    now = clock.today().year
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else now
    return year if FIRST_YEAR <= year <= now + 1 else now


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def movement_new(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """A new record of one kind, for a programme."""
    programme, form_of = _programme_or_404(code), NEW.get(kind)
    if form_of is None or (programme is None and form_of.needs_programme):
        raise Http404
    ground = Ground(request.user, programme, units_to_choose(request.user))
    if not ground.units:
        raise NotAllowed(Act.MOVEMENT_EDIT.value)
    is_sent = request.method == "POST"
    suggested = _suggested(request, ground) if kind == "giao-uoc" and not is_sent else {}
    form = form_of(request.POST if is_sent else None, ground=ground, initial=suggested)
    status = 200
    if is_sent:
        status = UNPROCESSABLE
        if form.is_valid():
            act = partial(form.carry_out, act_key=submission_key(request))
            status = attempt(request, form, act, done=form.done)
        if not status:
            return redirect("movement_programme", code)
    context = {"form": form, "programme": programme, "code": code, "is_sample": ground.units[0].unit.is_sample}
    return render(request, "movement/new.html", context, status=status)


def _suggested(request: SignedInRequest, ground: Ground) -> dict[str, Any]:
    """A covenant begins with the one it replaces (`?thay=`), or with every unit of the widest area: lines are deleted
    faster than written."""
    replaced = _uuid(request.GET.get("thay", ""))
    old = covenants_of(within(request.user)).filter(pk=replaced).first() if replaced else None
    if old is None:
        return {"members": members_of_area(ground.units[0].unit_id)}
    return {
        "thay": old.pk, "unit": str(old.host_id), "name": old.title, "terms": "\n".join(old.terms),
        "members": members_in_words(old),
    }  # fmt: skip


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@signed_in
@require_safe
def covenant(request: SignedInRequest, covenant_id: UUID) -> HttpResponse:
    """A covenant with its members, its text, its papers, and what may be done with it."""
    seen = _covenant_or_404(request.user, covenant_id)
    host = version_of(seen.host_id, seen.signed_on)
    context = {
        "covenant": seen,
        "host": host.full_name if host else "",
        "members": seen.members.all(),
        "is_draft": seen.state == Covenant.State.DRAFT,
        "may_edit": not seen.publication_id and may_edit_all(request.user, [seen.host_id]),
        "has_text": bool(seen.terms) and seen.members.exists(),
    }
    return render(request, "movement/covenant.html", context)


def _covenant_or_404(person: User, covenant_id: UUID) -> Covenant:
    chosen = covenants_of(within(person)).select_related("replaces", "replaced_by")
    return get_object_or_404(chosen, pk=covenant_id)


@signed_in
@require_safe
def covenant_file(request: SignedInRequest, covenant_id: UUID, suffix: str) -> FileResponse:
    """The covenant to be printed (pdf) or completed in Word (docx); there is none while text or members are missing."""
    seen = _covenant_or_404(request.user, covenant_id)
    if suffix not in ("pdf", "docx") or not seen.terms or not seen.members.exists():
        raise Http404
    paper, name = covenant_paper(seen), f"{slugify(fold(seen.title))[:80]}-{seen.year}.{suffix}"
    if suffix == "docx":
        made = docx.render(paper, made_at=seen.recorded_at)
        return open_bytes(made, file_name=name, content_type=DOCX.content_type)
    return open_bytes(pdf.render(paper, made_at=seen.recorded_at), file_name=name, content_type=PDF.content_type)


@dataclass(frozen=True, slots=True)
class _Acting:
    """What an act's address names: the record, the form, and where the person goes back to."""

    record: Recorded
    form_of: type[ActOn]
    back: str


_ACTS: dict[str, dict[str, type[ActOn]]] = {
    "giao-uoc": {"sua": ChangeCovenant, "ky": SignCovenant, "rut": Withdraw},
    "hoat-dong": {"rut": Withdraw},
    "mo-hinh": {"xac-nhan": ConfirmModel, "rut": Withdraw},
    "lam-diem": {"ngay": DateRollout, "rut": Withdraw},
    "giai-doan": {"rut": Withdraw},
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def movement_act(request: SignedInRequest, kind: str, record_id: UUID, act: str) -> HttpResponse:
    """An act on a record: change or sign a covenant, confirm a model, date a pilot, withdraw what was a mistake."""
    acting = _acting_or_404(request.user, kind, record_id, act)
    is_sent = request.method == "POST"
    form = acting.form_of(request.POST if is_sent else None, record=acting.record, person=request.user)
    status = 200
    if is_sent:
        status = UNPROCESSABLE
        if form.is_valid():
            status = attempt(request, form, partial(form.carry_out, act_key=submission_key(request)), done=form.done)
        if not status:
            return redirect(acting.back)
    context = {
        "form": form,
        "record": acting.record,
        "about": title_of(acting.record),
        "back": acting.back,
        "is_grave": acting.form_of is Withdraw,
    }
    return render(request, "movement/act.html", context, status=status)


def _acting_or_404(person: User, kind: str, record_id: UUID, act: str) -> _Acting:
    form_of = _ACTS.get(kind, {}).get(act)
    record = _record(person, kind, record_id) if form_of else None
    if form_of is None or record is None:
        raise Http404
    if record.publication_id or not may_edit_all(person, units_about(record)):
        raise NotAllowed(Act.MOVEMENT_EDIT.value)
    if isinstance(record, Covenant) and form_of is not Withdraw:
        return _Acting(record, form_of, reverse("covenant", args=[record.pk]))
    return _Acting(record, form_of, reverse("movement_programme", args=[_code_of(record)]))


def _record(person: User, kind: str, record_id: UUID) -> Covenant | Activity | Model | Rollout | Stage | None:
    """A record within what the person may read."""
    units = within(person)
    if kind == "giao-uoc":
        return covenants_of(units).filter(pk=record_id).first()
    if kind == "hoat-dong":
        return activities_of(units).filter(pk=record_id).first()
    if kind == "mo-hinh":
        return models_of(units).filter(pk=record_id).first()
    if kind == "lam-diem":
        return rollouts_of(units).filter(pk=record_id).first()
    return stages_of(units).filter(pk=record_id).first()


def _code_of(record: Covenant | Activity | Model | Rollout | Stage) -> str:
    return record.programme.code if record.programme else COMMON
