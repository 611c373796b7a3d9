"""Two pages that say whom to ask (what allauth offers there by mail is the administrator's to do here), and the answer to
a form whose token is not the browser's any more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_safe

from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.accounts.typed_again import open_anew


@require_safe
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """A password is given anew in the office; none is ever reset by mail."""
    return render(request, "account/password_reset.html")


@signed_in
@require_safe
def email_address(request: SignedInRequest) -> HttpResponse:
    """The office address of an account is written by the administrator."""
    return render(request, "account/email.html")


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is done, and nothing typed is lost: tokens change with every sign-in, also in another window."""
    return open_anew(request) or csrf_failure(request, reason=reason)
