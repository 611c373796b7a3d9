"""What a slip with a link says."""

from collections.abc import Sequence

from binhyen.dossiers.models import Cycle
from binhyen.kernel import text
from binhyen.links.models import Link
from binhyen.rendering.slips import Slip


def slips_of(cycle: Cycle, given: Sequence[tuple[Link, str, str]]) -> list[Slip]:
    """One slip for each link with its address and PIN, in the order given."""
    return [
        Slip(
            unit=link.dossier.unit_name,
            purpose=cycle.name,
            link=address,
            pin=f"{pin[:3]} {pin[3:]}",
            until=f"Dùng đến hết ngày {text.day(link.valid_to)}",
            illustrative=cycle.is_sample,
        )
        for link, address, pin in given
    ]
