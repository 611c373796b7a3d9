"""The story of a cycle, as far as a person may read its log."""

from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.audit.models import LogEntry, LogSubject
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.scope import SeenCycle, dossiers_for
from binhyen.figures.models import FigureValue
from binhyen.recognition.models import Decision


def story_of(user: User, seen: SeenCycle, *, unit: UUID | None = None) -> QuerySet[LogEntry] | None:
    """Entries about the cycle, newest first; None when its log is not for this person.

    Whoever may read the log of the unit at the top reads all of it; others what speaks of dossiers within their reach.
    """
    if not seen.powers.scopes(Act.LOG_READ):
        return None
    is_whole = seen.may(Act.LOG_READ)
    dossiers = seen.dossiers if is_whole else dossiers_for(user, Act.LOG_READ).filter(cycle=seen.cycle)
    if unit is not None:
        dossiers = dossiers.filter(unit=unit)
    if not is_whole and not dossiers.exists():
        return None
    about = _about(dossiers)
    if is_whole and unit is None:
        decisions = Decision.objects.filter(cycle_id=seen.cycle.pk).values("pk")
        about |= Q(kind="cycle", subject_id=seen.cycle.pk) | Q(kind="decision", subject_id__in=decisions)
    return LogEntry.objects.filter(seq__in=LogSubject.objects.filter(about).values("entry")).order_by("-seq")


def _about(dossiers: QuerySet[Dossier]) -> Q:
    """Entries on these dossiers, and on figures of their units for the windows that are judged."""
    chosen = dossiers.order_by()
    # A value carries the instant of its entry: so figures of the units' other years stay out.
    values = FigureValue.objects.filter(unit__in=chosen.values("unit"), starts__in=chosen.values("starts"))
    figures = Q(kind="unit", subject_id__in=chosen.values("unit"), entry__at__in=values.values("recorded_at"))
    return Q(kind="dossier", subject_id__in=chosen.values("pk")) | figures
