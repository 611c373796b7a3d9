"""The table of our commands: name, one line of help in each language, what it needs, and where it lives."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from argparse import _SubParsersAction


class CommandModule(Protocol):
    """A module of commands. Each parser it adds sets `run`, a function from the parsed arguments to an exit code."""

    def add_parser(self, subparsers: "_SubParsersAction[ArgumentParser]") -> None:
        """Add the module's commands, each with `set_defaults(run=…)`."""


Action = Callable[[Namespace], int]


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the table. `needs_django` is false for what must work without a database (the rule commands)."""

    vietnamese: str
    english: str
    load: Callable[[], CommandModule]
    needs_django: bool = True


# Imports inside these functions are the one exception to "no late imports": `binhyen --help` and the rule
# commands answer in a fraction of the time that Django and DuckDB need to import. They stay visible to import-linter.
def _rules() -> CommandModule:
    from binhyen.config.commands import rules

    return rules


def _convert() -> CommandModule:
    from binhyen.config.commands import convert

    return convert


def _what_if() -> CommandModule:
    from binhyen.config.commands import what_if

    return what_if


def _units() -> CommandModule:
    from binhyen.config.commands import units

    return units


def _accounts() -> CommandModule:
    from binhyen.config.commands import accounts

    return accounts


def _data() -> CommandModule:
    from binhyen.config.commands import data

    return data


def _demo() -> CommandModule:
    from binhyen.config.commands import demo

    return demo


def _prepare() -> CommandModule:
    from binhyen.config.commands import prepare

    return prepare


def _bench() -> CommandModule:
    from binhyen.config.commands import bench

    return bench


def _remind() -> CommandModule:
    from binhyen.config.commands import remind

    return remind


def _serve() -> CommandModule:
    from binhyen.config.commands import serve

    return serve


COMMANDS: dict[str, Command] = {
    "prepare": Command(
        "chuẩn bị thư mục dữ liệu: bảng, tệp tĩnh, danh mục đơn vị",
        "bring the data folder up to this release",
        _prepare,
    ),
    "demo": Command("nạp các phong trào mẫu và tài khoản dùng thử", "load the programmes and the demo accounts", _demo),
    "serve": Command("mở trang web và việc nền", "serve the site and run background work", _serve, needs_django=False),
    "check-rulebook": Command("kiểm tra bộ tiêu chí", "list every problem of a rulebook", _rules, needs_django=False),
    "convert-rulebook": Command(
        "đổi bộ tiêu chí giữa .yaml và .xlsx", "turn a rulebook into a workbook and back", _convert, needs_django=False
    ),
    "rulebook-form": Command(
        "ghi mẫu Excel để viết bộ tiêu chí", "write the empty form for criteria", _convert, needs_django=False
    ),
    "evaluate": Command(
        "tính kết quả cho mọi đơn vị trong tệp", "judge every unit of a facts file", _rules, needs_django=False
    ),
    "what-if": Command(
        "so hai bản tiêu chí trên cùng số liệu",
        "who would change under another version, and by which criterion",
        _what_if,
        needs_django=False,
    ),
    "explain": Command("giải thích kết quả của một đơn vị", "explain one unit's verdict", _rules, needs_django=False),
    "bench": Command("đo tốc độ tính cho cả nước", "measure how fast a country is judged", _bench, needs_django=False),
    "load-units": Command("nạp danh mục đơn vị hành chính", "load the shipped trees of units", _units),
    "account-create": Command("lập tài khoản đầu tiên", "make the first account", _accounts),
    "import-units": Command("nhập đơn vị từ bảng tính", "import units from a spreadsheet", _units),
    "import-figures": Command("nhập số liệu từ bảng tính", "import figures from a spreadsheet", _data),
    "export-xlsx": Command("xuất dữ liệu một năm của một đơn vị", "write a unit's year as a workbook", _data),
    "backup": Command("sao lưu toàn bộ dữ liệu vào một tệp", "write everything into one file", _data),
    "restore": Command("phục hồi từ tệp sao lưu", "read such a file into an empty installation", _data),
    "remind": Command("gửi thư nhắc việc đến hạn hôm nay", "mail the reminders that are due today", _remind),
    "verify-audit": Command("kiểm tra nhật ký có bị sửa không", "check that the log was not altered", _data),
}
