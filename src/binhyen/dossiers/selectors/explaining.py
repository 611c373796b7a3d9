"""Why a dossier stands where it stands: explained from the facts kept with the verdict, or as frozen at the decision."""

from typing import Any

from binhyen.dossiers.models import Dossier, Standing
from binhyen.dossiers.selectors.facts import facts_from_data
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation import explain
from binhyen.rules.reference import assess


def explained(dossier: Dossier, standing: Standing) -> list[dict[str, Any]]:
    """One entry per criterion in the order of the rulebook (`CriterionExplanation.as_data`).

    A frozen verdict keeps the words it was given with; a living one is explained anew, from its own facts and
    without asking the database.
    """
    if standing.is_frozen:
        return list(standing.explanation)
    rulebook = rules_of(dossier)
    kind = SubjectKind(dossier.subject_kind)
    facts = facts_from_data(rulebook, kind, standing.facts)
    year, window = dossier.cycle.year, dossier.window
    assessment = assess(rulebook, kind, facts, year=year, period=window)
    found = explain(rulebook, kind, facts, assessment, year=year, period=window)
    return [criterion.as_data() for criterion in found]
