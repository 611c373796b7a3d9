"""The plain evaluator: docs/rules.md in code. It defines the truth; other engines are compared with it."""

from binhyen.rules.reference.assess import assess
from binhyen.rules.reference.evaluate import Case, evaluate
from binhyen.rules.reference.values import BadFact, Interval

__all__ = ["BadFact", "Case", "Interval", "assess", "evaluate"]
