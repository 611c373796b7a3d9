"""Cycles, frozen unit lists, dossiers and what is attached to them."""

from binhyen.dossiers.models.core import (
    SUBJECT_CHOICES,
    Basis,
    Cycle,
    Dossier,
    DossierState,
    UnitList,
    UnitListEntry,
)
from binhyen.dossiers.models.review import (
    CheckAnswer,
    CommitteeAnswer,
    MoreRequest,
    Review,
)
from binhyen.dossiers.models.verdicts import (
    EarlierVerdict,
    LostGround,
    RulebookAdoption,
    Standing,
)

__all__ = [
    "SUBJECT_CHOICES",
    "Basis",
    "CheckAnswer",
    "CommitteeAnswer",
    "Cycle",
    "Dossier",
    "DossierState",
    "EarlierVerdict",
    "LostGround",
    "MoreRequest",
    "Review",
    "RulebookAdoption",
    "Standing",
    "UnitList",
    "UnitListEntry",
]
