"""`import-figures`: a spreadsheet of figures into the dossiers whose window it falls into."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import ACTS_OF, Act, Role
from binhyen.accounts.selectors import powers_of
from binhyen.config.commands import arguments as kinds
from binhyen.dossiers.models import Cycle
from binhyen.dossiers.selectors.entry import entry_columns, entry_rows
from binhyen.dossiers.selectors.importing import ImportTask
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.scope import dossiers_for
from binhyen.dossiers.services.reporting import figures_report
from binhyen.dossiers.typed_cells import Typed
from binhyen.dossiers.typed_tables import (
    Matched,
    figure_meanings,
    from_table,
    match_columns,
    refused_columns,
    with_places,
)
from binhyen.figures.models import Channel
from binhyen.kernel import clock, text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.sheets.reading import read_table
from binhyen.sheets.table import Table
from binhyen.units.selectors import paths_ids

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_ELSEWHERE = ("don_vi_khong_co", "don_vi_mo_ho")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table read as figures of one place."""

    place: ImportTask
    matched: Matched
    typed: Typed

    @property
    def strangers(self) -> int:
        """Rows whose unit is not one of this place."""
        return sum(problem.code in _ELSEWHERE for problem in self.typed.problems.values())


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `import-figures`."""
    parser = subparsers.add_parser(
        "import-figures",
        description="Nhập số liệu từ bảng tính có cột Đơn vị và các cột số liệu (tên hoặc khóa). Sai một ô thì chưa ghi gì; "
        "ô trống không thay đổi gì; nhập lại không ghi trùng.",
    )
    parser.add_argument("file", type=Path, metavar="TỆP", help=".xlsx, .xls, .ods, .csv, .tsv")
    parser.add_argument(
        "--as-of", type=kinds.day, metavar="NGÀY", help="một ngày trong kỳ xét của số liệu (mặc định: hôm nay)"
    )
    parser.add_argument("--cycle", default="", metavar="MÃ", help="mã đợt xét, khi có nhiều đợt cùng kỳ")
    parser.add_argument("--by", default="", metavar="TÊN", help="tài khoản đứng tên nhập")
    parser.add_argument("--reported-by", default="", metavar="AI", help="ai báo cáo (mặc định: người nhập)")
    parser.add_argument("--sheet", default="", metavar="TÊN", help="trang tính cần đọc")
    parser.add_argument("--drop-refused", action="store_true", help="bỏ các cột không được lưu rồi nhập tiếp")
    parser.add_argument("--dry-run", action="store_true", help="kiểm tra, không ghi gì")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Read, choose the cycle, record all or nothing, and say what became of it."""
    as_of = arguments.as_of or clock.today()
    person = _typist(arguments.by)
    places = list(_places(person, as_of, arguments.cycle))
    if not places:
        raise InputProblems([_no_cycle(as_of)])
    table = _accepted(read_table(arguments.file, sheet=arguments.sheet), places, drop=arguments.drop_refused)
    chosen = _choose(table, places)
    if chosen.typed.problems:
        raise InputProblems(chosen.typed.problems.values())
    with transaction.atomic():
        fresh = figures_report(
            by=person,
            cells=chosen.typed.cells,
            reported_by=arguments.reported_by or person.get_full_name(),
            channel=Channel.FILE,
        )
        transaction.set_rollback(arguments.dry_run)
    for note in chosen.typed.notes:
        print(f"Lưu ý: {note}")
    if chosen.matched.ignored:
        print(f"Không dùng các cột: {', '.join(chosen.matched.ignored)}.")
    head = "Chạy thử, chưa ghi gì. Sẽ ghi" if arguments.dry_run else "Đã ghi"
    units = len({value.unit_id for value in fresh})
    print(f"{head} {text.number(len(fresh))} số liệu của {text.number(units)} đơn vị vào {chosen.place.name}.")
    return 0


def _typist(username: str) -> User:
    """The account that stands for the typing: the one named, or the only one whose work it is."""
    if username:
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise InputProblems(
                [Problem("khong_co_tai_khoan", "Không có tài khoản này.", "--by", "Kiểm tra tên đăng nhập.")]
            )
        return person
    roles = [role.value for role in Role if Act.FIGURES_ENTER in ACTS_OF[role] and role is not Role.UNIT_HEAD]
    found = list(User.objects.filter(is_active=True, grants__role__in=roles).distinct()[:2])
    if len(found) != 1:
        message = "Cần biết ai đứng tên nhập số liệu."
        raise InputProblems([Problem("ai_nhap", message, "--by", "Thêm --by và tên đăng nhập của cán bộ tổng hợp.")])
    return found[0]


def _places(person: User, as_of: date, cycle: str) -> Iterator[ImportTask]:
    found = dossiers_for(person).filter(starts__lte=as_of, ends__gt=as_of)
    ordered = found.order_by("cycle_id", "subject_kind", "position")
    wanted = [dossier for dossier in ordered if not cycle or str(dossier.cycle_id) == cycle]
    # Not joined: thousands of dossiers share a few cycles.
    cycles = Cycle.objects.in_bulk({dossier.cycle_id for dossier in wanted})
    for dossier in wanted:
        dossier.cycle = cycles[dossier.cycle_id]
    paths = paths_ids([dossier.unit_id for dossier in wanted])
    for _, group in groupby(wanted, key=lambda dossier: (dossier.cycle_id, dossier.subject_kind)):
        dossiers = list(group)
        rules, kind = rules_of(dossiers[0]), SubjectKind(dossiers[0].subject_kind)
        rows = entry_rows(rules=rules, dossiers=dossiers, powers=powers_of(person), paths=paths)
        yield ImportTask(dossiers[0].cycle, kind, entry_columns(rules, kind), rows)


def _accepted(table: Table, places: Sequence[ImportTask], *, drop: bool) -> Table:
    """The table without what must not be stored; refused as a whole unless the person said to drop it."""
    refused = refused_columns(table, *(figure_meanings(place.columns, place.kind) for place in places))
    if refused and not drop:
        again = Problem("bo_cot", "Chưa ghi gì.", "tệp", "Thêm --drop-refused để bỏ các cột này và nhập phần còn lại.")
        raise InputProblems([*(column.problem() for column in refused), again])
    return table.without_columns({column.position for column in refused})


def _choose(table: Table, places: Sequence[ImportTask]) -> _Reading:
    """The place to which every row belongs; where several would do, or none, the person has to say."""
    readings = list(_readings(table, places))
    fewest = min(reading.strangers for reading in readings)
    best = [reading for reading in readings if reading.strangers == fewest]
    if len(best) > 1 and not fewest:
        names = "; ".join(f"{reading.place.name}: --cycle {reading.place.cycle.id}" for reading in best)
        raise InputProblems(
            [Problem("nhieu_dot_xet", "Số liệu này hợp với nhiều đợt xét.", "--cycle", f"Chọn một: {names}.")]
        )
    return best[0]


def _readings(table: Table, places: Sequence[ImportTask]) -> Iterator[_Reading]:
    refusals: list[InputProblems] = []
    for place in places:
        try:
            told = with_places(table, figure_meanings(place.columns, place.kind), place.rows, place.around)
            matched = match_columns(told, place.columns, place.kind)
        except InputProblems as error:
            refusals.append(error)
            continue
        yield _Reading(place, matched, from_table(told, matched, place.rows, place.around))
    if len(refusals) == len(places):
        raise refusals[0]


def _no_cycle(as_of: date) -> Problem:
    message = f"Không có đợt xét nào đang mở mà kỳ xét có ngày {text.day(as_of)}."
    return Problem("khong_co_dot_xet", message, "--as-of", "Ghi một ngày trong kỳ xét của số liệu, ví dụ ngày cuối kỳ.")
