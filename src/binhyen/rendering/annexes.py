"""An annex as plain data: a title, and headings, paragraphs, items of a tree and tables under it, in one order.

It has no letterhead and no signature: it belongs to the act that it names. What stands at the foot of every page ties
the sheet to its content. Texts are texts, as in `documents`.
"""

from dataclasses import dataclass

from binhyen.rendering.documents import Paragraph, Table

DRAFT_MARK = "DỰ THẢO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the first or second rank."""

    text: str
    rank: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a tree: its code, its words, and lines under it (a bold label and a text). `depth` counts from 0."""

    code: str
    text: str
    depth: int = 0
    lines: tuple[tuple[str, str], ...] = ()


Part = Heading | Paragraph | Item | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A whole annex. `reference` names the act; `mark` stands large on a draft; `foot`
    holds the lines that stand on every page beside its number; they are never broken inside, so that they can be copied."""

    title: str
    subtitle: str
    reference: str
    parts: tuple[Part, ...]
    foot: tuple[str, ...]
    issuer: str = ""
    mark: str = ""
