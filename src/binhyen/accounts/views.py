"""Two pages that say whom to ask: what allauth offers there by mail is the administrator's to do here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binhyen.accounts.signed_in import SignedInRequest, signed_in


@require_safe
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """A password is given anew in the office; none is ever reset by mail."""
    return render(request, "account/password_reset.html")


@signed_in
@require_safe
def email_address(request: SignedInRequest) -> HttpResponse:
    """The office address of an account is written by the administrator."""
    return render(request, "account/email.html")
