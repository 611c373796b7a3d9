"""Lists posted before a decision, as everybody may read them: names and kinds of unit, days, and where to write."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from binhyen.dossiers.models import DossierState, PostedDossier, Posting, Remark
from binhyen.dossiers.selectors.posting import takes_remarks
from binhyen.kernel import clock
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import version_of


@dataclass(frozen=True, slots=True)
class PublicPosting:
    """A posted list. `takes_remarks` where the commune turned remarks on and the list still hangs."""

    posting: Posting
    judge: UnitVersion | None
    entries: tuple[PostedDossier, ...]
    remarks: tuple[Remark, ...]
    takes_remarks: bool

    @property
    def is_over(self) -> bool:
        """Whether it has hung for its days, although nobody has taken it down."""
        return self.last_day < clock.today()

    @property
    def last_day(self) -> date:
        """The last day on which it hangs."""
        return self.posting.last_day


def public_postings() -> QuerySet[Posting]:
    """Lists that hang now, the newest first. What was taken down is not kept on show: the decision says what came of it."""
    return Posting.objects.filter(closed_on=None, posted_on__lte=clock.today()).select_related("cycle__programme")


def public_posting(posting_id: UUID) -> PublicPosting | None:
    """One list; None where there is none, and once it was taken down. A unit that went back to the committee is not named."""
    found = public_postings().filter(pk=posting_id).first()
    if found is None:
        return None
    hanging = found.entries.filter(dossier__state=DossierState.IN_CONSULTATION).select_related("dossier")
    shown = found.remarks.filter(state=Remark.State.SHOWN)
    return PublicPosting(
        found,
        version_of(found.judge_id),
        tuple(hanging.order_by("dossier__position")),
        tuple(shown) if found.remarks_open else (),
        takes_remarks(found),
    )
