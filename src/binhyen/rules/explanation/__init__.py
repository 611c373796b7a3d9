"""Why: the outcome of every criterion as data, from a visitor over the same nodes, and Vietnamese sentences from it."""

from binhyen.rules.explanation.checks import CheckQuestion, ask_checks
from binhyen.rules.explanation.data import (
    EVALUATOR_VERSION,
    CriterionExplanation,
    FigureFact,
    Finding,
    Missing,
    MissingKind,
)
from binhyen.rules.explanation.explain import explain
from binhyen.rules.explanation.phrase import finding_sentence, missing_words, points_words, sentences

__all__ = [
    "EVALUATOR_VERSION",
    "CheckQuestion",
    "CriterionExplanation",
    "FigureFact",
    "Finding",
    "Missing",
    "MissingKind",
    "ask_checks",
    "explain",
    "finding_sentence",
    "missing_words",
    "points_words",
    "sentences",
]
