"""A private PostgreSQL cluster for tests: made in a temporary folder, reached by a socket only, stopped and removed by us."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

# What a throw-away cluster may do without: surviving a power cut.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "40",
    "shared_buffers": "128MB",
}


def programs() -> Path | None:
    """The folder of the newest `initdb` on this machine, or None when there is no PostgreSQL server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def private_cluster() -> Iterator[str]:
    """Start a cluster and yield its DATABASE_URL; stop and remove it afterwards, whatever happened."""
    where = programs()
    if where is None:
        raise FileNotFoundError("PostgreSQL's server programs (initdb, postgres) are not installed")
    folder = Path(tempfile.mkdtemp(prefix="binhyen-pg-"))
    try:
        as_whom = _not_root(folder)
        _run([where / "initdb", "--pgdata", folder / "data", "--username=binhyen", "--auth=trust", "--encoding=UTF8",
              "--locale=C.UTF-8", "--no-sync"], as_whom)  # fmt: skip
        pg_ctl = [where / "pg_ctl", "--pgdata", folder / "data"]
        settings = QUICK | {"listen_addresses": "", "unix_socket_directories": str(folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        _run([*pg_ctl, "--wait", "--log", folder / "log", "--options", options, "start"], as_whom)
        try:
            yield f"postgresql://binhyen@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _run([*pg_ctl, "--wait", "--mode", "immediate", "stop"], as_whom)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _not_root(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root; then another user of the system owns the folder and runs the server."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command: list[str | Path], as_whom: dict[str, Any]) -> None:
    # A group of its own: Ctrl+C goes to the tests, which then stop the server in order.
    done = subprocess.run(
        command, capture_output=True, text=True, cwd="/", process_group=0, check=False,
        stdin=subprocess.DEVNULL, **as_whom,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr or done.stdout}")
