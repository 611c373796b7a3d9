"""Cycles, frozen unit lists, dossiers and what is attached to them."""

from binhyen.dossiers.models.calendar import CycleStep, DeadlineLetter, YearStep
from binhyen.dossiers.models.committee import CommitteeRules, CommitteeSeat
from binhyen.dossiers.models.core import (
    SUBJECT_CHOICES,
    Basis,
    Cycle,
    Dossier,
    DossierState,
)
from binhyen.dossiers.models.handover import Handover
from binhyen.dossiers.models.posting import Objection, PostedDossier, Posting, Remark
from binhyen.dossiers.models.review import (
    CheckAnswer,
    CommitteeAnswer,
    FrontOpinion,
    MoreRequest,
    Review,
)
from binhyen.dossiers.models.unit_lists import DossierSuccession, UnitList, UnitListEntry
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
    "CommitteeRules",
    "CommitteeSeat",
    "Cycle",
    "CycleStep",
    "DeadlineLetter",
    "Dossier",
    "DossierState",
    "DossierSuccession",
    "EarlierVerdict",
    "FrontOpinion",
    "Handover",
    "LostGround",
    "MoreRequest",
    "Objection",
    "PostedDossier",
    "Posting",
    "Remark",
    "Review",
    "RulebookAdoption",
    "Standing",
    "UnitList",
    "UnitListEntry",
    "YearStep",
]
