"""`remind`: the letters that are due today. `serve` asks for it every hour; asking twice sends nothing twice."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from binhyen.kernel import clock
from binhyen.reminders.services.mailing import letters_send

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_BY_DAY = range(7, 21)


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `remind`."""
    remind = subparsers.add_parser(
        "remind", description="Gửi thư nhắc việc cho người đã yêu cầu; mỗi mốc một lần, chạy lại không gửi trùng."
    )
    remind.add_argument("--by-day", action="store_true", help="chỉ gửi từ 7 giờ đến 21 giờ; ngoài giờ thì để lần sau")
    remind.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Send what is due; by night nothing, where that was asked: telephones ring in bedrooms."""
    if arguments.by_day and clock.local(clock.now()).hour not in _BY_DAY:
        return 0
    sent = letters_send()
    if sent:
        print(f"Đã gửi {sent} thư nhắc việc.", flush=True)
    return 0
