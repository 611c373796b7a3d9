"""Why a dossier stands where it stands: explained from the facts kept with the verdict, or as frozen at the decision."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from binhyen.dossiers.models import Dossier, Standing
from binhyen.dossiers.selectors.facts import facts_from_data, not_comparable_of
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.programmes.selectors import titles_asked
from binhyen.rules.explanation import CriterionExplanation, MissingKind, Titles, explain, outlook, outlook_items
from binhyen.rules.model.facts import Facts
from binhyen.rules.model.results import Assessment, Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.reference import assess


def explained(
    dossier: Dossier, standing: Standing, *, not_comparable: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """One entry per criterion in the order of the rulebook (`CriterionExplanation.as_data`).

    A frozen verdict keeps the words it was given with; a living one is explained anew, from its own facts. The
    database is asked only for the names of other programmes, where a rule stands on them, and for why the year before
    is missing, where it is and the caller has not read that for many at once (`not_comparable_of`).
    """
    if standing.is_frozen:
        return list(standing.explanation)
    seen = _judged_again(dossier, standing)
    found = explain(
        seen.rules, seen.kind, seen.facts, seen.assessment, year=seen.year, period=seen.window, titles=seen.titles
    )
    if any(map(_lacks_the_year_before, found)):
        said = not_comparable_of([dossier]).get(dossier.pk, ()) if not_comparable is None else not_comparable
        found = tuple(_with_reason(criterion, said) for criterion in found)
    return [criterion.as_data() for criterion in found]


def _lacks_the_year_before(criterion: CriterionExplanation) -> bool:
    lacks = any(missing.kind is MissingKind.PREVIOUS for missing in criterion.missing)
    return lacks and criterion.outcome is Outcome.UNKNOWN and not criterion.is_group


def _with_reason(criterion: CriterionExplanation, divided: Sequence[str]) -> CriterionExplanation:
    if not divided or not _lacks_the_year_before(criterion):
        return criterion
    reason = f"Năm trước không so sánh được: {'; '.join(divided)}."
    return replace(criterion, sentences=(*criterion.sentences, reason))


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """What a unit still needs for a level, one thing after the other."""

    level: str
    things: tuple[str, ...]


def still_needed(dossier: Dossier, standing: Standing) -> StillNeeded | None:
    """What the unit still needs for its next title; None once decided, or where nothing that it could supply would help."""
    if standing.is_frozen:
        return None
    seen = _judged_again(dossier, standing)
    found = outlook(
        seen.rules, seen.kind, seen.facts, seen.assessment, year=seen.year, period=seen.window, titles=seen.titles
    )
    return StillNeeded(found.name, outlook_items(found)) if found and found.missing else None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A living verdict with all that it was made from."""

    rules: Rulebook
    kind: SubjectKind
    facts: Facts
    year: int
    window: Period
    assessment: Assessment
    titles: Titles


def _judged_again(dossier: Dossier, standing: Standing) -> _Seen:
    rules, kind = rules_of(dossier), SubjectKind(dossier.subject_kind)
    facts = facts_from_data(rules, kind, standing.facts)
    year, window = dossier.cycle.year, dossier.window
    assessment = assess(rules, kind, facts, year=year, period=window)
    return _Seen(rules, kind, facts, year, window, assessment, titles_asked(rules))
