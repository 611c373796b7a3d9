"""Scans that a page may open: each is asked for through the dossier, list or letter that it stands behind."""

from uuid import UUID

from django.db.models import Q

from binhyen.dossiers.models import CommitteeAnswer, Cycle, Dossier, FrontOpinion, Posting, Review
from binhyen.figures.models import FigureValue
from binhyen.papers.models import Paper


def scan_of_dossier(dossier: Dossier, paper: UUID) -> Paper | None:
    """The paper, where it has a file and stands behind the dossier now or stood at an earlier moment: registration,
    meetings, the committee's words, the Front's opinion, figures. One statement."""
    figures = FigureValue.objects.filter(unit=dossier.unit_id, starts=dossier.starts, ends=dossier.ends)
    behind = Q(pk=dossier.registration_paper_id) | Q(pk__in=figures.values("paper"))
    for said in (Review, CommitteeAnswer, FrontOpinion):
        behind |= Q(pk__in=said.objects.filter(dossier=dossier).values("paper"))
    return _with_file(paper, behind)


def scan_of_posting(posting: Posting, paper: UUID) -> Paper | None:
    """The minutes of hanging a list or of taking it down, where they have a file. One statement."""
    return _with_file(paper, Q(pk__in=[posting.paper_id, posting.closing_paper_id]))


def scan_of_letter(cycle: Cycle, paper: UUID) -> Paper | None:
    """A letter that moved a day of the cycle, where it has a file. One statement."""
    return _with_file(paper, Q(pk__in=cycle.letters.values("paper")))


def _with_file(paper: UUID, behind: Q) -> Paper | None:
    return Paper.objects.filter(behind, pk=paper, kept=Paper.Kept.FILE).first()
