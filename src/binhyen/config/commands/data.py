"""What goes in and out: `backup`, `restore`, `export-xlsx`, `import-figures`; and `verify-audit`."""

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from binhyen.audit.selectors import verify_chain
from binhyen.config.archive.backup import write_backup
from binhyen.config.archive.restore import read_backup
from binhyen.config.commands import arguments as kinds
from binhyen.config.commands import figures
from binhyen.insight.year_export import year_export
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.text import number
from binhyen.units.selectors import resolve_unit

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the commands on data."""
    backup = subparsers.add_parser(
        "backup",
        description="Ghi toàn bộ dữ liệu và tệp đính kèm vào một tệp. Tệp có cả tài khoản (mật khẩu đã băm, mã xác thực "
        "hai lớp): cất giữ như chìa khóa. Không có phiên đăng nhập và các tệp kết quả tạm thời.",
    )
    backup.add_argument("file", type=Path, metavar="TỆP", help="tệp sẽ ghi; không được có sẵn")
    backup.set_defaults(run=run_backup)
    restore = subparsers.add_parser(
        "restore",
        description="Phục hồi vào nơi còn trống: đặt BINHYEN_DATA_DIR (hoặc DATABASE_URL) mới, chạy `binhyen migrate`, "
        "rồi lệnh này. Đọc được cả giữa SQLite và PostgreSQL.",
    )
    restore.add_argument("file", type=Path, metavar="TỆP", help="tệp do `binhyen backup` ghi")
    restore.set_defaults(run=run_restore)
    export = subparsers.add_parser(
        "export-xlsx",
        description="Ghi dữ liệu một năm của một đơn vị và các đơn vị bên dưới: đơn vị, hồ sơ, số liệu kèm nguồn, kết quả, "
        "quyết định, nhật ký.",
    )
    export.add_argument("--unit", required=True, metavar="ĐƠN VỊ", help="id, mã hành chính, hoặc tên đầy đủ")
    export.add_argument("--year", required=True, type=kinds.year, metavar="NĂM")
    export.add_argument("file", type=Path, metavar="TỆP", help="tệp .xlsx sẽ ghi; không được có sẵn")
    export.set_defaults(run=run_export)
    figures.add_parser(subparsers)
    verify = subparsers.add_parser(
        "verify-audit", description="Kiểm tra từng mục nhật ký có còn nguyên dấu niêm không."
    )
    verify.set_defaults(run=run_verify_audit)


def run_backup(arguments: Namespace) -> int:
    """Write a backup and say what it holds."""
    written = write_backup(arguments.file)
    print(f"Đã sao lưu {number(written.rows)} dòng dữ liệu, {number(written.files)} tệp vào {arguments.file}.")
    for name in written.missing_files:
        print(f"Cảnh báo: kho tệp không còn {name}; bản sao lưu thiếu tệp này.")
    return 0


def run_restore(arguments: Namespace) -> int:
    """Restore a backup and say what came, and whether its log holds."""
    restored = read_backup(arguments.file)
    print(f"Đã phục hồi {number(restored.rows)} dòng dữ liệu, {number(restored.files)} tệp.")
    if restored.broken_log:
        print(f"Cảnh báo: {restored.broken_log}. Nhật ký đã như vậy trong bản sao lưu.")
    else:
        print(f"Nhật ký nguyên vẹn: {number(restored.log_entries)} mục.")
    return 0


def run_export(arguments: Namespace) -> int:
    """Write the workbook of a unit's year."""
    unit = _unit(arguments.unit, min(date(arguments.year, 12, 31), clock.today()))
    content = year_export(unit=unit, year=arguments.year).content
    try:
        with arguments.file.open("xb") as target:
            target.write(content)
    except OSError as error:
        cure = "Chọn tên tệp khác." if isinstance(error, FileExistsError) else "Chọn thư mục khác."
        raise InputProblems(
            [Problem("khong_ghi_duoc", "Không ghi được tệp này.", arguments.file.name, cure)]
        ) from error
    print(f"Đã ghi {arguments.file}.")
    return 0


def _unit(reference: str, day: date) -> UUID:
    """The unit as it was at the end of the year; one that came later, as it is today."""
    try:
        return resolve_unit(reference, as_of=day).unit_id
    except InputProblems:
        if day == clock.today():
            raise
        return resolve_unit(reference, as_of=clock.today()).unit_id


def run_verify_audit(_: Namespace) -> int:
    """Walk the log; a broken chain ends with exit code 3 and the number of the entry."""
    print(f"Nhật ký nguyên vẹn: {number(verify_chain())} mục.")
    return 0
