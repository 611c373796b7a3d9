"""What a person may do next with a dossier: one thing first, the others quietly."""

from dataclasses import dataclass

from django.urls import reverse

from binhyen.accounts.roles import Act
from binhyen.dossiers.forms.acts import ACTS
from binhyen.dossiers.lifecycle import REVIEW_OPEN, Where
from binhyen.dossiers.models import DossierState as S
from binhyen.dossiers.selectors.scope import SeenDossier

FIGURES, ROOM, FRONT = "so-lieu", "quyet-dinh", "y-kien-mat-tran"

# In each state the acts in the order in which they are offered, and who is waited for when none is this person's.
_ORDER: dict[str, tuple[tuple[str, ...], str]] = {
    S.DRAFT: (("dang-ky", "khong-dang-ky"), "Đang chờ đơn vị đăng ký."),
    S.REGISTRATION_REFUSED: (("dang-ky", "khong-dang-ky"), "Đang chờ đơn vị đăng ký lại."),
    S.NOT_REGISTERED: (("dang-ky",), "Đơn vị không đăng ký năm nay."),
    S.REGISTRATION_SENT: (("dang-ky", "tu-choi-dang-ky"), "Đang chờ cán bộ tổng hợp chấp nhận đăng ký."),
    S.REGISTERED: ((FIGURES, "tu-danh-gia"), "Đang chờ đơn vị báo số liệu và tự đánh giá."),
    S.RETURNED: ((FIGURES, "tu-danh-gia"), "Đang chờ đơn vị bổ sung."),
    S.SELF_ASSESSED: (("nop", FIGURES, "tu-danh-gia"), "Đang chờ đơn vị nộp hồ sơ."),
    S.SUBMITTED: (
        ("xet-duyet", "yeu-cau-bo-sung", "y-kien", "sua-so-lieu", FIGURES, FRONT),
        "Đang chờ Ban Chỉ đạo xét duyệt.",
    ),
    S.CANCELLED: (("xet-lai",), "Công nhận đã bị hủy bỏ; Ban Chỉ đạo có thể xét lại."),
    S.REVIEWED: (
        (ROOM, "yeu-cau-bo-sung", "y-kien", "sua-so-lieu", FIGURES, FRONT),
        "Đã xét duyệt, đang chờ quyết định.",
    ),
    S.IN_CONSULTATION: ((ROOM, FRONT), "Danh sách đang niêm yết, hoặc đã niêm yết và chờ quyết định."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A button."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What this person may do now; `waiting` says whose turn it is."""

    first: Offer | None
    others: tuple[Offer, ...]
    waiting: str


def offers_for(seen: SeenDossier, *, figures_open: bool) -> Offers:
    """The acts that state and powers allow. With figures still open they come first, complete they come last."""
    state = seen.dossier.state
    slugs, waiting = _ORDER.get(state, ((), ""))
    if not figures_open:
        slugs = (*(slug for slug in slugs if slug != FIGURES), *(slug for slug in slugs if slug == FIGURES))
    found = [offer for slug in slugs if (offer := _offer(seen, slug))]
    return Offers(found[0] if found else None, tuple(found[1:]), waiting)


def _offer(seen: SeenDossier, slug: str) -> Offer | None:
    dossier = seen.dossier
    if slug == FIGURES:
        return _figures(seen)
    if slug == ROOM:
        href = f"{reverse('decision_room', args=[dossier.cycle_id])}?co-quan={dossier.judged_by_id}"
        return Offer("Ra quyết định", href) if seen.may_do(Act.DECIDE, Where.JUDGE) else None
    form = ACTS[slug]
    step = next((step for step in form.steps if seen.may(step)), None)
    if step is None or dossier.state not in form.sources(step):
        return None
    return Offer(form.offer(step, dossier.state), reverse("dossier_act", args=[dossier.pk, slug]))


def may_take_over(seen: SeenDossier) -> bool:
    """Whether this person may say that figures of the window before an amendment hold for the new one."""
    form = ACTS["nhan-so-lieu-ky-cu"]
    return any(seen.may(step) and seen.dossier.state in form.sources(step) for step in form.steps)


def _figures(seen: SeenDossier) -> Offer | None:
    """Once a dossier is handed in, only whoever owns a figure may still deliver it."""
    handed_in = seen.dossier.state in REVIEW_OPEN
    owned = seen.may_do(Act.FIGURES_OWNED)
    if not owned and (handed_in or not seen.may_do(Act.FIGURES_ENTER)):
        return None
    return Offer("Nhập số liệu", reverse("figures_form", args=[seen.dossier.pk]))
