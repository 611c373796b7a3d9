"""Who manages a unit that stands elsewhere, claims that two sides make, and clusters of units."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from binhyen.accounts.attempts import UNPROCESSABLE, attempt, press
from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.accounts.signed_in import SignedInRequest, signed_in, submission_key
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import kinds_of
from binhyen.shell.typed import SpeakingForm
from binhyen.units.forms.together import ClaimByCodeForm, ClaimForm, ClusterForm, JoinForm, LeadForm, LeaveForm
from binhyen.units.models import Authority, Cluster, Identifier
from binhyen.units.selectors import path_ids, resolve_unit, resolve_units, version_of
from binhyen.units.selectors.authorities import claims_for
from binhyen.units.selectors.clusters import choices_of, clusters_for, members_of, names_of
from binhyen.units.selectors.paths import ancestors
from binhyen.units.selectors.reach import scopes_of
from binhyen.units.selectors.story import known_to
from binhyen.units.services.authorities import COMPETENT
from binhyen.units.services.authorities import authority_claim as claim_service
from binhyen.units.services.authorities import authority_decide as decide_service
from binhyen.units.services.clusters import cluster_create, cluster_join, cluster_lead, cluster_leave

# Communes and what stands above them are no secret, wherever they stand; what hangs below them is its own area's.
_HAS_COMMITTEE = Q(kind__in=[kind.value for subject in COMPETENT for kind in kinds_of(subject)])

# ---------------------------------------------------------------- who manages


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def authority_claim(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    """Say who manages a unit of one's own part of the tree."""
    version = version_of(unit_id)
    if version is None or not powers_of(request.user).may(Act.UNITS_EDIT, path_ids(unit_id)):
        raise Http404
    form = ClaimForm(request.POST or None)
    context = {"form": form, "version": version}
    if request.method != "POST":
        return render(request, "units/authority.html", context)
    status = _claim(request, form, lambda: unit_id)
    return render(request, "units/authority.html", context, status=status) if status else redirect("unit_page", unit_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def authorities(request: SignedInRequest) -> HttpResponse:
    """Open claims with who decides them; a claim on a unit elsewhere, known by its number."""
    powers = powers_of(request.user)
    if not powers.scopes(Act.UNITS_EDIT):
        raise Http404
    form = ClaimByCodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _claim(request, form, lambda: _by_number(form.cleaned_data["number"]))
        if not status:
            return redirect("authorities")
    claims = list(claims_for(powers.scopes(Act.READ)))
    names = names_of({unit for claim in claims for unit in (claim.unit_id, claim.authority_id)})
    shown = [
        {
            "claim": claim,
            "unit": names.get(claim.unit_id, ""),
            "authority": names.get(claim.authority_id, ""),
            "decider": _who_decides(claim),
            "may": _is_above_both(powers.scopes(Act.UNITS_EDIT), claim),
        }
        for claim in claims
    ]
    return render(request, "units/authorities.html", {"form": form, "claims": shown}, status=status)


def _claim(request: SignedInRequest, form: ClaimForm, unit: Callable[[], UUID]) -> int:
    """0 when the claim was recorded; otherwise the status, with the form saying why."""
    if not form.is_valid():
        return UNPROCESSABLE
    typed = form.cleaned_data

    def act() -> Authority:
        try:
            authority = resolve_unit(typed["authority"], as_of=typed["on"], among=_HAS_COMMITTEE)
        except InputProblems as error:
            raise InputProblems(
                Problem(p.code, p.message, "cơ quan quản lý", p.cure) for p in error.problems
            ) from error
        return claim_service(
            by=request.user,
            unit=unit(),
            authority=authority.unit_id,
            on=typed["on"],
            legal_act=typed["legal_act"],
            act_key=submission_key(request),
        )

    return attempt(request, form, act, done=_("Đã ghi cơ quan quản lý."))


def _by_number(number: str) -> UUID:
    found = Identifier.objects.filter(value=number.replace(" ", "")).values_list("unit_id", flat=True)[:2]
    if len(found) != 1:
        message = "Không có đơn vị nào mang mã này." if not found else "Mã này có ở nhiều loại mã số."
        raise InputProblems(
            [Problem("ma_so_la", message, "mã số của đơn vị", "Kiểm tra lại mã; nhờ xã nơi đặt trụ sở lập đơn vị.")]
        )
    return found[0]


def _who_decides(claim: Authority) -> str:
    """The nearest unit above both sides."""
    above = {version.unit_id: version for version in ancestors(claim.unit_id)}
    common = [above[unit] for unit in path_ids(claim.authority_id) if unit in above]
    return common[0].full_name if common else ""


def _is_above_both(scopes: frozenset[UUID], claim: Authority) -> bool:
    return not scopes.isdisjoint(path_ids(claim.unit_id)) and not scopes.isdisjoint(path_ids(claim.authority_id))


@signed_in
@require_POST
def authority_decide(request: SignedInRequest, claim_id: UUID) -> HttpResponse:
    """Accept or refuse a claim."""
    powers = powers_of(request.user)
    claim = claims_for(powers.scopes(Act.UNITS_EDIT)).filter(pk=claim_id).first()
    if claim is None or not _is_above_both(powers.scopes(Act.UNITS_EDIT), claim):
        raise Http404
    accept, key = request.POST.get("dong-y") == "1", submission_key(request)
    press(
        request,
        lambda: decide_service(by=request.user, claim=claim, accept=accept, act_key=key),
        done=_("Đã xác định cơ quan quản lý."),
    )
    return redirect("authorities")


# ---------------------------------------------------------------- clusters


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def clusters(request: SignedInRequest) -> HttpResponse:
    """The clusters of one's part of the tree; founding one."""
    powers = powers_of(request.user)
    may_found = bool(powers.scopes(Act.UNITS_EDIT))
    form = ClusterForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if not may_found:
            raise Http404
        made: list[Cluster] = []
        status = _found_cluster(request, form, made)
        if not status:
            return redirect("cluster", made[0].pk) if made else redirect("clusters")
    found = list(clusters_for(scopes_of(request.user, Act.READ)))
    names = names_of({each.organiser_id for each in found})
    context = {
        "form": form if may_found else None,
        "clusters": [(each, names.get(each.organiser_id, "")) for each in found],
    }
    return render(request, "units/clusters.html", context, status=status)


def _found_cluster(request: SignedInRequest, form: ClusterForm, made: list[Cluster]) -> int:
    if not form.is_valid():
        return UNPROCESSABLE
    typed = form.cleaned_data
    scopes = powers_of(request.user).scopes(Act.UNITS_EDIT)

    def act() -> None:
        organiser = resolve_unit(typed["organiser"], as_of=clock.today(), within=scopes)
        made.append(
            cluster_create(
                by=request.user,
                organiser=organiser.unit_id,
                name=typed["name"],
                kind=Cluster.Kind(typed["kind"]),
                legal_act=typed["legal_act"],
                act_key=submission_key(request),
            )
        )

    return attempt(request, form, act, done=_("Đã lập cụm, khối thi đua."))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cluster(request: SignedInRequest, cluster_id: UUID) -> HttpResponse:
    """A cluster with its members; who organises it lets units in and out and names who leads."""
    powers = powers_of(request.user)
    found = get_object_or_404(clusters_for(scopes_of(request.user, Act.READ)), pk=cluster_id)
    may_edit = powers.may(Act.UNITS_EDIT, path_ids(found.organiser_id))
    members = members_of(found, scopes_of(request.user, Act.READ))
    forms = _cluster_forms(request, choices_of(members.known))
    status = 200
    if request.method == "POST":
        asked = request.POST.get("viec", "")
        if not may_edit or asked not in forms:
            raise Http404
        status = _cluster_act(request, found, asked, forms[asked])
        if not status:
            return redirect("cluster", cluster_id)
    organiser = names_of([found.organiser_id]).get(found.organiser_id, "")
    context = {"cluster": found, "organiser": organiser, "members": members, "may_edit": may_edit, "forms": forms}
    return render(request, "units/cluster.html", context, status=status)


def _cluster_forms(request: SignedInRequest, choices: list[tuple[str, str]]) -> dict[str, SpeakingForm]:
    asked = request.POST.get("viec", "")
    kinds: dict[str, type[SpeakingForm]] = {"vao": JoinForm, "roi": LeaveForm, "truong": LeadForm}
    forms = {name: form(request.POST if asked == name else None, auto_id=f"{name}-%s") for name, form in kinds.items()}
    for name in ("roi", "truong"):
        forms[name].fields["unit"].choices = choices  # type: ignore[attr-defined]
    return forms


def _cluster_act(request: SignedInRequest, found: Cluster, asked: str, form: SpeakingForm) -> int:
    if not form.is_valid():
        return UNPROCESSABLE
    typed, key, by = form.cleaned_data, submission_key(request), request.user

    def act() -> object:
        if asked == "vao":
            units = _typed_units(by, typed["units"], typed["on"])
            return cluster_join(by=by, cluster=found, units=units, on=typed["on"], act_key=key)
        unit = UUID(typed["unit"])
        if asked == "roi":
            return cluster_leave(by=by, cluster=found, unit=unit, on=typed["on"], act_key=key)
        return cluster_lead(by=by, cluster=found, unit=unit, year=typed["year"], act_key=key)

    return attempt(request, form, act, done=_("Đã ghi."))


def _typed_units(person: User, typed: str, day: date) -> list[UUID]:
    names = [name.strip() for name in typed.split(";") if name.strip()]
    known = _HAS_COMMITTEE | known_to(scopes_of(person, Act.READ))
    answers = resolve_units(names, as_of=day, among=known)
    problems = [
        Problem(each.code, each.message, "đơn vị vào cụm, khối", each.cure)
        for each in answers.values()
        if isinstance(each, Problem)
    ]
    if problems:
        raise InputProblems(problems)
    return [each.unit_id for each in answers.values() if not isinstance(each, Problem)]
