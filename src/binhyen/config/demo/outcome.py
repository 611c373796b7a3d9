"""What stands around decisions: targets before them; after them awards as counts, and a recognition taken back."""

from binhyen.config.demo.tables import Line, listed, number_of, rows
from binhyen.config.demo.world import World, day_of
from binhyen.dossiers.services.cancelling import decision_number
from binhyen.insight.targets_recording import NewTarget, target_record
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.models import Programme
from binhyen.recognition.models import Award, Cancellation, Recognition
from binhyen.recognition.services import Grounds, NewAward, award_record, recognition_cancel


def tell_outcome(world: World, story: str, programme: Programme) -> None:
    """Everything that the tables say of this story."""
    for line in rows("targets.csv", story=story):
        _target(world, line, programme)
    for line in rows("cancellations.csv", story=story):
        _cancel(world, line, programme)
    for line in rows("awards.csv", story=story):
        _award(world, line, programme)


def _target(world: World, line: Line, programme: Programme) -> None:
    person, by = world.people[line["by_person"]], day_of(line["by"])
    paper = world.paper(line["paper"], by=person)
    if paper is None or by is None:
        raise ValueError(f"a target without a paper or a day: {line}")
    target = NewTarget(
        programme=programme,
        scope=world.units[line["scope"]],
        subject_kind=SubjectKind(line["kind"]),
        by=by,
        count=int(line["count"]),
        what=line["what"],
        paper=paper,
        level=line["level"],
        criteria=number_of(line["criteria"]),
        base=number_of(line["base"]),
        at_least=line["at_least"] == "yes",
    )
    target_record(by=person, target=target)


def _cancel(world: World, line: Line, programme: Programme) -> None:
    chair = world.people[line["chair"]]
    units = [world.units[key] for key in listed(line["units"])]
    held = Recognition.objects.filter(programme=programme, year=int(line["year"]), unit__in=units, granted=True)
    paper = world.paper(line["paper"], by=chair)
    if paper is None:
        raise ValueError(f"a cancellation without a paper: {line}")
    grounds = Grounds(Cancellation.Reason(line["reason"]), paper, line["note"])
    decision = recognition_cancel(by=chair, recognitions=list(held), grounds=grounds)
    signed_on = day_of(line["signed_on"])
    if signed_on:
        registry = world.people[line["registry"]]
        decision_number(by=registry, decision=decision, number=line["number"], signed_on=signed_on)


def _award(world: World, line: Line, programme: Programme) -> None:
    person = world.people[line["by"]]
    award = NewAward(
        programme=programme,
        unit=world.units[line["unit"]],
        from_year=int(line["from_year"]),
        to_year=int(line["to_year"]),
        form=Award.Form(line["form"]),
        body=line["body"],
        number=line["number"],
        given_on=day_of(line["given_on"]),
        collectives=int(line["collectives"]),
        individuals=int(line["individuals"]),
        named=[world.units[key] for key in listed(line["named"])],
        paper=world.paper(line["paper"], by=person),
    )
    award_record(by=person, award=award)
