"""The people of an office: who may do what where, for the administrator of that part of the tree."""

from collections.abc import Callable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binhyen.accounts.attempts import UNPROCESSABLE, attempt, press
from binhyen.accounts.models import Grant, User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import NewAccount
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.kernel import clock
from binhyen.shell.typed import SpeakingForm
from binhyen.staff import services
from binhyen.staff.forms import DutyForm, LastDayForm, NewPersonForm, PersonForm
from binhyen.staff.selectors import Person, accounts_for, administered_by, owners_asked, people_among, person_for
from binhyen.units.selectors import resolve_unit

_ON_A_PAGE = 50


@signed_in
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody with a role in the administrator's part of the tree."""
    _administrator(request)
    words = request.GET.get("q", "").strip()[:120]
    page = Paginator(accounts_for(request.user, words=words), _ON_A_PAGE).get_page(request.GET.get("trang"))
    found = people_among(request.user, list(page))
    is_sample = any(one.is_sample for one in found)
    return render(
        request, "staff/people.html", {"people": found, "page": page, "question": words, "is_sample": is_sample}
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("told")
def person_new(request: SignedInRequest) -> HttpResponse:
    """Open an account; the page that follows shows its first password, once."""
    _administrator(request)
    form = NewPersonForm(request.POST or None, owners=owners_asked())
    if request.method != "POST":
        return render(request, "staff/person_new.html", {"form": form})
    told: list[tuple[User, str]] = []

    def act() -> None:
        made = services.person_add(
            by=request.user, person=_published(form), duty=_duty(request, form), act_key=submission_key(request)
        )
        told.append(made)

    status = attempt(request, form, act, done=_("Đã lập tài khoản.")) if form.is_valid() else UNPROCESSABLE
    if status:
        return render(request, "staff/person_new.html", {"form": form}, status=status)
    return _tell(request, *told[0]) if told else redirect("people")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """One account: what is published of its owner, and the roles; both can be changed here."""
    found = _person(request, user_id)
    asked = request.POST.get("viec", "")
    details = PersonForm(request.POST if asked == "thong-tin" else None, initial=vars(found.user))
    duty = DutyForm(request.POST if asked == "vai-tro" else None, owners=owners_asked(), auto_id="vai-tro-%s")
    acts: dict[str, tuple[SpeakingForm, Callable[[], object], str]] = {
        "thong-tin": (details, lambda: _correct(request, found.user, details), _("Đã sửa thông tin.")),
        "vai-tro": (duty, lambda: _give(request, found.user, duty), _("Đã giao vai trò.")),
    }
    status = 200
    if request.method == "POST":
        if asked not in acts:
            raise Http404
        form, act, done = acts[asked]
        status = attempt(request, form, act, done=done) if form.is_valid() else UNPROCESSABLE
        if not status:
            return redirect("person", user_id)
    context = {"person": found, "details": details, "duty": duty, "is_self": found.user.pk == request.user.pk}
    return render(request, "staff/person.html", context, status=status)


@signed_in
@require_POST
@sensitive_variables("told")
def person_password(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Give a fresh password and show it, once."""
    found = _person(request, user_id)
    told: list[str] = []

    def act() -> None:
        told.append(services.password_give(by=request.user, user=found.user, act_key=submission_key(request)))

    press(request, act, done=_("Đã cấp mật khẩu mới."))
    return _tell(request, found.user, told[0]) if told else redirect("person", user_id)


@signed_in
@require_POST
def person_close(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Stop an account."""
    found = _person(request, user_id)
    key = submission_key(request)
    press(
        request,
        lambda: services.account_close(by=request.user, user=found.user, act_key=key),
        done=_("Đã ngừng dùng tài khoản."),
    )
    return redirect("person", user_id)


@signed_in
@require_POST
def person_reopen(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Use a stopped account again."""
    found = _person(request, user_id)
    key = submission_key(request)
    press(
        request,
        lambda: services.account_reopen(by=request.user, user=found.user, act_key=key),
        done=_("Đã dùng lại tài khoản."),
    )
    return redirect("person", user_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def duty_end(request: SignedInRequest, grant_id: UUID) -> HttpResponse:
    """Set the last day of a role."""
    grant = get_object_or_404(Grant.objects.select_related("user"), pk=grant_id)
    found = _person(request, grant.user_id)
    held = next((one for one in found.held if one.grant.pk == grant.pk), None)
    if held is None or not held.is_mine:
        raise Http404
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            last_day, key = form.cleaned_data["last_day"], submission_key(request)
            status = attempt(
                request,
                form,
                lambda: services.duty_end(by=request.user, grant=grant, last_day=last_day, act_key=key),
                done=_("Đã ghi ngày cuối của vai trò."),
            )
        if not status:
            return redirect("person", grant.user_id)
    return render(request, "staff/duty_end.html", {"form": form, "person": found, "held": held}, status=status)


def _administrator(request: SignedInRequest) -> None:
    if not administered_by(request.user):
        raise Http404


def _person(request: SignedInRequest, user_id: UUID) -> Person:
    found = person_for(request.user, user_id)
    if found is None:
        raise Http404
    return found


def _published(form: SpeakingForm, username: str = "") -> NewAccount:
    typed = form.cleaned_data
    return NewAccount(
        username=username or typed["username"],
        full_name=typed["full_name"],
        position=typed["position"],
        email=typed["email"],
    )


def _duty(request: SignedInRequest, form: SpeakingForm) -> services.Duty:
    typed = form.cleaned_data
    unit = resolve_unit(typed["unit"], as_of=clock.today(), within=administered_by(request.user))
    return services.Duty(Role(typed["role"]), unit.unit_id, typed["owner"], typed["last_day"])


def _correct(request: SignedInRequest, user: User, form: SpeakingForm) -> None:
    said = _published(form, user.username)
    services.person_correct(by=request.user, user=user, person=said, act_key=submission_key(request))


def _give(request: SignedInRequest, user: User, form: SpeakingForm) -> None:
    services.duty_give(by=request.user, user=user, duty=_duty(request, form), act_key=submission_key(request))


@sensitive_variables("password")
def _tell(request: SignedInRequest, user: User, password: str) -> HttpResponse:
    """The answer to the form itself: a redirect would have to keep the password somewhere in between."""
    return render(request, "staff/password.html", {"owner": user, "password": password})
