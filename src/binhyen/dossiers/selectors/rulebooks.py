"""The rules of a cycle or a dossier without asking the database: what was issued never changes, so its id says which
rules they are; and what of one rulebook another one says in the same words."""

import json
from functools import lru_cache

from binhyen.dossiers.models import CommitteeAnswer, Cycle, Dossier, Review
from binhyen.kernel.kinds import SubjectKind
from binhyen.programmes.kept import Kept
from binhyen.programmes.selectors import compiled
from binhyen.rules.model.rulebook import Criterion, Rulebook, Subject

_Holder = Cycle | Dossier | Review | CommitteeAnswer
# What a criterion rests on and what proves it may be worded anew without another thing being asked.
_BESIDE_THE_TEXT = frozenset({"items", "basis", "evidence", "note"})


def rules_of(holder: _Holder) -> Rulebook:
    """What the cycle judges its open dossiers by, what the dossier is judged by, or what lay before a committee."""
    return _rules(Kept(holder.rulebook_id, holder))


@lru_cache(maxsize=64)
def _rules(kept: Kept[_Holder]) -> Rulebook:
    return compiled(kept.thing.rulebook)


def same_criteria(before: Rulebook, after: Rulebook, kind: SubjectKind) -> frozenset[str]:
    """Codes of the criteria that both versions word and decide alike, with all groups around them: what a committee
    said on them still holds."""
    if before.content_hash == after.content_hash:
        return frozenset(after.subjects[kind].by_code)
    if kind not in before.subjects or kind not in after.subjects:
        return frozenset()
    was = _texts(before.subjects[kind])
    return frozenset(code for code, text in _texts(after.subjects[kind]).items() if was.get(code) == text)


def judges_alike(before: Rulebook, after: Rulebook, kind: SubjectKind) -> bool:
    """Whether both versions judge this kind of unit by the same criteria, levels and window."""
    one, other = before.subjects.get(kind), after.subjects.get(kind)
    if one is None or other is None:
        return False
    return _texts(one) == _texts(other) and _frame(one) == _frame(other)


def _texts(subject: Subject) -> dict[str, str]:
    """By code: what the criterion says, and what the groups around it say."""
    found: dict[str, str] = {}
    for criterion in subject.criteria:
        _collect(criterion, "", found)
    return found


def _collect(criterion: Criterion, around: str, found: dict[str, str]) -> None:
    own = {key: value for key, value in criterion.canonical().items() if key not in _BESIDE_THE_TEXT}
    found[criterion.code] = around + json.dumps(own, ensure_ascii=False, sort_keys=True)
    for item in criterion.items:
        _collect(item, found[criterion.code], found)


def _frame(subject: Subject) -> str:
    whole = {key: value for key, value in subject.canonical().items() if key not in {"criteria", "basis", "note"}}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True)
