"""What a person wishes to be reminded by, and the days of their calendar."""

import hashlib
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.dossiers.lifecycle import Where
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.kernel import clock
from binhyen.kernel.text import number
from binhyen.reminders.ical import WholeDay
from binhyen.reminders.models import OwedStep, Wish
from binhyen.reminders.selectors.deadlines import deadlines_for
from binhyen.reminders.selectors.owed import Owed, owed_of

_TITLES = {
    OwedStep.REGISTRATION: "Hạn đăng ký",
    OwedStep.FIGURES: "Hạn báo số liệu",
    OwedStep.HANDING_IN: "Hạn nộp hồ sơ",
}
# A deadline that passed stays in the calendar for a while.
_SHOWN_AFTER = timedelta(days=60)


def wish_of(person: User) -> Wish:
    """What the person wishes; nothing where they never said."""
    return Wish.objects.filter(user=person).first() or Wish(user=person)


def digest_of(token: str) -> str:
    """What is kept of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of_feed(token: str) -> User | None:
    """Whose calendar the secret address shows; None for an address that nobody has, or whose owner is gone."""
    wish = Wish.objects.filter(feed_digest=digest_of(token), user__is_active=True).select_related("user").first()
    return wish.user if wish else None


def own_dossiers(person: User) -> QuerySet[Dossier]:
    """Dossiers for whose steps the person works: as the unit, or as the office that chases it."""
    return dossiers_for(person, Act.REGISTER, Where.UNIT) | dossiers_for(person, Act.CHASE, Where.UNIT)


def owed_by_units_of(person: User) -> list[Owed]:
    """What the units for which the person works owe."""
    return owed_of(Dossier.objects.filter(pk__in=own_dossiers(person).order_by().values("pk")))


def days_of(person: User) -> list[WholeDay]:
    """The deadlines of the person's units as whole days: the step, the cycle, how many units have not done it. No unit
    is named."""
    owed = owed_by_units_of(person)
    deadlines = deadlines_for([one.dossier for one in owed])
    counts: Counter[tuple[UUID, OwedStep, date]] = Counter()
    cycles: dict[UUID, Cycle] = {}
    oldest = clock.today() - _SHOWN_AFTER
    for one in owed:
        cycles[one.dossier.cycle_id] = one.dossier.cycle
        for step in _ahead(one.step):
            day = deadlines.get((one.dossier.pk, step))
            if day and day >= oldest:
                counts[one.dossier.cycle_id, step, day] += 1
    return [
        WholeDay(
            uid=f"{cycle}.{step}.{day:%Y%m%d}@binhyen",
            day=day,
            title=f"{_TITLES[step]}: {cycles[cycle].name} (còn {number(count)} đơn vị)",
        )
        for (cycle, step, day), count in sorted(counts.items(), key=lambda item: item[0][2])
    ]


def _ahead(step: OwedStep) -> list[OwedStep]:
    """The steps of the calendar that still lie before a unit that owes this one."""
    in_order = list(_TITLES)
    return in_order[in_order.index(step) :] if step in _TITLES else []
