"""What is sent upwards is frozen as it is sent."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.collection.models import Collection, Sending
from binhyen.collection.selectors.board import frozen, tally_now
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.papers.refusals import office_problems
from binhyen.papers.services import paper_record
from binhyen.units.selectors import path_ids

_LONGEST_BODY = 200


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom it goes, how, and under which number where it goes on paper."""

    body: str
    channel: Channel
    number: str = ""


@transaction.atomic
def sending_make(*, by: User, collection: Collection, to: Recipient, act_key: str | None = None) -> Sending:
    """Freeze what is known now, with who is missing, as sent to this body.

    Raises NotAllowed, RefusedByState where nobody has answered, InputProblems for a body that is none.
    """
    audit.refuse_repeat(act_key)
    powers_of(by).require(Act.COLLECT, path_ids(collection.scope_id))
    body = squeeze(to.body)
    problems = list(office_problems("nơi nhận", body, most=_LONGEST_BODY))
    if not body:
        problems.append(Problem("thieu", "Chưa ghi nơi nhận.", "nơi nhận", "Ghi cơ quan nhận báo cáo."))
    if problems:
        raise InputProblems(problems)
    # One sending after the other: the row of the question is what they wait for.
    held = Collection.objects.select_for_update().get(pk=collection.pk)
    tally, at = tally_now(held), clock.now()
    if not tally.answered:
        raise RefusedByState("Chưa đơn vị nào trả lời.", cure="Ghi trả lời trước khi báo cáo.")
    paper = None
    if squeeze(to.number):
        title = f"Báo cáo nhanh: {held.question}"
        paper = paper_record(by=by, owner_unit=held.scope_id, title=title, number=to.number)
    last = Sending.objects.filter(collection=held).aggregate(last=Max("seq"))["last"] or 0
    sending = Sending.objects.create(
        collection=held, seq=last + 1, at=at, body=body, channel=to.channel, paper=paper, content=frozen(tally.words),
        sent_by=by.pk,
    )  # fmt: skip
    audit.record(
        by=by,
        verb="collection.sent",
        subjects=[("collection", held.pk), ("unit", held.scope_id)],
        payload={"body": body, "seq": sending.seq, "said": tally.said, "question": held.question},
        act_key=act_key,
    )
    return sending
