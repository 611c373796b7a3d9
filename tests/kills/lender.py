"""Orders to a program that lends processes: see `tests.kills.nursery`."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.kills.installation import Installation, kill, kill_all


@dataclass(frozen=True, slots=True)
class Lender:
    """Lends one process at a time."""

    program: subprocess.Popen[str]

    def ask(self, request: dict[str, str]) -> int:
        """The status of the answer of the lender itself."""
        return self._say("ask", request)

    def serve(self) -> int:
        """A process that answers."""
        return self._process("serve", None)

    def run(self, *arguments: str) -> int:
        """A process that runs `binhyen`."""
        return self._process("run", arguments)

    def wait(self) -> None:
        """Until the process that was lent has ended."""
        self._say("wait", None)

    def end(self, process: int) -> None:
        """With kill -9, and wait until it is gone."""
        kill(process)
        self.wait()

    def _process(self, order: str, said: object) -> int:
        process = self._say(order, said)
        # To kill 0 would be to end ourselves.
        assert process > 1
        return process

    def _say(self, order: str, said: object) -> int:
        assert self.program.stdin
        assert self.program.stdout
        self.program.stdin.write(json.dumps([order, said]) + "\n")
        self.program.stdin.flush()
        return int(self.program.stdout.readline())


@contextmanager
def lender(found: Installation, port: int = 0) -> Iterator[Lender]:
    """A lender of processes that work on this installation and answer on this port."""
    program = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.kills.nursery", str(port)],
        env=found.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Lender(program)
    finally:
        kill_all(program)
        for pipe in (program.stdin, program.stdout):
            if pipe:
                pipe.close()
