"""What the pages about rulebooks share."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.signed_in import SignedInRequest
from binhyen.kernel.errors import NotAllowed
from binhyen.programmes.models import Rulebook
from binhyen.programmes.papers import Issued
from binhyen.programmes.selectors import may_act, may_read, rulebooks_for


def rulebook_or_404(request: SignedInRequest, rulebook_id: UUID) -> Rulebook:
    """The rulebook, if this person may read it."""
    rulebooks = Rulebook.objects.select_related("programme__owner", "issuing_paper", "ending_paper", "replaced_by")
    found = get_object_or_404(rulebooks, pk=rulebook_id)
    if not may_read(request.user, found):
        raise Http404
    return found


def require_act(person: User, act: Act, rulebook: Rulebook) -> None:
    """Raise NotAllowed unless the person may do this to the rulebook: a form that would be refused is not shown."""
    if not may_act(person, act, rulebook.programme):
        raise NotAllowed(act.value)


def issued_of(rulebook: Rulebook) -> Issued:
    """By which act it was issued, for its papers."""
    paper = rulebook.issuing_paper
    is_draft = rulebook.state == Rulebook.State.DRAFT
    if paper is None:
        return Issued(is_draft)
    return Issued(is_draft, paper.number, paper.issued_on, paper.issuer)


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a programme that a person may read, newest first, with the one at hand among them."""

    rulebook: Rulebook
    all: list[Rulebook]

    @classmethod
    def around(cls, request: SignedInRequest, rulebook: Rulebook) -> "Versions":
        """Those of the rulebook's programme."""
        known = [each for each in rulebooks_for(request.user) if each.programme_id == rulebook.programme_id]
        return cls(rulebook, known)

    @property
    def others(self) -> list[Rulebook]:
        """Every other version."""
        return [each for each in self.all if each.pk != self.rulebook.pk]
