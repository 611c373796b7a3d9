"""Opening a cycle: the list of units is frozen, and every unit on it has a dossier from the same moment."""

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.selectors.listing import Listing, day_of_window, listing_of
from binhyen.dossiers.services.freezing import freeze_first
from binhyen.dossiers.services.standings import standings_refresh
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.papers.models import Paper
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled, may_run_for_real
from binhyen.units.models import Unit
from binhyen.units.selectors import path_ids, version_of


@transaction.atomic
def cycle_open(
    *,
    by: User,
    rulebook: Rulebook,
    year: int,
    scope: Unit,
    name: str = "",
    paper: Paper | None = None,
    act_key: str | None = None,
) -> Cycle:
    """Open a cycle for a part of the tree and freeze its list of units; the scope itself is judged as well.

    A unit is judged by whoever manages it by a paper, wherever it stands; otherwise by the nearest unit above that has a
    People's Committee. A fixed number of statements, whatever the size.
    Raises RefusedByState when the rulebook cannot run here, InputProblems when nothing falls under it.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.CYCLE_OPEN, path_ids(scope.pk))
    listing = listing_to_open(rulebook=rulebook, year=year, scope=scope)
    if not listing.listed:
        raise InputProblems(
            [
                Problem(
                    "khong_co_don_vi",
                    "Không có đơn vị nào thuộc diện trong phạm vi này.",
                    "phạm vi",
                    "Nhập danh sách đơn vị trước.",
                )
            ]
        )
    cycle = _cycle(by, rulebook, year, scope, name, listing)
    freeze_first(by=by, cycle=cycle, listing=listing, paper=paper)
    standings_refresh(cycle=cycle, dossiers=Dossier.objects.filter(cycle=cycle))
    payload = {"name": cycle.name, "units": len(listing.listed), "rulebook": compiled(rulebook).content_hash}
    audit.record(
        by=by, verb="cycle.opened", subjects=[("cycle", cycle.pk), ("unit", scope.pk)], payload=payload, act_key=act_key
    )
    return cycle


def listing_to_open(*, rulebook: Rulebook, year: int, scope: Unit) -> Listing:
    """The list as it would be frozen if the cycle were opened now; raises what `cycle_open` does."""
    _refuse_unready(rulebook, year, scope)
    asked = Cycle(programme_id=rulebook.programme_id, rulebook=rulebook, year=year, scope=scope)
    return listing_of(compiled(rulebook), asked)


def _refuse_unready(rulebook: Rulebook, year: int, scope: Unit) -> None:
    if rulebook.state == Rulebook.State.DRAFT:
        raise RefusedByState("Bộ tiêu chí này còn là dự thảo.", cure="Ban hành bộ tiêu chí trước khi mở đợt xét.")
    if rulebook.programme.is_sample and not scope.is_sample:
        raise RefusedByState(
            "Chương trình này chỉ để minh hoạ, không có thật.", cure="Chọn bộ tiêu chí của một chương trình có thật."
        )
    if not scope.is_sample and not may_run_for_real(rulebook):
        raise RefusedByState(
            f"Bộ tiêu chí còn {rulebook.to_confirm_count} nội dung cần xác nhận với văn bản gốc.",
            cure="Quản trị xác nhận từng nội dung kèm căn cứ, hoặc mở đợt xét cho đơn vị Mẫu.",
        )
    if Cycle.objects.filter(programme=rulebook.programme, year=year, scope=scope).exists():
        raise RefusedByState(f"Đợt xét năm {year} của chương trình này đã mở.", cure="Mở đợt xét đang có để tiếp tục.")


def _cycle(by: User, rulebook: Rulebook, year: int, scope: Unit, name: str, listing: Listing) -> Cycle:
    own = next((one.version for one in listing.listed if one.unit == scope.pk), None)
    version = own or version_of(scope.pk, max(day_of_window(one.window) for one in listing.listed))
    if version is None:
        raise InputProblems(
            [Problem("pham_vi", "Đơn vị này không tồn tại trong năm xét.", "phạm vi", "Chọn đơn vị khác.")]
        )
    return Cycle.objects.create(
        programme=rulebook.programme,
        rulebook=rulebook,
        year=year,
        scope=scope,
        scope_name=version.full_name,
        name=name.strip() or f"{rulebook.programme.name} năm {year}, {version.full_name}",
        is_sample=scope.is_sample,
        opened_at=clock.now(),
        opened_by=by.id,
    )
