"""A server of its own for one measurement, and wrk against it: loopback only, bounded in time, stopped by itself."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PROCESSES = 3
WARM_UP_SECONDS, MEASURED_SECONDS = 1, 4


class CannotMeasure(Exception):
    """A number would be wrong or is not to be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: requests per second and the 95th percentile of their times in milliseconds."""

    clients: int
    per_second: float
    p95_ms: float


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[str]:
    """Serve a WSGI application with three processes; yields its address and stops it afterwards."""
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(PROCESSES), "--blocking-threads", "1", "--no-ws", "--log-level", "error", application,
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if server.poll() is not None:
            raise CannotMeasure(f"the server ended with code {server.returncode} before it answered")
        if _answers(address):
            return
        time.sleep(0.1)
    raise CannotMeasure("the server did not answer in 30 s")


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True  # a refusal is an answer too; which pages are right is checked under load
    except OSError:
        return False
    return True


def measure(url: str, *, cookie: str, marker: str, clients: int) -> Load:
    """Warm up, then measure; every answer must be a 200 that holds `marker`."""
    _wrk(url, cookie, marker, clients, WARM_UP_SECONDS)
    seen = _wrk(url, cookie, marker, clients, MEASURED_SECONDS)
    if seen["bad"] or seen["socket_errors"] or not seen["requests"]:
        raise CannotMeasure(
            f"{url}: {seen['bad']} wrong answers and {seen['socket_errors']} broken connections in {seen['requests']}"
        )
    return Load(clients, seen["requests"] / seen["seconds"], seen["p95_ms"])


def _wrk(url: str, cookie: str, marker: str, clients: int, seconds: int) -> dict[str, float]:
    if shutil.which("wrk") is None:
        raise CannotMeasure("this machine lacks wrk. Debian, Ubuntu: sudo apt-get install wrk")
    command = [
        "wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s", "--timeout", "10s",
        "--script", str(HERE / "answers.lua"), "--header", f"Cookie: {cookie}", url, "--", marker,
    ]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seen: dict[str, float] = json.loads(said.strip().splitlines()[-1])
    return seen
