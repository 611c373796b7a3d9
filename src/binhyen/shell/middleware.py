"""Errors that speak: what a view raised becomes a page that says what happened and what to do."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from binhyen.kernel.errors import BinhYenError, Conflict, InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.shell.templatetags.vietnamese import file_size
from binhyen.shell.uploads import TOO_LARGE, declared_too_large, upload_limit

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]

_BAD_REQUEST, _NOT_FOUND, _CONFLICT, _TOO_LARGE, _UNPROCESSABLE = 400, 404, 409, 413, 422
# How much of a body that is too large is read and thrown away, so that the browser gets to see the answer.
_DRAIN_LIMIT = 512 * 1024 * 1024
_DRAIN_PIECE = 256 * 1024


class ErrorsSpeakMiddleware:
    """Turns kernel errors into answers, and refuses a body that is too large before it is parsed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the page about the limit where the upload passed it."""
        if declared_too_large(request):
            _drain(request)
            return _too_large(request)
        response = self.get_response(request)
        return _too_large(request) if getattr(request, TOO_LARGE, False) else response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Read the files before the view runs: a view must not act on a form that was cut off."""
        if (
            request.content_type == "multipart/form-data"
            and request.FILES is not None
            and getattr(request, TOO_LARGE, False)
        ):
            return _too_large(request)
        return _unusable(request) if _holds_nul(request) else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of ours; None for every other, which then is a fault of the program."""
        answer = _answer(request, error)
        if answer is not None and isinstance(error, BinhYenError):
            # The address pattern and the code only: what the person typed may stand in the path or the message.
            route = request.resolver_match.route if request.resolver_match else ""
            logger.info("%s %s answered %s (%s)", request.method, route, answer.status_code, error.code)
        return answer


def _answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    match error:
        case NotAllowed():
            return _not_found(request)
        case RefusedByState() | Conflict():
            title = _("Có người vừa sửa nội dung này") if isinstance(error, Conflict) else _("Chưa làm được việc này")
            return _refused(request, _CONFLICT, title, error.message, cure=error.cure)
        case InputProblems():
            return _refused(
                request,
                _UNPROCESSABLE,
                _("Dữ liệu có chỗ cần sửa"),
                _("Chưa có gì được lưu. Hãy sửa các điểm dưới đây rồi gửi lại."),
                problems=error.problems,
            )
        case _:
            return None


def _not_found(request: HttpRequest) -> HttpResponse:
    """The same answer as for an address that does not exist: a refusal must not tell that something is there."""
    if _is_fragment(request):
        words = _("Không tìm thấy nội dung này, hoặc anh/chị không được giao xem nội dung này.")
        return _refused(request, _NOT_FOUND, _("Không tìm thấy"), words)
    return render(request, "404.html", status=_NOT_FOUND)


def _holds_nul(request: HttpRequest) -> bool:
    """Whether something typed holds the one character that no database keeps in a text (PostgreSQL fails on it)."""
    if "%00" not in request.META.get("QUERY_STRING", "") and request.method != "POST":
        return False
    sent = (*request.GET.lists(), *request.POST.lists())
    return any("\0" in part for name, values in sent for part in (name, *values))


def _unusable(request: HttpRequest) -> HttpResponse:
    return _refused(
        request,
        _BAD_REQUEST,
        _("Có ký tự không dùng được"),
        _("Nội dung gửi lên có ký tự không nhìn thấy mà hệ thống không lưu được. Chưa có gì được lưu."),
        cure=_("Gõ lại nội dung thay vì dán từ chương trình khác."),
    )


def _too_large(request: HttpRequest) -> HttpResponse:
    limit = file_size(upload_limit(request))
    return _refused(
        request,
        _TOO_LARGE,
        _("Tệp quá lớn"),
        _("Tệp gửi lên lớn hơn giới hạn %(limit)s. Chưa có gì được lưu.") % {"limit": limit},
        cure=_(
            "Bảng tính: xóa ảnh và trang không dùng, hoặc tách theo đơn vị. Bản quét: quét đen trắng 150 dpi, "
            "hoặc ghi bản giấy lưu tại cặp, hộp số nào thay cho bản quét."
        ),
    )


def _refused(
    request: HttpRequest, status: int, title: str, message: str, *, cure: str = "", problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {
        "status": status,
        "title": title,
        "message": message,
        "cure": cure,
        "problems": problems,
        "back": _back(request),
    }
    if not _is_fragment(request):
        return render(request, "shell/refused.html", context, status=status)
    response = render(request, "shell/_refused.html", context, status=status)
    # Wherever the fragment was meant to go: a refusal belongs to the region that is read out.
    response["HX-Retarget"] = "#thong-bao"
    response["HX-Reswap"] = "innerHTML"
    return response


def _is_fragment(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _back(request: HttpRequest) -> str:
    """The page the person came from, if it is ours."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if is_ours else ""


def _drain(request: HttpRequest) -> None:
    """Read the body into nothing; a server that closes early shows people a broken connection instead of a page."""
    left = _DRAIN_LIMIT
    while left > 0:
        try:
            piece = request.read(min(left, _DRAIN_PIECE))
        except OSError:
            return
        if not piece:
            return
        left -= len(piece)
