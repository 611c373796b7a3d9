"""Thu thập nhanh: the questions, a new one, its board, what was sent upwards, and why two sendings differ."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binhyen.accounts.attempts import CONFLICT, UNPROCESSABLE, attempt, press
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.audit.errors import AlreadyDone
from binhyen.collection.forms import REASONS, QuestionForm, SendingForm, Typed, read_answers
from binhyen.collection.models import Collection, Sending
from binhyen.collection.papers import explanation
from binhyen.collection.selectors.board import (
    Row,
    author_for,
    changes_between,
    rows_of,
    sent_of,
    tally_now,
    tally_of,
)
from binhyen.collection.selectors.scope import (
    SeenCollection,
    collection_seen,
    collections_for,
    groups_to_ask,
    may_answer,
)
from binhyen.collection.services.answering import answers_record
from binhyen.collection.services.asking import collection_close
from binhyen.collection.services.sending import sending_make
from binhyen.collection.tally import in_sum
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.kernel.text import fold
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import DOCX, PDF
from binhyen.rendering import docx, pdf

_ON_A_PAGE = 20
# Offices close; a question put late in the day is for the next half hour.
_USUAL_HOUR, _AT_LEAST = 16, timedelta(minutes=30)


@signed_in
@require_safe
def collections(request: SignedInRequest) -> HttpResponse:
    """The questions that concern the person, newest first, with how many have answered."""
    page = Paginator(collections_for(request.user), _ON_A_PAGE).get_page(request.GET.get("trang"))
    seen = [collection_seen(request.user, one.pk) for one in page.object_list]
    rows = [(one.collection, tally_now(one.collection) if one.is_whole else None) for one in seen if one]
    may_ask = bool(powers_of(request.user).scopes(Act.COLLECT))
    return render(request, "collection/list.html", {"page": page, "rows": rows, "may_ask": may_ask})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def collection_new(request: SignedInRequest) -> HttpResponse:
    """A new question; `?tu=` begins with an earlier one."""
    groups = groups_to_ask(request.user)
    if not groups:
        raise Http404
    is_sent = request.method == "POST"
    form = QuestionForm(request.POST if is_sent else None, groups=groups, initial=_suggested(request, groups[0].slug))
    status = 200
    if is_sent:
        status = UNPROCESSABLE
        if form.is_valid():
            made: list[Collection] = []
            key = submission_key(request)
            status = attempt(
                request, form, lambda: made.append(form.carry_out(by=request.user, act_key=key)), done="Đã đặt câu hỏi."
            )
            if not status:
                return redirect("collection", made[0].pk) if made else redirect("collections")
    return render(request, "collection/new.html", {"form": form}, status=status)


def _suggested(request: SignedInRequest, group: str) -> dict[str, Any]:
    """This afternoon, or half an hour from now; an earlier question word by word."""
    now = clock.local(clock.now())
    due = max(now.replace(hour=_USUAL_HOUR, minute=30), now + _AT_LEAST)
    given: dict[str, Any] = {"day": due.date(), "hour": f"{due:%H:%M}", "groups": [group]}
    seen = collection_seen(request.user, earlier) if (earlier := _uuid(request.GET.get("tu", ""))) else None
    if seen:
        old = seen.collection
        given |= {"question": old.question, "kind": old.kind, "measure": old.measure}
    return given


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _seen_or_404(request: SignedInRequest, collection_id: UUID) -> SeenCollection:
    seen = collection_seen(request.user, collection_id)
    if seen is None:
        raise Http404
    return seen


@dataclass
class _Saving:
    """What came of the answers that were sent."""

    problems: list[Problem] = field(default_factory=list)
    by_unit: dict[UUID, Problem] = field(default_factory=dict)
    status: int = 200
    saved: int = 0


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: SignedInRequest, collection_id: UUID) -> HttpResponse:
    """The board: a row for each unit. With scripts a row is saved as soon as it is left; the form saves all of them."""
    seen = _seen_or_404(request, collection_id)
    is_sent = request.method == "POST"
    is_row = is_sent and bool(request.htmx)
    asked = [one for one in seen.asked if not is_row or _is_about(request, one.pk)]
    may = may_answer(request.user, seen.collection, [one.unit_id for one in asked])
    if is_sent and not may:
        raise NotAllowed(Act.COLLECT.value)
    # What was typed when the question had just been closed stays readable beside the refusal.
    may_type = may and (seen.is_open or is_sent)
    rows = rows_of(seen.collection, asked)
    saving = _save(request, seen, rows) if is_sent else _Saving()
    if is_sent and not is_row and saving.status == 200:
        return redirect("collection", collection_id)
    context = _board(request, seen, rows if saving.status != 200 else rows_of(seen.collection, asked), saving, may_type)
    template = "collection/_saved.html" if is_row else "collection/board.html"
    return render(request, template, context, status=saving.status)


def _is_about(request: SignedInRequest, asked: UUID) -> bool:
    return f"v:{asked}" in request.POST or request.POST.get("zero") == str(asked)


def _save(request: SignedInRequest, seen: SeenCollection, rows: list[Row]) -> _Saving:
    typed = read_answers(rows, request.POST.dict(), seen.collection.kind)
    if typed.problems:
        return _Saving(by_unit=dict(typed.problems), status=UNPROCESSABLE)
    if not typed.given:
        return _Saving()
    channel = request.POST.get("channel", "")
    if channel not in Channel.values:
        return _Saving([Problem("kenh", "Chưa chọn kênh.", "kênh", "Chọn trong danh sách.")], status=UNPROCESSABLE)
    try:
        saved = _store(request, seen, typed, Channel(channel))
    except AlreadyDone:
        return _Saving()
    except InputProblems as error:
        return _refused(rows, error)
    except (Conflict, RefusedByState) as error:
        return _Saving([Problem(error.code, error.message, cure=error.cure)], status=CONFLICT)
    return _Saving(saved=saved)


def _store(request: SignedInRequest, seen: SeenCollection, typed: Typed, channel: Channel) -> int:
    return len(
        answers_record(
            by=request.user,
            collection=seen.collection,
            given=typed.given,
            channel=channel,
            reported_by=request.POST.get("reported_by", ""),
            act_key=submission_key(request),
        )
    )


def _refused(rows: list[Row], error: InputProblems) -> _Saving:
    """Each problem in the row whose unit is its place; the others above."""
    by_name = {row.asked.unit_name: row.asked.pk for row in rows}
    by_unit = {by_name[one.place]: one for one in error.problems if one.place in by_name}
    return _Saving([one for one in error.problems if one.place not in by_name], by_unit, UNPROCESSABLE)


def _board(
    request: SignedInRequest, seen: SeenCollection, rows: list[Row], saving: _Saving, may_type: bool
) -> dict[str, Any]:
    now = clock.now()
    tally = tally_now(seen.collection) if seen.is_whole else None
    posted = request.POST if saving.status != 200 else {}
    return {
        "collection": seen.collection,
        "seen": seen,
        "tally": tally,
        "text": tally.text(now) if tally else "",
        "now": now,
        "is_late": seen.collection.due_at < now,
        "may_type": may_type,
        "rows": [
            {
                "row": row,
                "text": posted.get(f"v:{row.asked.pk}", row.word.shown),
                "reason": posted.get(f"r:{row.asked.pk}", ""),
                "problem": saving.by_unit.get(row.asked.pk),
            }
            for row in rows
        ],
        "problems": [*saving.problems, *saving.by_unit.values()],
        "reasons": REASONS,
        "channels": Channel.choices,
        "channel": posted.get("channel", Channel.PHONE if seen.may_collect else Channel.DIRECT),
        "reported_by": posted.get("reported_by", ""),
        "sendings": _sendings(seen) if seen.is_whole else [],
        "sending_form": SendingForm(initial=_last_recipient(seen)),
    }


def _sendings(seen: SeenCollection) -> list[tuple[Sending, str]]:
    found = Sending.objects.filter(collection=seen.collection).select_related("collection").order_by("-seq")
    return [(one, tally_of(one).said) for one in found]


def _last_recipient(seen: SeenCollection) -> dict[str, str]:
    last = Sending.objects.filter(collection=seen.collection).order_by("-seq").first()
    return {"body": last.body, "channel": last.channel} if last else {}


@signed_in
@require_POST
def collection_send(request: SignedInRequest, collection_id: UUID) -> HttpResponse:
    """Freeze the number as sent."""
    seen = _seen_or_404(request, collection_id)
    if not seen.may_collect:
        raise NotAllowed(Act.COLLECT.value)
    form = SendingForm(request.POST)
    if not form.is_valid():
        return render(
            request, "collection/send.html", {"form": form, "collection": seen.collection}, status=UNPROCESSABLE
        )
    key = submission_key(request)
    status = attempt(
        request,
        form,
        lambda: sending_make(by=request.user, collection=seen.collection, to=form.recipient(), act_key=key),
        done="Đã ghi lần báo cáo; số liệu của lần này được giữ nguyên.",
    )
    if status:
        return render(request, "collection/send.html", {"form": form, "collection": seen.collection}, status=status)
    return redirect("collection", collection_id)


@signed_in
@require_POST
def collection_end(request: SignedInRequest, collection_id: UUID) -> HttpResponse:
    """Take no more answers."""
    seen = _seen_or_404(request, collection_id)
    key = submission_key(request)
    press(
        request,
        lambda: collection_close(by=request.user, collection=seen.collection, act_key=key),
        done="Đã kết thúc thu thập.",
    )
    return redirect("collection", collection_id)


def _sending_or_404(request: SignedInRequest, collection_id: UUID, seq: int) -> Sending:
    seen = _seen_or_404(request, collection_id)
    if not seen.is_whole:
        raise Http404
    chosen = Sending.objects.select_related("collection", "paper")
    return get_object_or_404(chosen, collection=seen.collection, seq=seq)


@signed_in
@require_safe
def sending(request: SignedInRequest, collection_id: UUID, seq: int) -> HttpResponse:
    """What was sent at that moment, and what changed since the sending before it (`?so=` another one)."""
    shown = _sending_or_404(request, collection_id, seq)
    others = Sending.objects.filter(collection=shown.collection, seq__lt=seq).order_by("-seq")
    asked = request.GET.get("so", "")
    before = others.filter(seq=int(asked)).first() if asked.isascii() and asked.isdigit() else others.first()
    tally = tally_of(shown)
    found = changes_between(before, shown) if before else []
    context = {
        "collection": shown.collection,
        "sending": shown,
        "tally": tally,
        "text": tally.text(shown.at),
        "before": before,
        "others": others,
        "changes": found,
        "sum": in_sum(found, tally.measure) if found else "",
    }
    return render(request, "collection/sending.html", context)


@signed_in
@require_safe
def explanation_file(
    request: SignedInRequest, collection_id: UUID, before: int, after: int, suffix: str
) -> FileResponse:
    """Giải trình chênh lệch between two sendings, to be printed (pdf) or completed in Word (docx)."""
    old, new = _sending_or_404(request, collection_id, before), _sending_or_404(request, collection_id, after)
    found = changes_between(old, new) if before < after else []
    if not found or suffix not in ("pdf", "docx"):
        raise Http404
    asked = new.collection
    paper = explanation(author_for(asked), sent_of(old), sent_of(new), found, illustrative=asked.is_sample)
    name = f"giai-trinh-{slugify(fold(asked.question))[:60]}-{before}-{after}"
    if suffix == "docx":
        made = docx.render(paper, made_at=new.at)
        return open_bytes(made, file_name=f"{name}{DOCX.suffix}", content_type=DOCX.content_type)
    return open_bytes(pdf.render(paper, made_at=new.at), file_name=f"{name}{PDF.suffix}", content_type=PDF.content_type)
