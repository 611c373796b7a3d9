"""Whether a unit still falls under the rulebook when it registers: its size, or the level of a school, may have changed
since the list was frozen."""

from collections.abc import Sequence

from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.listing import KIND_KEY
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.explanation.listing import ListReader
from binhyen.units.selectors import versions_of


def outside_now(dossiers: Sequence[Dossier]) -> dict[str, str]:
    """Why these units do not fall under what they are judged by, by name; the others are left out. One statement where
    the rulebook asks for anything at all."""
    asked = [one for one in dossiers if rules_of(one).subjects[SubjectKind(one.subject_kind)].eligible is not None]
    if not asked:
        return {}
    versions = versions_of([one.unit_id for one in asked])
    readers: dict[object, ListReader] = {}
    found = {}
    for one in asked:
        version = versions.get(one.unit_id)
        if version is None:
            continue
        reader = readers.setdefault(one.rulebook_id, ListReader(rules_of(one), one.cycle.year))
        attributes = dict(version.attributes)
        if KIND_KEY in reader.rulebook.figures:
            attributes[KIND_KEY] = str(version.kind)
        if why := reader.told(SubjectKind(one.subject_kind), attributes).excluded:
            found[one.unit_name] = why
    return found
