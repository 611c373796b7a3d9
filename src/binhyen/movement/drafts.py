"""The covenant as a paper, from what is recorded of it."""

from binhyen.kernel.kinds import UnitKind
from binhyen.movement.models import Covenant
from binhyen.movement.papers import Member, covenant_document
from binhyen.rendering.authors import author_of
from binhyen.rendering.documents import OfficialPaper
from binhyen.units.selectors import ancestors, version_of


def covenant_paper(covenant: Covenant) -> OfficialPaper:
    """The paper of a covenant that has terms and members; its host heads it, by the name of the day of signing."""
    day = covenant.signed_on
    version = version_of(covenant.host_id, day) or version_of(covenant.host_id)
    if version is None:
        raise ValueError("a covenant is hosted by a unit that exists")
    kind, above = UnitKind(version.kind), ancestors(covenant.host_id, day)
    return covenant_document(
        author_of(
            kind,
            full_name=version.full_name,
            name=version.name,
            place=version.name if kind.has_seal or not above else above[0].name,
            superior=above[0].full_name if above and not kind.has_seal else "",
        ),
        programme_name=covenant.programme.name,
        terms=covenant.terms,
        members=[Member(name=one.name, office=one.office) for one in covenant.members.all()],
        year=covenant.year,
        day=day,
        illustrative=covenant.is_sample,
    )
