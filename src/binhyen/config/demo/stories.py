"""The worked examples: each is a cycle with everything around it, told once and whole."""

from collections.abc import Mapping

from django.db import transaction

from binhyen.config.demo.movement import tell_movement
from binhyen.config.demo.outcome import tell_outcome
from binhyen.config.demo.tables import Line, rows
from binhyen.config.demo.world import World
from binhyen.config.demo.year import Year, tell_year
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.programmes.models import Rulebook

Rulebooks = Mapping[tuple[str, str], Rulebook]


def ensure_stories(world: World, rulebooks: Rulebooks) -> list[Cycle]:
    """Every story of the table, in its order: a later one may stand on what an earlier one decided."""
    return [ensure_story(world, rulebooks, line) for line in rows("stories.csv")]


@transaction.atomic
def ensure_story(world: World, rulebooks: Rulebooks, line: Line) -> Cycle:
    """One cycle with its story, all of it or nothing; one that exists is left as people have changed it."""
    rulebook, scope = rulebooks[line["programme"], line["version"]], world.units[line["scope"]]
    standing = Cycle.objects.filter(programme=rulebook.programme, year=int(line["year"]), scope=scope).first()
    return standing or _tell(world, rulebook, line)


def _tell(world: World, rulebook: Rulebook, line: Line) -> Cycle:
    officer = world.people[line["officer"]]
    cycle = cycle_open(
        by=officer,
        rulebook=rulebook,
        year=int(line["year"]),
        scope=world.units[line["scope"]],
        paper=world.paper(line["paper"], by=officer),
    )
    tell_year(Year.of(world, cycle, line))
    tell_movement(world, line["key"], rulebook.programme)
    tell_outcome(world, line["key"], rulebook.programme)
    return cycle
