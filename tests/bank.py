"""A local server that plays an official bank in the tests."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Bank:
    """What the server answers, by path; and what it was asked."""

    address: str = ""
    answers: dict[str, Callable[[BaseHTTPRequestHandler], Answer | None]] = field(
        default_factory=dict
    )
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def say(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        self.answers[path] = lambda _: (status, named, data)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        return None  # a client that hangs up is what the tests are about


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Bank]:
    """The server, on a port of its own of this machine."""
    state = Bank()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.at_once += 1
            state.most_at_once = max(state.most_at_once, state.at_once)
            state.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            try:
                make = state.answers.get(self.path)
                answer = make(self) if make else (404, {}, b"")
                if answer is None:
                    self.close_connection = True
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                state.at_once -= 1

        def log_message(self, *_: object) -> None:
            return None

    server = _Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    state.address = f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
