"""The product's addresses, and a few that refuse on purpose."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, Problem, RefusedByState

PROBLEM = Problem("so", "cần một số nguyên", "Ô C9", "Nhập số, hoặc 0.")


def not_allowed(request: HttpRequest, what: str) -> HttpResponse:
    raise NotAllowed(what)


def refused(request: HttpRequest) -> HttpResponse:
    raise RefusedByState("Hồ sơ đã nộp.", cure="Đề nghị cấp xét duyệt trả lại.")


def conflict(request: HttpRequest) -> HttpResponse:
    raise Conflict


def input_problems(request: HttpRequest) -> HttpResponse:
    raise InputProblems([PROBLEM])


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("mật khẩu của người dùng")


def upload(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.FILES)} tệp")


urlpatterns = [
    path("thu/khong-duoc/<str:what>/", not_allowed),
    path("thu/sai-buoc/", refused),
    path("thu/tranh-chap/", conflict),
    path("thu/du-lieu/", input_problems),
    path("thu/hong/", broken),
    path("thu/tep/", upload),
    path("", include("binhyen.config.urls")),
]
