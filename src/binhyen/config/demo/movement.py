"""What is done around the dossiers of a story: covenant, pilots and roll-out, activities, models, stages."""

from binhyen.config.demo.tables import Line, listed, number_of, pairs, rows
from binhyen.config.demo.world import World, day_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.movement.kinds import ActivityKind, Audience
from binhyen.movement.models import Rollout, Stage
from binhyen.movement.services.activities import Done, activity_record
from binhyen.movement.services.course import Span, SummedUp, rollout_record, stage_record
from binhyen.movement.services.covenants import MemberLine, covenant_draft, covenant_sign
from binhyen.movement.services.keeping import model_confirm, model_record
from binhyen.programmes.models import Programme


def tell_movement(world: World, story: str, programme: Programme) -> None:
    """Everything that the tables say of this story."""
    tables = {
        "covenants.csv": _covenant,
        "rollouts.csv": _rollout,
        "activities.csv": _activity,
        "models.csv": _model,
        "stages.csv": _stage,
    }
    for table, tell in tables.items():
        for line in rows(table, story=story):
            tell(world, line, programme)


def _covenant(world: World, line: Line, programme: Programme) -> None:
    person = world.people[line["by"]]
    members = [
        MemberLine(name=member["name"], unit=world.units[member["unit"]].pk if member["unit"] else None,
                   office=member["office"])
        for member in rows("covenant_members.csv", story=line["story"])
    ]  # fmt: skip
    covenant = covenant_draft(
        by=person,
        programme=programme,
        host=world.units[line["host"]],
        year=int(line["year"]),
        title=line["title"],
        terms=listed(line["terms"], "|"),
        members=members,
    )
    signed_on = day_of(line["signed_on"])
    if signed_on:
        covenant_sign(by=person, covenant=covenant, on=signed_on, paper=world.paper(line["paper"], by=person))


def _rollout(world: World, line: Line, programme: Programme) -> None:
    person = world.people[line["by"]]
    rollout_record(
        by=person,
        programme=programme,
        unit=world.units[line["unit"]],
        phase=Rollout.Phase(line["phase"]),
        span=Span(day_of(line["starts"]), day_of(line["ends"])),
        paper=world.paper(line["paper"], by=person),
        note=line["note"],
    )


def _activity(world: World, line: Line, programme: Programme) -> None:
    person = world.people[line["by"]]
    first, last = day_of(line["first_day"]), day_of(line["last_day"])
    if first is None:
        raise ValueError(f"an activity without a day: {line}")
    done = Done(
        kind=ActivityKind(line["kind"]),
        period=Period.on_paper(first, last or first),
        times=int(line["times"] or 1),
        title=line["title"],
        audiences=tuple(Audience(code) for code in listed(line["audiences"])),
        people=number_of(line["people"]),
        held_at=SubjectKind(line["held_at"]) if line["held_at"] else None,
        cases=number_of(line["cases"]),
        settled=number_of(line["settled"]),
    )
    hosts = [world.units[key] for key in listed(line["hosts"])]
    activity_record(by=person, hosts=hosts, done=done, programme=programme, paper=world.paper(line["paper"], by=person))


def _model(world: World, line: Line, programme: Programme) -> None:
    person = world.people[line["by"]]
    model = model_record(
        by=person,
        unit=world.units[line["unit"]],
        name=line["name"],
        programme=programme,
        from_year=number_of(line["from_year"]),
    )
    for year, said in pairs(line["years"]).items():
        points, teams, members = (int(count) for count in said.split("/"))
        kept = bool(points)
        model_confirm(
            by=person, model=model, year=int(year), is_kept=kept, points=points, teams=teams,
            members=members if kept else None,
        )  # fmt: skip


def _stage(world: World, line: Line, programme: Programme) -> None:
    person = world.people[line["by"]]
    on = day_of(line["summed_up_on"])
    stage_record(
        by=person,
        programme=programme,
        unit=world.units[line["unit"]],
        name=line["name"],
        from_year=int(line["from_year"]),
        to_year=int(line["to_year"]),
        summed_up=SummedUp(Stage.Form(line["form"]), on) if on else None,
        paper=world.paper(line["paper"], by=person),
    )
