"""A server of the test's own, and a client whose waits are remembered instead of slept."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ckanext.govopen.adapters.http import HttpClient, HttpSettings
from ckanext.govopen.domain.harvest import Request

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by path from the table of its server."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        server = self.server
        server.seen.append((self.command, self.path, dict(self.headers), self.body))
        server.answers[self.path.partition("?")[0]](self)

    do_POST = do_GET

    def say(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: pytest shows what matters."""


class Server:
    """A server on a free port; ``answers`` maps paths to what answers them."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # clients here hang up on purpose
        self.http.answers = self.answers = {}
        self.http.seen = self.seen = []
        if context:
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def port(self) -> int:
        return self.http.server_address[1]

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


class Waits(list):
    """Remembers how long the client would have slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def client(waits: Waits | None = None, resolve=None, **settings) -> HttpClient:
    settings.setdefault("allowed", ("127.0.0.1",))
    settings.setdefault("rate", 1e9)
    more = {"resolve": resolve} if resolve else {}
    return HttpClient(
        HttpSettings(**settings),
        sleep=waits if waits is not None else Waits(),
        chance=lambda: 1.0,
        **more,
    )


def get(url: str, **parts) -> Request:
    return Request("GET", url, **parts)
