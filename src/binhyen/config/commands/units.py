"""`load-units` and `import-units`: the shipped lists, and an office's own units from a spreadsheet."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from binhyen.config.commands.arguments import day
from binhyen.kernel import clock
from binhyen.sheets.reading import read_table
from binhyen.units.selectors import resolve_unit
from binhyen.units.services import Imported, load_national_units, units_import

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `load-units` and `import-units`."""
    load = subparsers.add_parser(
        "load-units", description="Nạp danh mục đơn vị hành chính đi kèm; chạy lại không thay đổi gì."
    )
    load.set_defaults(run=run_load)
    parser = subparsers.add_parser(
        "import-units",
        description="Nhập thôn, tổ dân phố, trường học, cơ quan, doanh nghiệp từ bảng tính có các cột Tên, Loại, "
        "Mã đơn vị cha (hoặc Thuộc), Quy mô, Cấp học, Mã số thuế … Sai một ô thì chưa ghi gì; nhập lại không tạo trùng.",
    )
    parser.add_argument("file", type=Path, metavar="TỆP", help=".xlsx, .xls, .ods, .csv, .tsv")
    parser.add_argument(
        "--as-of", type=day, default=None, metavar="NGÀY", help="đọc mã đơn vị cha theo ngày này (mặc định: hôm nay)"
    )
    parser.add_argument("--under", default="", metavar="MÃ", help="mã hoặc id của đơn vị cha chung cho cả tệp")
    parser.add_argument("--sheet", default="", metavar="TÊN", help="trang tính cần đọc")
    parser.add_argument("--drop-refused", action="store_true", help="bỏ các cột không được lưu rồi nhập tiếp")
    parser.add_argument("--dry-run", action="store_true", help="kiểm tra, không ghi gì")
    parser.set_defaults(run=run_import)


def run_load(_: Namespace) -> int:
    """Load the shipped lists, a line for each stage."""
    load_national_units(say=lambda line: print(line, flush=True))
    return 0


def run_import(arguments: Namespace) -> int:
    """Import a file as the installation itself and say what became of it."""
    as_of = arguments.as_of or clock.today()
    under = resolve_unit(arguments.under, as_of=as_of).unit_id if arguments.under else None
    done = units_import(
        by=None,
        table=read_table(arguments.file, sheet=arguments.sheet),
        as_of=as_of,
        under=under,
        drop_refused=arguments.drop_refused,
        dry_run=arguments.dry_run,
    )
    _tell(done, dry_run=arguments.dry_run)
    return 0


def _tell(done: Imported, *, dry_run: bool) -> None:
    for warning in done.warnings:
        print(f"Lưu ý: {warning}")
    if done.ignored_columns:
        print(f"Không dùng các cột: {', '.join(done.ignored_columns)}.")
    head = "Chạy thử, chưa ghi gì. Sẽ có" if dry_run else "Xong:"
    print(f"{head} {done.counts}.")
