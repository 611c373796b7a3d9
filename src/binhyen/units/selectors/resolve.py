"""What a cell of a file means by a unit: our id, a national code as of a day, parent/kind/name, or a name in a scope."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import UnitKind
from binhyen.units.models import UnitVersion
from binhyen.units.names import key, keys_in, query_key
from binhyen.units.selectors.paths import in_scope, units_as_of
from binhyen.units.selectors.places import Surroundings

# Up to here names are looked for one by one; beyond, everything in the scope is read once.
_FEW_NAMES = 20
# More units than a large commune has; comparing spellings with a whole province takes too long.
_MOST_NEARBY = 2_000
_MOST_LISTED = 8
_LONGEST_QUOTED = 80


def resolve_unit(
    reference: str, *, as_of: date, within: Iterable[UUID] | None = None, among: Q | None = None
) -> UnitVersion:
    """The unit that a reference means on a day. Raises InputProblems with the candidates, or the nearest names.

    See `resolve_units` for what a reference may be.
    """
    found = resolve_units([reference], as_of=as_of, within=within, among=among)[reference]
    if isinstance(found, Problem):
        raise InputProblems([found])
    return found


def resolve_units(
    references: Iterable[str], *, as_of: date, within: Iterable[UUID] | None = None, among: Q | None = None
) -> dict[str, UnitVersion | Problem]:
    """Each reference with the unit it means on that day, or with what is wrong with it; a few queries for all.

    A reference is our id; a national code ("11680"); parent, kind and name ("11680/thôn/Kim Sơn", the parent by code or
    id); or a name with or without its kind ("Kim Sơn", "thôn Kim Sơn"), if need be with its place ("…, xã Kiến Thụy").
    `within` keeps to what stands at or below these units on that day, `among` to the versions of which it holds: nobody
    is told of candidates that they may not know.
    """
    asked = {reference: _read(reference, in_a_scope=within is not None) for reference in references}
    return _Resolver(asked.values(), as_of, None if within is None else list(within), among).answers(asked)


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference taken apart; what it does not say is empty."""

    said: str
    unit: UUID | None = None
    code: str = ""
    parent: str = ""
    kind: UnitKind | None = None
    name: str = ""
    places: tuple[str, ...] = ()

    @property
    def quoted(self) -> str:
        return f"'{text.squeeze(self.said)[:_LONGEST_QUOTED]}'"


_KINDS = {key(kind.vietnamese): kind for kind in reversed(UnitKind)} | {key(kind.value): kind for kind in UnitKind}


def _read(reference: str, *, in_a_scope: bool) -> _Reference:
    said = text.squeeze(reference)
    if unit := _as_id(said):
        return _Reference(said, unit=unit)
    if said.isascii() and said.isdigit():
        # "3" may be Tổ dân phố 3 where a scope says whose; in the whole country a number is a code or nothing.
        return _Reference(said, code=said, name=key(said) if in_a_scope else "")
    parent, *rest = (part.strip() for part in said.split("/", 2))
    if len(rest) == 2 and key(rest[0]) in _KINDS:
        return _Reference(said, parent=parent, kind=_KINDS[key(rest[0])], name=key(rest[1]))
    name, *places = said.split(",")
    return _Reference(said, name=query_key(name), places=tuple(query_key(place) for place in places if key(place)))


def _as_id(said: str) -> UUID | None:
    try:
        return UUID(said) if len(said) in (32, 36) else None
    except ValueError:
        return None


class _Resolver:
    """Everything that some references could mean, read at once."""

    def __init__(
        self, references: Iterable[_Reference], as_of: date, within: list[UUID] | None, among: Q | None
    ) -> None:
        asked = list(references)
        self._as_of = as_of
        self._within = within
        self._among = Q() if among is None else among
        self._parents = self._read_parents(asked)
        self._by_id: dict[UUID, UnitVersion] = {}
        self._by_code: dict[str, UnitVersion] = {}
        self._by_key: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for version in self._candidates(asked):
            self._by_id[version.unit_id] = version
            if version.code:
                self._by_code[version.code] = version
            for each in keys_in(version.folded):
                self._by_key[each].append(version)

    def _read_parents(self, asked: list[_Reference]) -> dict[str, UUID]:
        said = {each.parent for each in asked if each.parent}
        if not said:
            return {}
        ids = {unit: each for each in said if (unit := _as_id(each))}
        rows = units_as_of(self._as_of).filter(Q(unit__in=ids) | Q(code__in=said - set(ids.values())))
        return {ids.get(row.unit_id, row.code): row.unit_id for row in rows}

    def _candidates(self, asked: list[_Reference]) -> QuerySet[UnitVersion]:
        rows = units_as_of(self._as_of).filter(self._among)
        if self._within is not None:
            rows = rows.filter(unit__in=in_scope(self._within, self._as_of))
        names = {each.name for each in asked if each.name and not each.parent}
        if len(names) > _FEW_NAMES:
            return rows
        wanted = Q(unit__in={each.unit for each in asked if each.unit}) | Q(parent__in=self._parents.values())
        wanted |= Q(code__in={each.code for each in asked if each.code})
        for name in names:
            wanted |= Q(folded__contains=f"|{name}|")
        return rows.filter(wanted)

    def answers(self, asked: dict[str, _Reference]) -> dict[str, UnitVersion | Problem]:
        """Each reference with its unit or its problem."""
        matches = {said: self._matches(reference) for said, reference in asked.items()}
        unclear = [
            version for said, found in matches.items() if len(found) > 1 or asked[said].places for version in found
        ]
        around = Surroundings(unclear, day=self._as_of) if unclear else None
        elsewhere = self._on_other_days(each.code for said, each in asked.items() if each.code and not matches[said])
        return {
            said: self._answer(asked[said], found, around, elsewhere.get(asked[said].code))
            for said, found in matches.items()
        }

    def _matches(self, reference: _Reference) -> list[UnitVersion]:
        if reference.unit:
            return [self._by_id[reference.unit]] if reference.unit in self._by_id else []
        if reference.code in self._by_code:
            return [self._by_code[reference.code]]
        found = self._by_key.get(reference.name, [])
        if reference.kind:
            parent = self._parents.get(reference.parent)
            return [each for each in found if each.parent_id == parent and each.kind == reference.kind]
        return found

    def _answer(
        self,
        reference: _Reference,
        found: list[UnitVersion],
        around: Surroundings | None,
        elsewhere: UnitVersion | None,
    ) -> UnitVersion | Problem:
        if around and reference.places:
            found = [each for each in found if _stands_in(reference.places, around.above(each))]
        if len(found) == 1:
            return found[0]
        if found and around:
            return _ambiguous(reference, found, around)
        return self._unknown(reference, elsewhere)

    def _on_other_days(self, codes: Iterable[str]) -> dict[str, UnitVersion]:
        wanted = set(codes)
        rows = UnitVersion.objects.filter(code__in=wanted).order_by("valid_from") if wanted else ()
        return {row.code: row for row in rows}

    def _unknown(self, reference: _Reference, elsewhere: UnitVersion | None) -> Problem:
        message = f"Không có đơn vị {reference.quoted} vào ngày {text.day(self._as_of)}."
        if self._within is not None:
            message = f"Không có đơn vị {reference.quoted} trong phạm vi này vào ngày {text.day(self._as_of)}."
        return Problem("khong_co_don_vi", message, cure=self._cure(reference, elsewhere))

    def _cure(self, reference: _Reference, elsewhere: UnitVersion | None) -> str:
        if elsewhere:
            return f"Mã này là {elsewhere.name_in_sentence} ({_when(elsewhere)}); kiểm tra ngày và phạm vi."
        if reference.parent and reference.parent not in self._parents:
            return f"Không có đơn vị cha '{reference.parent[:_LONGEST_QUOTED]}' vào ngày đó; kiểm tra mã."
        if near := get_close_matches(reference.name, self._nearby, n=3, cutoff=0.75):
            return f"Có phải: {', '.join(dict.fromkeys(self._nearby[each] for each in near))}?"
        if reference.code and len(reference.code) in (1, 4):
            return "Mã tỉnh có 2 chữ số, mã xã có 5; bảng tính có thể đã bỏ số 0 ở đầu."
        return "Ghi mã đơn vị, hoặc tên kèm nơi: 'thôn Kim Sơn, xã Kiến Thụy'."

    @cached_property
    def _nearby(self) -> dict[str, str]:
        """Keys in the scope → full name, for suggestions. Without a scope there is too much that is nearly alike."""
        if self._within is None:
            return {}
        rows = units_as_of(self._as_of).filter(self._among, unit__in=in_scope(self._within, self._as_of))
        pairs = rows.values_list("folded", "full_name")[:_MOST_NEARBY]
        return {each: full_name for folded, full_name in pairs for each in keys_in(folded)}


def _when(version: UnitVersion) -> str:
    first = f"từ {text.day(version.valid_from)}" if version.valid_from else ""
    last = f"đến hết {text.day(version.valid_to - timedelta(days=1))}" if version.valid_to else ""
    return " ".join(filter(None, (first, last))) or "đang dùng"


def _stands_in(places: tuple[str, ...], above: list[UnitVersion]) -> bool:
    keys = frozenset[str]().union(*(keys_in(each.folded) for each in above))
    return keys.issuperset(places)


def _ambiguous(reference: _Reference, found: list[UnitVersion], around: Surroundings) -> Problem:
    listed = "; ".join(_candidate(each, around) for each in found[:_MOST_LISTED])
    more = f"; và {len(found) - _MOST_LISTED} đơn vị khác" if len(found) > _MOST_LISTED else ""
    cure = "Ghi mã của đơn vị cần chọn, hoặc tên kèm nơi: 'Kim Sơn, xã Kiến Thụy'."
    if not any(each.code for each in found):
        cure = "Ghi kèm đơn vị cha: 'mã xã/loại/tên', ví dụ '11680/thôn/Kim Sơn'."
    return Problem("don_vi_khong_ro", f"{reference.quoted} có thể là {len(found)} đơn vị: {listed}{more}.", cure=cure)


def _candidate(version: UnitVersion, around: Surroundings) -> str:
    details = ", ".join(filter(None, (around.place(version), f"mã {version.code}" if version.code else "")))
    return f"{version.full_name} ({details})" if details else version.full_name
