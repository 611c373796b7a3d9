"""What a person wishes to be reminded by, and the calendar behind its secret address."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from binhyen.accounts.attempts import attempt, press
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.kernel import clock
from binhyen.reminders.forms import WishForm
from binhyen.reminders.ical import feed
from binhyen.reminders.selectors.wishes import days_of, digest_of, person_of_feed, wish_of
from binhyen.reminders.services.wishes import feed_make, feed_revoke, mail_wish

_HOUR = 60 * 60
# A calendar program asks a few times a day; whoever guesses asks without end.
_MOST_PER_HOUR, _MOST_MISSES = 60, 30


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_wishes(request: SignedInRequest) -> HttpResponse:
    """Letters yes or no (`viec=thu`); a new secret address (`viec=lich`), shown this once; or its end (`viec=thu-hoi`)."""
    work = request.POST.get("viec", "") if request.method == "POST" else ""
    form = WishForm(request.POST if work == "thu" else None, initial={"by_mail": wish_of(request.user).by_mail})
    key = submission_key(request)
    status, address = 200, ""
    if work == "thu" and form.is_valid():
        wanted = form.cleaned_data["by_mail"]
        status = attempt(request, form, lambda: mail_wish(by=request.user, wanted=wanted, act_key=key), done="Đã ghi.")
        if not status:
            return redirect("reminder_wishes")
    elif work == "thu-hoi":
        press(request, lambda: feed_revoke(by=request.user, act_key=key), done="Đã thu hồi địa chỉ lịch.")
        return redirect("reminder_wishes")
    elif work == "lich":
        made: list[str] = []
        press(request, lambda: made.append(feed_make(by=request.user, act_key=key)), done="Đã lập địa chỉ lịch mới.")
        address = request.build_absolute_uri(reverse("calendar_feed", args=made)) if made else ""
    context = {"form": form, "wish": wish_of(request.user), "address": address, "has_server": bool(settings.EMAIL_HOST)}
    return render(request, "reminders/wishes.html", context, status=status)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever made the address: counts and names of cycles, no unit."""
    person = person_of_feed(token)
    if person is None:
        if _is_too_often(_of_visitor(request), _MOST_MISSES):
            return _too_often()
        raise Http404
    if _is_too_often(f"lich:{digest_of(token)}", _MOST_PER_HOUR):
        return _too_often()
    answer = HttpResponse(
        feed("Bình Yên: hạn trong năm", days_of(person), at=clock.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="binh-yen.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _of_visitor(request: HttpRequest) -> str:
    # Hashed: the count needs to tell visitors apart, nobody needs to read where they are.
    return f"lich-sai:{digest_of(f'{settings.SECRET_KEY}{get_adapter().get_client_ip(request)}')}"


def _is_too_often(name: str, most: int) -> bool:
    """Count this look; whether there were more within the hour than `most`."""
    cache.add(name, 0, _HOUR)
    try:
        return cache.incr(name) > most
    except ValueError:
        # It ran out between the two: a new hour has begun.
        return False


def _too_often() -> HttpResponse:
    return HttpResponse(
        "Hỏi quá nhiều lần; thử lại sau một giờ.\n",
        status=429,
        headers={"Retry-After": str(_HOUR)},
        content_type="text/plain; charset=utf-8",
    )
