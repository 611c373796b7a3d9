"""`remind`: the letters that are due today. `serve` asks for it every hour; asking twice sends nothing twice."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from binhyen.reminders.services.mailing import letters_send

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `remind`."""
    remind = subparsers.add_parser(
        "remind", description="Gửi thư nhắc việc cho người đã yêu cầu; mỗi mốc một lần, chạy lại không gửi trùng."
    )
    remind.set_defaults(run=run)


def run(_: Namespace) -> int:
    """Send what is due."""
    sent = letters_send()
    if sent:
        print(f"Đã gửi {sent} thư nhắc việc.", flush=True)
    return 0
