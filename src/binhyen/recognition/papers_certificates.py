"""What the certificates of a decision say: one for each unit that it recognises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from binhyen.recognition.papers import DecisionContent, decision_document
from binhyen.rendering.certificates import Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A recognised unit: its name as printed, the name of its own level (empty: that of the decision), and the
    address of the page that verifies its certificate (empty: no code is printed)."""

    name: str
    level_name: str = ""
    link: str = ""


def certificates(
    content: DecisionContent, holders: Sequence[Holder], *, number: str = "", signed_on: date | None = None
) -> list[Certificate]:
    """The certificates in the order of `holders`. Without `number` and `signed_on` the registry finds room for both.

    Raises InputProblems where the decision recognises nobody.
    """
    paper = decision_document(content, number=number, signed_on=signed_on)
    authority = content.authority or content.issuing_body
    return [
        Certificate(
            authority=authority,
            unit=holder.name,
            honour=_honour(content, holder.level_name),
            decision=f"(Theo Quyết định {paper.letterhead.citation} của {authority})",
            place_line=paper.letterhead.place_line,
            signature=paper.signature,
            link=holder.link,
            illustrative=content.illustrative,
        )
        for holder in holders
    ]


def _honour(content: DecisionContent, level_name: str) -> str:
    words = content.honour_of(level_name or content.level_name)
    return words[:1].upper() + words[1:]
