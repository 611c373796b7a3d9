"""Reads: awards as people may see them, and who signs in whose place."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.kernel import text
from binhyen.papers.publications import source_words
from binhyen.programmes.models import Programme
from binhyen.recognition.models import Award, Decision, Delegation, Recognition
from binhyen.units.selectors import in_scope, paths_ids, versions_of
from binhyen.units.selectors.reach import scopes_of


def delegations_for(user: User) -> QuerySet[Delegation]:
    """Who signs in place of whom, in the parts of the tree that the person may read; the newest first."""
    scopes = scopes_of(user, Act.READ)
    found = Delegation.objects.filter(unit__in=in_scope(scopes)) if scopes else Delegation.objects.none()
    return found.select_related("paper", "unit")


def delegations_held(unit: UUID, on: date) -> list[Delegation]:
    """By which delegations somebody may sign for a unit on that day. One statement."""
    begun = Delegation.objects.filter(unit=unit, valid_from__lte=on)
    return [one for one in begun.order_by("signing_office") if one.is_held_on(on)]


def awards() -> QuerySet[Award]:
    """Every award that was not struck out, newest first, with what a page says of it."""
    return Award.objects.filter(struck_at=None).select_related("programme", "publication", "paper", "unit")


def awards_for(user: User) -> QuerySet[Award]:
    """Awards of the parts of the tree that the person may read."""
    scopes = scopes_of(user, Act.READ)
    return awards().filter(unit__in=in_scope(scopes)) if scopes else Award.objects.none()


def public_awards_of(units: Iterable[UUID], *, samples: bool) -> QuerySet[Award]:
    """Awards given in the area of these units or to them by name, as everybody may see them. Invented ones stand only
    with invented units."""
    wanted = list(units)
    about = awards().filter(unit__in=wanted) | awards().filter(named__in=wanted)
    return about.filter(is_sample=samples).distinct()


def public_awards_in(programme: Programme) -> QuerySet[Award]:
    """Real awards of a programme."""
    return awards().filter(programme=programme, is_sample=False)


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A collective that is a unit, and what it is recognised as in the years that the award honours."""

    name: str
    standings: Sequence[str]


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award as the office reads it."""

    award: Award
    place: str
    named: Sequence[NamedUnit]
    source: str
    may_strike: bool


@dataclass(frozen=True, slots=True)
class FormSum:
    """What was given in one form: how often, to how many, and the money where it was recorded."""

    form: str
    times: int
    collectives: int
    individuals: int
    money: int
    with_money: int


def sums_by_form(lines: Iterable[AwardLine]) -> list[FormSum]:
    """The awards of a list added up by form, in the order of the closed list; struck-out ones are not in it."""
    by_form: dict[str, list[Award]] = {form.value: [] for form in Award.Form}
    for line in lines:
        by_form[line.award.form].append(line.award)
    return [
        FormSum(
            form=str(Award.Form(form).label),
            times=len(awards),
            collectives=sum(one.collectives for one in awards),
            individuals=sum(one.individuals for one in awards),
            money=sum(one.money or 0 for one in awards),
            with_money=sum(one.money is not None for one in awards),
        )
        for form, awards in by_form.items()
        if awards
    ]


def award_lines(user: User) -> list[AwardLine]:
    """The awards that a person may read, with what the named collectives are recognised as. Constant statements."""
    chosen = list(awards_for(user).prefetch_related("named"))
    named = {unit.pk for award in chosen for unit in award.named.all()}
    versions = versions_of({award.unit_id for award in chosen} | named)
    standings, powers = _standings(named), powers_of(user)
    paths = paths_ids({award.unit_id for award in chosen})
    return [
        AwardLine(
            award=award,
            place=versions[award.unit_id].full_name if award.unit_id in versions else "",
            named=[
                NamedUnit(versions[unit.pk].full_name, _within(standings[unit.pk], award))
                for unit in award.named.all()
                if unit.pk in versions
            ],
            source=source_words(award.publication) if award.publication else "",
            may_strike=award.publication is None and powers.may(Act.CYCLE_OPEN, paths.get(award.unit_id, ())),
        )
        for award in chosen
    ]


def _standings(units: Iterable[UUID]) -> dict[UUID, list[tuple[int, str]]]:
    """Year and words of every recognition of these units by a numbered decision, cancelled ones said so."""
    granted = Recognition.objects.filter(unit__in=list(units), granted=True, decision__state=Decision.State.NUMBERED)
    found: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    rows = granted.values_list("unit", "year", "programme__name", "cancelled_by").order_by("programme__name", "year")
    for unit, year, programme, cancelled in rows:
        taken_back = " (đã bị hủy bỏ)" if cancelled else ""
        found[unit].append((year, f"được công nhận {programme} năm {year}{taken_back}"))
    return found


def _within(standings: Iterable[tuple[int, str]], award: Award) -> list[str]:
    return [words for year, words in standings if award.from_year <= year <= award.to_year]


@dataclass(frozen=True, slots=True)
class PublicAward:
    """One award as everybody may read it: "Giấy khen 2012–2022: 3 tập thể, 6 cá nhân" and where that stands."""

    award: Award
    said: str
    source: str


def public_award_lines(chosen: Iterable[Award]) -> list[PublicAward]:
    """Awards in words, with their decision or the publication in which they were read."""
    return [PublicAward(award, _said(award), _stands_in(award)) for award in chosen]


def _said(award: Award) -> str:
    counts = ((award.collectives, "tập thể"), (award.individuals, "cá nhân"))
    given = ", ".join(f"{text.number(count)} {word}" for count, word in counts if count)
    form = str(Award.Form(award.form).label)
    return f"{form[:1].upper()}{form[1:]} {award.years}: {given}"


def _stands_in(award: Award) -> str:
    if award.publication:
        return f"{award.body} · {source_words(award.publication)}"
    day = f" ngày {text.day(award.given_on)}" if award.given_on else ""
    return f"{award.body}, quyết định {award.number}{day}"
