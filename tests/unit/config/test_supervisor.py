"""The supervisor keeps its children running, gives crashed ones time, and ends only what it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from binhyen.config.supervisor import FIRST_PAUSE, LONGEST_PAUSE, STEADY_AFTER, Child, children, claim
from binhyen.kernel.errors import Misconfigured
from tests.prepared import copy_empty

PROGRAM = Path(sys.executable).parent / "binhyen"


def sleeper() -> Child:
    return Child("ngủ", [sys.executable, "-c", "import time; time.sleep(60)"])


def crasher() -> Child:
    return Child("hỏng", [sys.executable, "-c", "raise SystemExit(7)"])


def crash(child: Child, now: float) -> float:
    """Start it, let it crash, let the supervisor notice: the moment of its next start, counted from now."""
    child.look(now)
    assert child.process is not None
    child.process.wait()
    child.look(now)
    return child.due - now


def test_a_crashed_child_starts_again_after_a_growing_pause() -> None:
    child, now, pauses = crasher(), 1000.0, []
    for _ in range(7):
        pauses.append(crash(child, now))
        now = child.due
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE]


def test_a_crash_after_a_long_life_counts_as_a_first_one() -> None:
    child = crasher()
    crash(child, 0.0)
    child.look(child.due)
    assert child.process is not None
    child.process.wait()
    late = child.due + STEADY_AFTER
    child.look(late)
    assert child.due - late == FIRST_PAUSE


def test_a_child_is_not_started_before_it_is_due() -> None:
    child = crasher()
    crash(child, 0.0)
    child.look(child.due - 0.01)
    assert child.process is None


def test_a_child_that_will_not_stop_is_ended() -> None:
    deaf = Child(
        "điếc",
        [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
        ],
    )
    deaf.look(0.0)
    assert deaf.process is not None
    time.sleep(0.5)
    deaf.ask_to_stop()
    deaf.wait_or_kill(time.monotonic() + 0.2)
    assert deaf.process.returncode == -signal.SIGKILL


def test_a_port_in_use_is_refused_with_the_cure() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Misconfigured, match=rf"PORT={port}.*(?s:.*)make run PORT="):
            claim("127.0.0.1", port)


def test_a_claimed_port_is_refused_to_a_second_server_before_anybody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with claim("127.0.0.1", port), pytest.raises(Misconfigured, match=f"PORT={port}"):
        claim("127.0.0.1", port)


def test_the_server_the_worker_and_what_is_done_every_hour_are_the_children() -> None:
    web, worker, *chores = children(host="127.0.0.1", port=8123, web_processes=2)
    assert [chore.command[1] for chore in chores] == ["remind", "clearsessions"]
    assert web.command[-1] == "binhyen.config.wsgi:application"
    assert "8123" in web.command
    assert worker.command[1] == "db_worker"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_stops_cleanly_when_told_and_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"BINHYEN_DATA_DIR": str(tmp_path), "DATABASE_URL": "", "PORT": str(port), "BINHYEN_WEB_PROCESSES": "1"}
    environment = os.environ | settings
    if not copy_empty(tmp_path / "binhyen.sqlite3"):
        subprocess.run([PROGRAM, "migrate", "--verbosity", "0"], env=environment, check=True)
    served = subprocess.Popen(
        [PROGRAM, "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert answers(port)
        served.send_signal(number)
        said, _ = served.communicate(timeout=30)
    finally:
        served.kill()
    assert served.returncode == 0, said
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert "starts again" not in said
    assert not is_open(port)


def answers(port: int) -> bool:
    until = time.monotonic() + 40
    while time.monotonic() < until and not is_open(port):
        time.sleep(0.1)
    return is_open(port)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
