"""Reads: programmes, rulebooks, what an issued rulebook means, and what in it is still to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import clock
from binhyen.programmes.burden import Burden, burden_of
from binhyen.programmes.kept import Kept
from binhyen.programmes.models import Citation, FigureDefinition, Programme, Rulebook
from binhyen.rules.explanation import titles_of
from binhyen.rules.loading import load_canonical
from binhyen.rules.model import nodes
from binhyen.rules.model.rulebook import FigureDef
from binhyen.rules.model.rulebook import Rulebook as CompiledRulebook
from binhyen.rules.wording import Titles
from binhyen.units.selectors import path_ids, paths_ids


@dataclass(frozen=True, slots=True)
class PlaceToConfirm:
    """A place that the rulebook marks to_confirm ("residential_area.criteria.4"), with its citation once given."""

    place: str
    citation: Citation | None


def compiled(rulebook: Rulebook) -> CompiledRulebook:
    """What the rulebook means, for assessing and explaining. Kept per content hash, so asking often costs nothing."""
    return _compiled(Kept(rulebook.content_hash, rulebook))


@lru_cache(maxsize=64)
def _compiled(kept: Kept[Rulebook]) -> CompiledRulebook:
    return load_canonical(kept.thing.canonical)


def programmes_by_name(*, invented: bool) -> QuerySet[Programme]:
    """Programmes by name; invented ones are among them only for whoever works with invented units (`invented`)."""
    found = Programme.objects.order_by("name")
    return found if invented else found.exclude(owner__is_sample=True)


def rulebook_list() -> QuerySet[Rulebook]:
    """Every rulebook with its programme, newest first, without the long texts."""
    rulebooks = Rulebook.objects.select_related("programme__owner").defer("source", "canonical")
    return rulebooks.order_by("programme__name", "-valid_from", "-version")


def rulebooks_for(person: User) -> list[Rulebook]:
    """What the person may read, newest first: all that was issued, and the drafts of programmes for which they draft or
    issue. Whoever is judged is not troubled with what may never be issued."""
    return [each for each in rulebook_list() if may_read(person, each)]


def may_read(person: User, rulebook: Rulebook) -> bool:
    """Whether the person may read it."""
    if rulebook.state != Rulebook.State.DRAFT:
        return True
    return any(may_act(person, act, rulebook.programme) for act in (Act.RULEBOOK_DRAFT, Act.RULEBOOK_ISSUE))


def drafts_anything(person: User) -> bool:
    """Whether the person may draft criteria at all."""
    return bool(powers_of(person).scopes(Act.RULEBOOK_DRAFT))


def predecessor_of(rulebook: Rulebook, known: Iterable[Rulebook]) -> Rulebook | None:
    """Among `known`, newest first: the issued version of the same programme that this one follows."""
    others = [
        each
        for each in known
        if each.programme_id == rulebook.programme_id and each.pk != rulebook.pk and each.state != Rulebook.State.DRAFT
    ]
    earlier = (
        each for each in others if rulebook.valid_from is None or (each.valid_from or date.min) < rulebook.valid_from
    )
    return next(earlier, None)


def replaceable_by(draft: Rulebook, known: Iterable[Rulebook]) -> list[Rulebook]:
    """Among `known`: the issued versions of the same programme that this draft may end on the day it begins."""
    first = draft.valid_from or date.min
    return [
        each
        for each in known
        if each.programme_id == draft.programme_id
        and each.state == Rulebook.State.ISSUED
        and (each.valid_from or date.min) < first
        and (each.valid_to is None or each.valid_to >= first)
    ]


def titles_asked(*rulebooks: CompiledRulebook) -> Titles:
    """How the levels of other programmes are called that these rulebooks stand on, in their newest version. No query
    where they stand on none."""
    others = frozenset[str]().union(*(_programmes_asked(Kept(each.content_hash, each)) for each in rulebooks))
    if not others:
        return {}
    issued = Rulebook.objects.exclude(state=Rulebook.State.DRAFT).filter(programme__code__in=others)
    return titles_of(compiled(one) for one in issued.order_by("valid_from"))


@lru_cache(maxsize=64)
def _programmes_asked(kept: Kept[CompiledRulebook]) -> frozenset[str]:
    rules = kept.thing
    found = (node for subject in rules.subjects.values() for node in subject.nodes())
    return frozenset(node.programme for node in found if isinstance(node, nodes.Recognised)) - {rules.programme}


def burden(*, draft: Rulebook | None = None) -> Burden:
    """What the rulebooks in force today ask of whom, invented ones apart, and with a draft what they will."""
    real = rulebooks_in_force(clock.today()).exclude(programme__owner__is_sample=True)
    in_force = Rulebook.objects.filter(pk__in=real)
    return burden_of(
        [compiled(each) for each in in_force.order_by("programme__name")], compiled(draft) if draft else None
    )


def rulebooks_in_force(day: date) -> QuerySet[Rulebook]:
    """Rulebooks whose time of validity covers the day; one that a later act ends is in force until then."""
    began = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return rulebook_list().filter(began & lasts).exclude(state=Rulebook.State.DRAFT)


def rulebook_of(programme: str, version: str) -> Rulebook | None:
    """The rulebook with that programme code and version."""
    known = Rulebook.objects.select_related("programme__owner")
    return known.filter(programme__code=programme, version=version).first()


def to_confirm_places(rulebook: Rulebook) -> tuple[PlaceToConfirm, ...]:
    """Every place marked to_confirm, in the order of the rulebook. One query."""
    given = {citation.place: citation for citation in rulebook.citations.all()}
    return tuple(PlaceToConfirm(place, given.get(place)) for place in compiled(rulebook).to_confirm())


def may_run_for_real(rulebook: Rulebook) -> bool:
    """Whether a cycle on real units may use it: nothing is to confirm, or each place was confirmed with a citation."""
    if rulebook.to_confirm_count == 0:
        return True
    return all(place.citation is not None for place in to_confirm_places(rulebook))


def may_act(person: User, act: Act, programme: Programme) -> bool:
    """Whether the person may do this to the programme's rulebooks: its owner and everybody above; whoever holds the act
    over a whole tree (a province) where the programme is national and so has no owner here."""
    powers = powers_of(person)
    if programme.owner_id is None:
        return any(len(path) == 1 for path in paths_ids(powers.scopes(act)).values())
    return powers.may(act, path_ids(programme.owner_id))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A figure that a rulebook asks for differently from how this installation already knows it."""

    figure: FigureDef
    known: FigureDefinition
    used_by: str


def disagreements(figures: tuple[FigureDef, ...], *, besides: Rulebook | None = None) -> tuple[Disagreement, ...]:
    """Figures whose answer or unit of measure differs from the definition in force. `besides` is not asked.

    `used_by` names the rulebooks that speak of the figure already.
    """
    by_key = {figure.key: figure for figure in figures}
    known = FigureDefinition.objects.filter(key__in=by_key).prefetch_related("rulebooks")
    return tuple(
        Disagreement(by_key[definition.key], definition, _used_by(definition, besides))
        for definition in known
        if (definition.answer, definition.unit_of_measure)
        != (by_key[definition.key].answer.value, by_key[definition.key].unit_of_measure)
    )


def _used_by(definition: FigureDefinition, besides: Rulebook | None) -> str:
    return ", ".join(str(each) for each in definition.rulebooks.all() if besides is None or each.pk != besides.pk)
