"""`serve`: the web site and the background work, under one supervisor. Needs settings, not the models."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from django.conf import settings

from binhyen.config.supervisor import serve

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `serve`."""
    server = subparsers.add_parser(
        "serve", description="Mở trang web và việc nền trên BINHYEN_HOST:PORT; dừng bằng Ctrl+C."
    )
    server.set_defaults(run=run)


def run(_: Namespace) -> int:
    """Serve until told to stop."""
    return serve(host=settings.HOST, port=settings.PORT, web_processes=settings.WEB_PROCESSES)
