"""`demo`: the shipped rulebooks, and invented units, accounts and worked examples to try everything with."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from django.conf import settings

from binhyen.config.demo.exercise import ensure_exercise
from binhyen.config.demo.people import NOTE, ensure_people
from binhyen.config.demo.places import ensure_units
from binhyen.config.demo.rulebooks import ensure_invented_rulebook
from binhyen.config.demo.stories import ensure_stories
from binhyen.config.demo.world import World
from binhyen.figures.published_loading import published_load
from binhyen.insight.targets_loading import published_targets_load
from binhyen.movement.published_loading import published_movement_load
from binhyen.programmes.services import shipped_install
from binhyen.recognition.awards_loading import published_awards_load
from binhyen.recognition.deciding import load_deciding_bodies

_OF_THE_EXERCISE = ("an-toan-antt", "23/2012")

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `demo`."""
    demo = subparsers.add_parser(
        "demo",
        description="Nạp các bộ tiêu chí đi kèm, đơn vị Mẫu (không có thật), tài khoản dùng thử và cho mỗi chương "
        "trình một ví dụ đi hết từ phát động đến quyết định. Chạy lại bao nhiêu lần cũng được: cái đã có thì giữ nguyên.",
    )
    demo.set_defaults(run=run)


def run(_: Namespace) -> int:
    """Load whatever is missing and say how to sign in. Idempotent; seconds."""
    print("· Bộ tiêu chí / rulebooks", flush=True)
    rulebooks = {(one.programme.code, one.version): one for one in shipped_install()}
    load_deciding_bodies()
    print("· Số liệu đã công bố, kèm nguồn / published figures", flush=True)
    published_load()
    published_movement_load()
    published_awards_load()
    published_targets_load()
    print("· Đơn vị Mẫu và tài khoản dùng thử / invented units, demo accounts", flush=True)
    units = ensure_units()
    invented = ensure_invented_rulebook(units["tinh"])
    rulebooks[invented.programme.code, invented.version] = invented
    people = ensure_people(units, settings.DATA_DIR)
    print("· Ví dụ minh hoạ cho từng chương trình / worked examples", flush=True)
    ensure_stories(World(units, people), rulebooks)
    exercise = ensure_exercise(rulebooks[_OF_THE_EXERCISE], settings.DATA_DIR)
    print(f"· Tệp để tập nhập số liệu / a spreadsheet to import: {exercise}")
    print(f"· Tài khoản / accounts ({settings.DATA_DIR / NOTE}):\n")
    print((settings.DATA_DIR / NOTE).read_text(encoding="utf-8"))
    return 0
