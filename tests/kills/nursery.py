"""A program that has read the product and lends it to a process as often as one was ended: `nursery PORT`.

Starting the product takes seconds, forking takes milliseconds; so a thousand processes can be ended in minutes. Each answers
on the same socket through the product's own WSGI application, with connections to the database of its own.

A line on standard input that holds a request is answered at once with its status (a server that never answered anything is
slow); an empty line asks for the next process, whose id is the answer, or, while there is one, for its end, which is 0.
"""

import io
import json
import os
import socket
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.util import setup_testing_defaults

from django.db import connections

from binhyen.config.wsgi import application


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def _serve(listener: socket.socket) -> None:
    server = _Server(("127.0.0.1", 0), _Quiet, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    host, port = listener.getsockname()
    server.server_name, server.server_port = host, port
    server.setup_environ()
    server.set_app(application)
    server.serve_forever()


def _answer(request: dict[str, str]) -> str:
    body = request.pop("body").encode()
    said: list[str] = []
    environ = {**request, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    setup_testing_defaults(environ)
    application(environ, lambda status, _headers: said.append(status)).close()
    # No connection may outlive a fork.
    connections.close_all()
    return said[0].partition(" ")[0]


def main(port: int) -> None:
    """Answer lines, one after the other."""
    listener = socket.create_server(("127.0.0.1", port), backlog=128)
    child = 0
    for line in map(str.strip, sys.stdin):
        if line:
            print(_answer(json.loads(line)), flush=True)
            continue
        if child:
            # Until all its threads are gone: one of them may be committing.
            os.waitpid(child, 0)
            child = 0
        else:
            child = os.fork()
            if not child:
                _serve(listener)
        print(child, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
