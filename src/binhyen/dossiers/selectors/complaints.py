"""Complaints about units by number, days and result, for the office that keeps them and the committee that answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.dossiers.models import Objection
from binhyen.recognition.models import Complaint
from binhyen.units.selectors import in_scope, versions_of
from binhyen.units.selectors.reach import scopes_of


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """One complaint beside the name of its unit; with the objection it came as, where it was one to a posted list."""

    complaint: Complaint
    unit: str
    objection: Objection | None

    @property
    def is_pending(self) -> bool:
        """Whether the unit still waits for the answer."""
        return self.complaint.result == Complaint.Result.PENDING


def complaints_for(person: User) -> QuerySet[Complaint]:
    """Complaints about units whose office or committee the person works in; those that wait stand first."""
    scopes = scopes_of(person, Act.POST) | scopes_of(person, Act.REVIEW)
    found = Complaint.objects.filter(unit__in=in_scope(scopes)) if scopes else Complaint.objects.none()
    return found.select_related("paper").order_by(F("answered_on").desc(nulls_first=True), "-received_on", "pk")


def complaints_to_answer(person: User) -> QuerySet[Complaint]:
    """Those that are answered by themselves. An objection is answered with its posted list, where its unit goes on."""
    objected = Objection.objects.filter(complaint=OuterRef("pk"))
    return complaints_for(person).filter(~Exists(objected), result=Complaint.Result.PENDING)


def complaint_lines(complaints: Sequence[Complaint]) -> list[ComplaintLine]:
    """What a page of the list shows. Two queries."""
    names = versions_of({one.unit_id for one in complaints})
    objected = Objection.objects.filter(complaint__in=complaints).select_related("posted")
    objections = {one.complaint_id: one for one in objected}
    return [
        ComplaintLine(one, names[one.unit_id].full_name if one.unit_id in names else "", objections.get(one.pk))
        for one in complaints
    ]
