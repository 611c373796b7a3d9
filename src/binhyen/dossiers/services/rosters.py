"""A count of a roster becomes a figure when a person says so, and says where it comes from."""

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.rosters import roster_flow
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel, FigureValue
from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.units.models import Roster


@transaction.atomic
def roster_report(
    *,
    by: User,
    roster: Roster,
    dossier: Dossier,
    registered_as: str = "",
    households_as: str = "",
    reported_by: str,
    act_key: str | None = None,
) -> list[FigureValue]:
    """Record the count of registered households, of all households, or both, as figures of a dossier of the area.

    Raises NotAllowed where the person does not type for the area, InputProblems where no figure is named or one that
    does not count its households, and what `figures_report` raises.
    """
    flow = roster_flow(by, roster.unit_id, roster.year)
    target = next((one for one in flow.targets if one.dossier.pk == dossier.pk), None) if flow else None
    if flow is None or target is None:
        raise NotAllowed
    asked = {registered_as: flow.roster.registered, households_as: flow.roster.households}
    asked.pop("", None)
    keys = {cell.column.figure.key for cell in target.cells}
    if not asked or not asked.keys() <= keys or registered_as == households_as:
        cure = "Chọn mỗi số đếm một số liệu khác nhau."
        raise InputProblems([Problem("so_lieu", "Chưa chọn đúng số liệu.", "số hộ đăng ký", cure)])
    registered, households = text.number(flow.roster.registered), text.number(flow.roster.households)
    reason = f"Theo sổ số hộ năm {flow.roster.year}: {registered}/{households} hộ đăng ký"
    cells = [
        Cell(target.dossier, key, Answer(number=text.parse_number(str(count))), reason=reason)
        for key, count in asked.items()
    ]
    return figures_report(by=by, cells=cells, reported_by=reported_by, channel=Channel.PAPER, act_key=act_key)
