"""The board of a question: the running total, a row for each unit, what was sent upwards and how two sendings differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from binhyen.collection.models import AskedUnit, Collection, GivenAnswer, Sending
from binhyen.collection.papers import Sent
from binhyen.collection.tally import Change, Tally, Word, changes
from binhyen.kernel.kinds import UnitKind
from binhyen.rendering.authors import Author, author_of
from binhyen.rendering.documents import BLANK_LINE
from binhyen.units.selectors import version_of


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with its standing answer, whether that was sent upwards already, and the answers it replaced, first one
    first."""

    asked: AskedUnit
    answer: GivenAnswer | None
    is_sent: bool
    earlier: tuple[GivenAnswer, ...] = ()

    @property
    def word(self) -> Word:
        """What it said."""
        return word_of(self.asked, self.answer)

    @property
    def was(self) -> list[tuple[str, datetime]]:
        """What it said before, and when that was recorded."""
        return [(word_of(self.asked, one).shown, one.recorded_at) for one in self.earlier]

    @property
    def head(self) -> str:
        """The office of whoever heads the unit."""
        return head_of(self.asked.unit_kind)


def word_of(asked: AskedUnit, answer: GivenAnswer | None) -> Word:
    """A unit's word as it stands now."""
    if answer is None:
        return Word(asked.pk, asked.unit_name)
    return Word(asked.pk, asked.unit_name, answer.number, answer.is_yes)


def head_of(kind: str) -> str:
    """The office of whoever heads a unit of this kind: "Trưởng thôn"."""
    return author_of(UnitKind(kind), full_name="", name="", place="").head


def rows_of(collection: Collection, asked: Sequence[AskedUnit]) -> list[Row]:
    """The rows of these units. Two statements."""
    given: dict[UUID, list[GivenAnswer]] = {}
    for one in GivenAnswer.objects.filter(asked__in=[each.pk for each in asked]).order_by("recorded_at"):
        given.setdefault(one.asked_id, []).append(one)
    sent = sent_words(last_sending(collection))
    return [_row(each, given.get(each.pk, []), is_sent=each.pk in sent) for each in asked]


def _row(asked: AskedUnit, given: Sequence[GivenAnswer], *, is_sent: bool) -> Row:
    standing = next((one for one in given if one.is_current), None)
    return Row(asked, standing, is_sent, tuple(one for one in given if not one.is_current))


def tally_now(collection: Collection) -> Tally:
    """The running total over everybody who was asked. Two statements."""
    answers = {one.asked_id: one for one in GivenAnswer.objects.filter(asked__collection=collection, is_current=True)}
    asked = AskedUnit.objects.filter(collection=collection)
    return Tally(collection.question, collection.measure, tuple(word_of(one, answers.get(one.pk)) for one in asked))


def last_sending(collection: Collection) -> Sending | None:
    """What was sent upwards last."""
    return Sending.objects.filter(collection=collection).order_by("-seq").first()


def sent_words(sending: Sending | None) -> dict[UUID, Word]:
    """By asked unit what the sending said of it; units that were missing are left out."""
    if sending is None:
        return {}
    return {one.asked: one for one in _words(sending.content) if not one.is_missing}


def frozen(words: Sequence[Word]) -> dict[str, Any]:
    """The words as a sending keeps them."""
    return {"units": [[str(one.asked), one.name, one.number, one.is_yes] for one in words]}


def tally_of(sending: Sending) -> Tally:
    """The totals as they were sent."""
    asked = sending.collection
    return Tally(asked.question, asked.measure, _words(sending.content))


def _words(content: dict[str, Any]) -> tuple[Word, ...]:
    return tuple(Word(UUID(asked), name, count, is_yes) for asked, name, count, is_yes in content["units"])


def sent_of(sending: Sending) -> Sent:
    """A sending as a paper cites it."""
    number = sending.paper.number if sending.paper else ""
    return Sent(seq=sending.seq, at=sending.at, body=sending.body, tally=tally_of(sending), number=number)


def changes_between(before: Sending, after: Sending) -> list[Change]:
    """The units whose words differ between two sendings of a question, each with the reason of its last correction."""
    reasons = {
        asked: GivenAnswer.Reason(reason).label
        for asked, reason in GivenAnswer.objects.filter(
            asked__collection=after.collection_id, recorded_at__gt=before.at, recorded_at__lte=after.at
        )
        .exclude(reason="")
        .order_by("recorded_at")
        .values_list("asked", "reason")
    }
    return changes(tally_of(before), tally_of(after), {asked: str(words) for asked, words in reasons.items()})


def author_for(collection: Collection) -> Author:
    """In whose name the question is asked and answered upwards."""
    version = version_of(collection.scope_id)
    if version is None:
        return Author(name=collection.scope_name, place=BLANK_LINE, head="Người đứng đầu")
    return author_of(UnitKind(version.kind), full_name=version.full_name, name=version.name, place=version.name)
