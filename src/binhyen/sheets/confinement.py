"""The processes that open workbooks: they limit themselves first, so that a hostile file can only end such a process."""

import json
import os
import resource
import subprocess
import sys
from typing import Any

from binhyen.sheets import problems
from binhyen.sheets.limits import Limits

# Starting Python and handing over the cells comes on top of the processor time that the child grants itself.
_SECONDS_AROUND = 30
# What a child needs to start; secrets of this process are none of its business.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LD_LIBRARY_PATH")


def limit_this_process(limits: Limits) -> None:
    """From now on this process has only so much memory and time, and writes no file."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.child_memory_bytes, limits.child_memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.child_seconds, limits.child_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ask_child(module: str, message: bytes, limits: Limits) -> dict[str, Any]:
    """Run a module in a process of its own, hand it `message`, return its JSON answer. Raises InputProblems if it broke off."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - the module is one of our own, named in our code
            [sys.executable, "-m", module],
            input=message,
            capture_output=True,
            timeout=limits.child_seconds + _SECONDS_AROUND,
            env=environment | {"PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise problems.unreadable() from error
    if done.returncode != 0:
        raise problems.unreadable()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
