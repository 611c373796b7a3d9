"""Việc của tôi: what waits for the person, first what ends first."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.dossiers.selectors.lists import SHAKEN, progress_by_kind
from binhyen.dossiers.selectors.scope import cycles_for, dossiers_for
from binhyen.dossiers.selectors.work import Task, decisions_to_number, own_verdict, tasks_of, windows_of
from binhyen.dossiers.working import parts_of
from binhyen.recognition.models import Decision

_MOST_DECISIONS = 10
# Duty → where its button leads for many units, and what it says.
_BUTTONS = {
    "nhan-dang-ky": ("dang-ky", "Chấp nhận"),
    "dang-ky": ("dang-ky", "Ghi đăng ký"),
    "tu-danh-gia": ("tu-danh-gia", "Ghi cuộc họp"),
    "nop": ("nop", "Nộp hồ sơ"),
    "xet-duyet": ("xet-duyet", "Xét duyệt"),
}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line: how many, what, by when, and the one button."""

    count: int
    title: str
    note: str
    closes: date | None
    href: str
    button: str


@signed_in
@require_safe
def work(request: SignedInRequest) -> HttpResponse:
    """What waits, whether the commune passes, the calendar, and how far the newest cycle has come."""
    lines = [_line(task) for task in tasks_of(request.user)]
    lines += [_numbering(decision) for decision in decisions_to_number(request.user)[:_MOST_DECISIONS]]
    newest = cycles_for(request.user).first()
    request.__dict__["work_count"] = len(lines)
    context = {
        "lines": lines,
        "name": request.user.get_short_name(),
        "own": own_verdict(request.user),
        "cycle": newest,
        "windows": windows_of(newest) if newest else [],
        "rows": progress_by_kind(dossiers_for(request.user).filter(cycle=newest)) if newest else [],
        "parts": parts_of(request.user),
    }
    return render(request, "dossiers/work.html", context)


def _line(task: Task) -> WorkLine:
    href, button = _leads_to(task)
    return WorkLine(task.count, task.title, task.cycle_name, task.closes, href, button)


def _leads_to(task: Task) -> tuple[str, str]:
    if task.one:
        return reverse("dossier", args=[task.one]), "Mở hồ sơ"
    if task.duty in _BUTTONS:
        slug, button = _BUTTONS[task.duty]
        return f"{reverse('cycle_acts', args=[task.cycle])}?viec={slug}&loai={task.kind.value}", button
    if task.duty in ("so-lieu", "cung-cap"):
        return reverse("grid", args=[task.cycle, task.kind.value]), "Nhập số liệu"
    if task.duty == SHAKEN:
        return f"{reverse('dossier_list', args=[task.cycle])}?trang-thai={SHAKEN}&loai={task.kind.value}", "Xem lại"
    if task.duty == "quyet-dinh":
        return reverse("decision_room", args=[task.cycle]), "Ra quyết định"
    return f"{reverse('dossier_list', args=[task.cycle])}?trang-thai=returned&loai={task.kind.value}", "Xem hồ sơ"


def _numbering(decision: Decision) -> WorkLine:
    href = reverse("decision", args=[decision.pk])
    return WorkLine(1, "Quyết định chờ lấy số", decision.title, None, href, "Lấy số")
