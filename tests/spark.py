"""A private Spark cluster for tests: a master and a worker as processes of their own on loopback, stopped by us."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

MEMORY = "768m"
CORES = 2
_START_MOST = 120  # seconds; a busy machine of two cores took 40
_STOP_MOST = 30
# Small and alone: one task at a time for each processor, nothing that listens beyond loopback.
SETTINGS = {
    "spark.executor.memory": "512m",
    "spark.driver.memory": "512m",
    "spark.default.parallelism": "1",
    "spark.sql.shuffle.partitions": "2",
    # Facts travel to the executors and are judged there; small tables would be judged by the planner otherwise.
    "spark.sql.execution.arrow.localRelationThreshold": "0",
}


def lacking_for_spark() -> str:
    """What this machine lacks to run Spark, by name; empty when it lacks nothing."""
    lacking = [] if shutil.which("java") else ["Java (java)"]
    return ", ".join(lacking if find_spec("pyspark") else [*lacking, "pyspark"])


@contextmanager
def private_spark() -> Iterator[str]:
    """Start master and worker and yield the address of the master; stop and remove both, whatever happened."""
    folder = Path(tempfile.mkdtemp(prefix="binhyen-spark-"))
    master, page, worker = _free_port(), _free_port(), _free_port()
    address = f"spark://127.0.0.1:{master}"
    started: list[subprocess.Popen[bytes]] = []
    try:
        deploy = "org.apache.spark.deploy"
        started.append(_start(folder, f"{deploy}.master.Master", "--port", master, "--webui-port", page))
        started.append(
            _start(folder, f"{deploy}.worker.Worker", "--port", worker, "--webui-port", 0, "--cores", CORES,
                   "--memory", MEMORY, "--work-dir", folder / "work", address)
        )  # fmt: skip
        _wait_for_worker(page, started, folder)
        yield address
    finally:
        for process in reversed(started):
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def is_free(address: str) -> bool:
    """Whether nobody listens at the address of a master any more."""
    port = int(address.rsplit(":", 1)[1])
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _start(folder: Path, role: str, *arguments: object) -> subprocess.Popen[bytes]:
    from pyspark.find_spark_home import _find_spark_home

    home = Path(_find_spark_home())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SPARK_")} | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
    }
    command = [home / "bin" / "spark-class", role, "--host", "127.0.0.1", *(str(argument) for argument in arguments)]
    with (folder / f"{role.rsplit('.', 1)[1]}.log").open("wb") as log:
        # A group of its own: a worker starts executors, and all of them are stopped together.
        return subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip


def _wait_for_worker(page: int, started: list[subprocess.Popen[bytes]], folder: Path) -> None:
    deadline = time.monotonic() + _START_MOST
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in started):
            break
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{page}/json/", timeout=5) as answer:
            if any(worker["state"] == "ALIVE" for worker in json.load(answer)["workers"]):
                return
        time.sleep(0.2)
    said = "\n".join(log.read_text(errors="replace")[-2000:] for log in folder.glob("*.log"))
    raise RuntimeError(f"the Spark cluster did not come up:\n{said}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """First politely, then not: the group holds the executors too."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_MOST)
            break
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
