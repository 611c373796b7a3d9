"""A program that has read the product and lends it to a process as often as one was ended: `nursery PORT`.

Starting the product takes seconds, forking takes milliseconds; so a thousand processes can be ended in minutes, and each in
the middle of its work. Every one has connections to the database of its own. Orders come as lines on standard input, and each
is answered by a number: see `tests.kills.lender`.
"""

import io
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.util import setup_testing_defaults

from django.db import connections

from binhyen.config import cli
from binhyen.config.wsgi import application


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Nursery:
    """Carries out orders; lends one process at a time."""

    def __init__(self, port: int) -> None:
        self.listener = socket.create_server(("127.0.0.1", port), backlog=128)
        self.child = 0

    def ask(self, request: dict[str, str]) -> int:
        """Answer a request by itself, and return its status: what never did anything is slow."""
        body = request.pop("body").encode()
        said: list[str] = []
        environ = {**request, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
        setup_testing_defaults(environ)
        application(environ, lambda status, _headers: said.append(status)).close()
        # No connection may outlive a fork.
        connections.close_all()
        return int(said[0].partition(" ")[0])

    def serve(self, _: object) -> int:
        """Lend a process that answers on the socket, through the product's own WSGI application; return its id."""
        return self._lend(self._answer)

    def run(self, arguments: list[str]) -> int:
        """Lend a process that runs `binhyen` with these arguments; return its id."""
        return self._lend(lambda: _run(arguments))

    def wait(self, _: object) -> int:
        """Wait until the lent process is gone with all its threads: one of them may be committing."""
        os.waitpid(self.child, 0)
        return 0

    def _lend(self, work: Callable[[], object]) -> int:
        self.child = os.fork()
        if not self.child:
            try:
                work()
            finally:
                os._exit(0)
        return self.child

    def _answer(self) -> None:
        server = _Server(("127.0.0.1", 0), _Quiet, bind_and_activate=False)
        server.socket.close()
        server.socket = self.listener
        server.server_name, server.server_port = self.listener.getsockname()
        server.setup_environ()
        server.set_app(application)
        server.serve_forever()


def _run(arguments: list[str]) -> None:
    sys.argv = ["binhyen", *arguments]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = sys.stderr = nowhere
        cli.main()


def main(port: int) -> None:
    """Carry out orders, one after the other."""
    nursery = Nursery(port)
    orders: dict[str, Callable[[Any], int]] = {
        "ask": nursery.ask, "serve": nursery.serve, "run": nursery.run, "wait": nursery.wait
    }  # fmt: skip
    for line in sys.stdin:
        order, said = json.loads(line)
        print(orders[order](said), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
