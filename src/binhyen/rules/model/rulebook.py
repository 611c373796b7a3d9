"""A rulebook: one issued, immutable version of a programme's criteria."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.model import nodes
from binhyen.rules.model.criteria import (
    Criterion,
    CriterionCircle,
    CutOff,
    Level,
    Scoring,
    Subject,
    columns_of,
    figure_column,
)
from binhyen.rules.model.facts import Column
from binhyen.rules.model.parts import (
    Canonical,
    Check,
    Citation,
    Deduct,
    FigureDef,
    Rule,
    Source,
    Status,
    Window,
    WindowDay,
    compact,
)
from binhyen.rules.model.types import Answer

__all__ = [
    "Check",
    "Citation",
    "Criterion",
    "CriterionCircle",
    "CutOff",
    "Deduct",
    "FigureDef",
    "Level",
    "Rule",
    "Rulebook",
    "Scoring",
    "Source",
    "Status",
    "Subject",
    "Window",
    "WindowDay",
    "figure_column",
]


@dataclass(frozen=True)
class Rulebook:
    """Everything that decides. Built by `binhyen.rules.loading`, which checks it; equal content, equal hash.

    `word` is what the programme calls itself (phong trào, cuộc vận động); `owner` is the body that issued it.
    """

    programme: str
    version: str
    name: str
    basis: tuple[Citation, ...]
    valid_from: date
    figures: Mapping[str, FigureDef]
    subjects: Mapping[SubjectKind, Subject]
    checks: tuple[Check, ...] = ()
    valid_to: date | None = None
    word: str = ""
    owner: str = ""
    note: str = ""

    def canonical(self) -> Canonical:
        """The one form in which two files with the same meaning are the same: texts only, defaults left out."""
        return compact(
            {
                "programme": self.programme,
                "version": self.version,
                "name": self.name,
                "word": self.word,
                "owner": self.owner,
                "basis": [citation.canonical() for citation in self.basis],
                "valid_from": self.valid_from.isoformat(),
                "valid_to": self.valid_to.isoformat() if self.valid_to else None,
                "figures": {key: figure.canonical() for key, figure in self.figures.items()},
                "checks": [check.canonical() for check in self.checks],
                "subjects": {kind.value: subject.canonical() for kind, subject in self.subjects.items()},
                "note": self.note,
            }
        )

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hexadecimal) of the canonical JSON with sorted keys. Comments and layout do not count."""
        text = json.dumps(self.canonical(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def to_confirm(self) -> tuple[str, ...]:
        """What is not verified in its source, e.g. "residential_area.criteria.4"."""
        return tuple(
            f"{kind.value}.{place}" for kind, subject in self.subjects.items() for place in subject.to_confirm()
        )

    def column(self, name: str) -> Column | None:
        """How a facts column of this name is read, whether or not a criterion asks for it; None if it means nothing."""
        for subject in self.subjects.values():
            for column in subject.facts_columns():
                if column.name == name:
                    return column
        return self._figure_column(name)

    def _figure_column(self, name: str) -> Column | None:
        if name in self.figures:
            return figure_column(self.figures[name])
        key, _, suffix = name.partition(".")
        if suffix == "date" and key in self.figures and self.figures[key].answer is Answer.DOCUMENT:
            return Column(name, Answer.DATE)
        figure = self.figures.get(suffix) if key == "previous" else None
        return Column(name, figure.answer) if figure and figure.answer.has_previous else None

    def checks_of(self, kind: SubjectKind) -> tuple[Check, ...]:
        """The checks that concern a kind of unit: its criteria ask for at least one of their figures."""
        asked = {figure.key for figure in self.subjects[kind].figures_used()}
        return tuple(check for check in self.checks if not asked.isdisjoint(check.figures))

    def check_columns(self, kind: SubjectKind) -> tuple[Column, ...]:
        """The facts columns that these checks read, each once, in the order of the checks."""
        found = (node for check in self.checks_of(kind) for node in nodes.walk(check.rule.node))
        columns = {column.name: column for node in found for column in columns_of(node, self.figures)}
        return tuple(columns.values())
