"""Every sentence of the five founding documents that states a criterion went somewhere, and every criterion came from one.

`seed_sentences.csv` says in our words what each sentence states, where it stands in the shipped rulebooks, and what was
left out and why; docs/reference/seed-sentences.md shows the same table to people.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import Rulebook
from tests.repository.code import ROOT

PAGE = ROOT / "docs" / "reference" / "seed-sentences.md"
# How many sentences of each document state a criterion or could be taken for one.
SENTENCES = {"000": 23, "001": 15, "002": 22, "003": 15, "004": 14}
# "An toàn về ANTT" is read from the circulars themselves; the documents only report on it.
FROM_SEEDS = [reference for reference in shipped() if not reference.startswith("an-toan-antt@")]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a sentence says, in our words; `places` are "reference#kind.code"."""

    seed: str
    number: int
    says: str
    places: tuple[str, ...]
    why: str


def sentences() -> list[Sentence]:
    with Path(__file__).with_name("seed_sentences.csv").open(encoding="utf-8", newline="") as file:
        return [
            Sentence(row["seed"], int(row["number"]), row["says"], tuple(row["places"].split()), row["why"])
            for row in csv.DictReader(file)
        ]


@cache
def rulebook(reference: str) -> Rulebook:
    return load_rulebook(shipped_text(reference), source=reference)


def places_of(reference: str) -> set[str]:
    """Every place of a rulebook that a sentence can be found in."""
    found = set()
    for kind, subject in rulebook(reference).subjects.items():
        found |= {f"{reference}#{kind.value}.{criterion.code}" for criterion in subject.walk()}
        found |= {f"{reference}#{kind.value}.levels.{level.code}" for level in subject.levels}
    return found


def test_no_sentence_of_the_five_documents_is_passed_over() -> None:
    numbers = {seed: [row.number for row in rows] for seed, rows in groupby(sentences(), lambda row: row.seed)}
    assert numbers == {seed: list(range(1, count + 1)) for seed, count in SENTENCES.items()}


def test_every_sentence_went_into_a_rulebook_or_says_why_it_did_not() -> None:
    assert [row for row in sentences() if not row.says or not (row.places or row.why)] == []


def test_every_place_named_exists() -> None:
    known = set().union(*(places_of(reference) for reference in shipped()))
    assert [place for row in sentences() for place in row.places if place not in known] == []


@pytest.mark.parametrize("reference", FROM_SEEDS)
def test_every_criterion_and_level_comes_from_a_sentence(reference: str) -> None:
    named = {place for row in sentences() for place in row.places}
    stated = set()
    for kind, subject in rulebook(reference).subjects.items():
        stated |= {f"{reference}#{kind.value}.{leaf.code}" for leaf in subject.leaves()}
        stated |= {f"{reference}#{kind.value}.levels.{level.code}" for level in subject.levels}
    assert stated - named == set()


@pytest.mark.parametrize("seed", SENTENCES)
def test_the_page_shows_every_sentence_and_nothing_else(seed: str) -> None:
    (section,) = [
        part for part in PAGE.read_text(encoding="utf-8").split("\n## ") if part.startswith(f"Document {seed}")
    ]
    shown = [line for line in section.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert shown == [line_of(row) for row in sentences() if row.seed == seed]


def line_of(row: Sentence) -> str:
    """A sentence as the page shows it."""
    where = "; ".join(_spoken(reference, places) for reference, places in _by_reference(row.places))
    return f"| {row.number} | {row.says} | {where or 'left out'} | {row.why} |"


def _by_reference(places: Iterable[str]) -> list[tuple[str, list[str]]]:
    pairs = [place.split("#") for place in places]
    return [(reference, [rest for _, rest in group]) for reference, group in groupby(pairs, lambda pair: pair[0])]


def _spoken(reference: str, places: list[str]) -> str:
    """ "`kien-thuy-5-an` commune 1a, 1b" """
    kinds: dict[SubjectKind, list[str]] = {}
    for place in places:
        kind, _, rest = place.partition(".")
        level = rest.startswith("levels.")
        kinds.setdefault(SubjectKind(kind), []).append(f"level `{rest.removeprefix('levels.')}`" if level else rest)
    said = ", ".join(f"{kind.value} {', '.join(codes)}" for kind, codes in kinds.items())
    return f"`{reference.partition('@')[0]}` {said}"
