"""Why: the outcome of every criterion as data, from a visitor over the same nodes, and Vietnamese sentences from it."""

from binhyen.rules.explanation.checks import CheckQuestion, ask_checks
from binhyen.rules.explanation.data import (
    EVALUATOR_VERSION,
    CriterionExplanation,
    FigureFact,
    Finding,
    Missing,
    MissingKind,
    Outlook,
)
from binhyen.rules.explanation.explain import explain, outlook
from binhyen.rules.explanation.phrase import (
    finding_sentence,
    missing_words,
    outlook_items,
    outlook_sentence,
    points_words,
    sentences,
)
from binhyen.rules.explanation.words import Titles, Vocabulary, titles_of

__all__ = [
    "EVALUATOR_VERSION",
    "CheckQuestion",
    "CriterionExplanation",
    "FigureFact",
    "Finding",
    "Missing",
    "MissingKind",
    "Outlook",
    "Titles",
    "Vocabulary",
    "ask_checks",
    "explain",
    "finding_sentence",
    "missing_words",
    "outlook",
    "outlook_items",
    "outlook_sentence",
    "points_words",
    "sentences",
    "titles_of",
]
