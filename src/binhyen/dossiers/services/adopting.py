"""Amending a cycle in mid-year: by a paper and from a day on, open dossiers are judged by another rulebook."""

from datetime import date

from django.db import transaction
from django.db.models import F

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.dossiers.lifecycle import DECIDED
from binhyen.dossiers.models import Cycle, Dossier, DossierState, RulebookAdoption
from binhyen.dossiers.selectors.adopting import REVIEWED, Amendment, amendment_of, open_in, refuse_day
from binhyen.dossiers.selectors.rulebooks import judges_alike, rules_of
from binhyen.dossiers.services.standings import standings_refresh
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, Problem
from binhyen.kernel.text import squeeze
from binhyen.papers.models import Paper
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.sheets.refusals import refused_text
from binhyen.units.selectors import path_ids

LONGEST_REASON = 300


@transaction.atomic
def rulebook_adopt(
    *,
    by: User,
    cycle: Cycle,
    rulebook: Rulebook,
    from_day: date,
    paper: Paper,
    reason: str,
    seen: str | None = None,
    act_key: str | None = None,
) -> RulebookAdoption:
    """Judge the open dossiers of a cycle by another issued version of its programme from now on.

    Decided dossiers stay as they are. Values follow by figure and window, the committee's words by criteria that both
    versions word alike; a dossier that was reviewed by another text goes back to be reviewed. `seen` is the fingerprint
    of the amendment that the person looked at: Conflict if it would now be another one. Raises NotAllowed,
    RefusedByState (`selectors.adopting.amendment_of`, or a day outside its validity), InputProblems.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(cycle.scope_id))
    why = _reason(reason)
    current = Cycle.objects.select_for_update().get(pk=cycle.pk)
    refuse_day(rulebook, from_day)
    amendment = amendment_of(current, rulebook)
    if seen is not None and seen != amendment.fingerprint:
        raise Conflict("Số liệu của đợt xét vừa thay đổi.", cure="Xem lại danh sách dưới đây rồi áp dụng.")
    adoption = RulebookAdoption.objects.create(
        cycle=current,
        seq=current.adoptions.count() + 1,
        before_id=current.rulebook_id,
        after=rulebook,
        from_day=from_day,
        paper=paper,
        reason=why,
        shown=amendment.as_data(),
        applied_at=clock.now(),
        applied_by=by.id,
    )
    _move(current, rulebook)
    standings_refresh(cycle=current, dossiers=Dossier.objects.filter(cycle=current))
    _log(by, adoption, amendment, act_key)
    return adoption


def _reason(typed: str) -> str:
    reason, place = squeeze(typed), "lý do"
    if not reason:
        raise InputProblems([Problem("thieu", "Chưa ghi lý do.", place, "Ghi văn bản sửa đổi, bổ sung điều gì.")])
    if len(reason) > LONGEST_REASON:
        raise InputProblems([Problem("qua_dai", f"Dài hơn {LONGEST_REASON} ký tự.", place, "Rút gọn nội dung.")])
    if refused := refused_text(reason):
        raise InputProblems([Problem("noi_dung_bi_tu_choi", refused, place, "Không nhập nội dung này.")])
    return reason


def _move(cycle: Cycle, rulebook: Rulebook) -> None:
    """The open dossiers and the cycle itself; three statements for each kind of unit at most."""
    was, will = rules_of(cycle), compiled(rulebook)
    differing = [kind for kind in will.subjects if not judges_alike(was, will, kind)]
    reviewed = Dossier.objects.filter(open_in(cycle, differing), state__in=REVIEWED)
    reviewed.update(state=DossierState.SUBMITTED)
    for kind, subject in will.subjects.items():
        if subject.window is not None:
            window = subject.window.for_year(cycle.year)
            Dossier.objects.filter(open_in(cycle, [kind])).update(
                rulebook=rulebook, starts=window.start, ends=window.end, version=F("version") + 1
            )
    cycle.rulebook = rulebook
    cycle.save(update_fields=["rulebook"])


def _log(by: User, adoption: RulebookAdoption, amendment: Amendment, act_key: str | None) -> None:
    cycle = adoption.cycle
    moved = Dossier.objects.filter(cycle=cycle).exclude(state__in=DECIDED).values_list("pk", flat=True)
    payload = {
        "name": cycle.name,
        "before": amendment.before,
        "after": amendment.after,
        "rulebook": adoption.after.content_hash,
        "from_day": adoption.from_day.isoformat(),
        "units": amendment.moved,
        "turned": len(amendment.turns),
        "reason": adoption.reason,
    }
    subjects = [("cycle", cycle.pk), ("paper", adoption.paper_id), *(("dossier", pk) for pk in moved)]
    audit.record(by=by, verb="cycle.rulebook_adopted", subjects=subjects, payload=payload, act_key=act_key)
