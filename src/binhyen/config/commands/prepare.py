"""`prepare`: bring a data folder up to this release."""

import hashlib
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.management import call_command

from binhyen.figures.published_loading import published_load
from binhyen.insight.targets_loading import published_targets_load
from binhyen.movement.published_loading import published_movement_load
from binhyen.programmes.services import shipped_install
from binhyen.recognition.awards_loading import published_awards_load
from binhyen.recognition.deciding import load_deciding_bodies
from binhyen.units.services import load_national_units

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `prepare`."""
    prepare = subparsers.add_parser(
        "prepare",
        description="Tạo hoặc nâng cấp bảng, tệp tĩnh, danh mục đơn vị, bộ tiêu chí đi kèm; chạy lại bao nhiêu lần cũng được.",
    )
    prepare.set_defaults(run=run)


def run(_: Namespace) -> int:
    """Migrate, collect static files when they changed, load the shipped units and rulebooks. Idempotent; seconds when nothing changed."""
    print(f"· Dữ liệu ở / data in {settings.DATA_DIR}", flush=True)
    print("· Bảng dữ liệu / tables", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    _collect_static()
    print("· Danh mục đơn vị hành chính / units", flush=True)
    load_national_units(say=_indented)
    print("· Bộ tiêu chí đi kèm / shipped rulebooks", flush=True)
    shipped_install()
    load_deciding_bodies()
    published_load()
    published_movement_load()
    published_awards_load()
    published_targets_load()
    for message in run_checks():
        print(message, file=sys.stderr, flush=True)
    return 0


def _indented(line: str) -> None:
    print(f"  {line}", flush=True)


def _collect_static() -> None:
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / ".collected", _static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == now:
        return
    print("· Tệp tĩnh / static files", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now, encoding="utf-8")


def _static_fingerprint() -> str:
    """Changes when any static file is added, removed or written: names, sizes and times, without reading contents."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
