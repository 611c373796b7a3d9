"""Writes: programmes, drafts of rulebooks, issuing and ending them, confirming what they leave open."""

from binhyen.programmes.services.citing import SHORTEST_CITATION, citation_record
from binhyen.programmes.services.drafting import (
    programme_ensure,
    rulebook_confirm,
    rulebook_discard,
    rulebook_draft,
    rulebook_import,
)
from binhyen.programmes.services.issuing import LegalAct, rulebook_issue, rulebook_repeal, shipped_install

__all__ = [
    "SHORTEST_CITATION",
    "LegalAct",
    "citation_record",
    "programme_ensure",
    "rulebook_confirm",
    "rulebook_discard",
    "rulebook_draft",
    "rulebook_import",
    "rulebook_issue",
    "rulebook_repeal",
    "shipped_install",
]
