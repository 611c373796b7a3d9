"""`demo`: the shipped rulebooks, and invented units, accounts and a year to try everything with."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from django.conf import settings

from binhyen.config.demo.exercise import ensure_exercise
from binhyen.config.demo.people import NOTE, ensure_people
from binhyen.config.demo.places import ensure_units
from binhyen.config.demo.year import ensure_year
from binhyen.figures.published_loading import published_load
from binhyen.programmes.services import shipped_install
from binhyen.recognition.awards_loading import published_awards_load
from binhyen.recognition.deciding import load_deciding_bodies

_OF_THE_YEAR = ("an-toan-antt", "23/2012")

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `demo`."""
    demo = subparsers.add_parser(
        "demo",
        description="Nạp các bộ tiêu chí đi kèm, đơn vị Mẫu (không có thật), tài khoản dùng thử và một đợt xét đang làm "
        "dở. Chạy lại bao nhiêu lần cũng được: cái đã có thì giữ nguyên.",
    )
    demo.set_defaults(run=run)


def run(_: Namespace) -> int:
    """Load whatever is missing and say how to sign in. Idempotent; seconds."""
    print("· Bộ tiêu chí / rulebooks", flush=True)
    rulebook = next(one for one in shipped_install() if (one.programme.code, one.version) == _OF_THE_YEAR)
    load_deciding_bodies()
    print("· Số liệu đã công bố, kèm nguồn / published figures", flush=True)
    published_load()
    published_awards_load()
    print("· Đơn vị Mẫu và tài khoản dùng thử / invented units, demo accounts", flush=True)
    units = ensure_units()
    people = ensure_people(units, settings.DATA_DIR)
    print("· Đợt xét mẫu năm 2021 / a sample year", flush=True)
    ensure_year(units, people, rulebook)
    exercise = ensure_exercise(rulebook, settings.DATA_DIR)
    print(f"· Tệp để tập nhập số liệu / a spreadsheet to import: {exercise}")
    print(f"· Tài khoản / accounts ({settings.DATA_DIR / NOTE}):\n")
    print((settings.DATA_DIR / NOTE).read_text(encoding="utf-8"))
    return 0
