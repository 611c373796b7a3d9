"""`binhyen serve`: one supervisor over the web server, the worker of background tasks, and what is done every hour.

It starts both, starts a crashed one again after a growing pause, passes a stop on to them, and ends only what it started.
"""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from binhyen.kernel.errors import Misconfigured

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a crashed child is started again; doubles in between
STEADY_AFTER = 60.0  # seconds of life after which a crash counts as a first one again
GRACE = 20.0  # seconds a child may take to finish what it is doing when told to stop
FIRST_CHORE = 60.0  # seconds after the start
LOOK_EVERY = 0.2  # seconds between two looks at the children
_LIBC = ctypes.CDLL(None)  # loaded before any fork
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One supervised process: its command line, and when it may be started (again)."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self, now: float) -> None:
        """Start the process in a group of its own: a Ctrl+C in the terminal reaches us alone, and we pass it on once."""
        self.started = now
        self.process = subprocess.Popen(  # noqa: S603 - the command line is ours, see `children`
            self.command, process_group=0, preexec_fn=_die_with_parent
        )

    def look(self, now: float) -> None:
        """Start the process when it is due; note a crash and set the next start."""
        if self.process is None:
            if now >= self.due:
                self.start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        self.pause = FIRST_PAUSE if now - self.started >= STEADY_AFTER else self.pause
        log.error("%s ended with code %s; it starts again in %.0f s", self.name, code, self.pause)
        self.process, self.due = None, now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def ask_to_stop(self) -> None:
        """Send SIGTERM if it lives."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_or_kill(self, until: float) -> None:
        """Wait for its end until the given moment, then end it and its own children."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop in %.0f s and is ended", self.name, GRACE)
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Chore(Child):
    """A process that does something short and ends; it is started again every so many seconds, however it ended."""

    every: float = 3600.0

    def look(self, now: float) -> None:
        """Start it when it is due; note its end."""
        if self.process is not None and (code := self.process.poll()) is not None:
            if code:
                log.error("%s ended with code %s; it is tried again in %.0f s", self.name, code, self.every)
            self.process = None
        if self.process is None and now >= self.due:
            self.due = now + self.every
            self.start(now)


@dataclass
class Supervisor:
    """Keeps its children running until it is told to stop."""

    children: list[Child]
    clock: Callable[[], float] = time.monotonic
    stopping: bool = field(default=False, init=False)

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Ask for the end; usable as a signal handler."""
        self.stopping = True

    def run(self) -> None:
        """Supervise until `stop`, then bring every child to its end."""
        try:
            while not self.stopping:
                for child in self.children:
                    child.look(self.clock())
                time.sleep(LOOK_EVERY)
        finally:
            self._bring_home()

    def _bring_home(self) -> None:
        until = time.monotonic() + GRACE
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait_or_kill(until)


def serve(*, host: str, port: int, web_processes: int) -> int:
    """Run the web server on `host:port` with `web_processes` processes, and one worker, until SIGINT, SIGTERM or SIGHUP."""
    held = claim(host, port)
    supervisor = Supervisor(children(host=host, port=port, web_processes=web_processes))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, supervisor.stop)
    shown = f"[{host}]" if ":" in host else host
    print(f"\nBình Yên: http://{shown}:{port}    (dừng: Ctrl+C / stop: Ctrl+C)\n", flush=True)
    supervisor.run()
    held.close()
    print("Đã dừng.", flush=True)
    return 0


def claim(host: str, port: int) -> socket.socket:
    """Refuse a port that another program holds, then hold it: web servers would share it silently.

    The returned socket is bound and never listens, so connections go to the web server, which binds the same
    address beside it (SO_REUSEPORT); a second `binhyen serve` is refused even while the first is still starting.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    held = socket.socket(family, socket.SOCK_STREAM)
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind((host, port))
    except OSError as error:
        held.close()
        raise Misconfigured(
            f"PORT={port}: không mở được {host}:{port} ({error.strerror}). Cổng này có thể đang có chương trình khác dùng.\n"
            f"→ Chọn cổng khác / choose another port: make run PORT={port + 10 if port < 65000 else 8010}"
        ) from error
    return held


def children(*, host: str, port: int, web_processes: int) -> list[Child]:
    """The web server and the worker, what is done every hour; with their command lines."""
    programs = Path(sys.executable).parent
    web = [
        str(programs / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(web_processes), "--blocking-threads", "1", "--backlog", "1024",
        "--respawn-failed-workers", "--workers-kill-timeout", "15", "--no-ws", "--log-level", "error",
        "binhyen.config.wsgi:application",
    ]  # fmt: skip
    worker = [str(programs / "binhyen"), "db_worker", "--queue-name", "*", "--no-reload", "--interval", "1"]
    # Not at once: a machine that starts has enough to do.
    first = time.monotonic() + FIRST_CHORE
    reminders = Chore("reminders", [str(programs / "binhyen"), "remind", "--by-day"], due=first)
    # What a session holds of an unsent form is not to outlive it.
    sessions = Chore("sessions", [str(programs / "binhyen"), "clearsessions"], due=first)
    return [Child("web", web), Child("worker", worker), reminders, sessions]


def _die_with_parent() -> None:
    """In the child, on Linux: end when the supervisor is gone, however it went, so that the port is free again."""
    with suppress(AttributeError):
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
