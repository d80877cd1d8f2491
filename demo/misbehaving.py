"""A peer on this machine that answers badly, each path in its own way."""

from __future__ import annotations

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

BOMB = gzip.compress(b"\0" * 20_000_000)


class Peer(BaseHTTPRequestHandler):
    """``server.seen`` are the methods and paths that were asked for."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.server.seen.append(("HEAD", self.path))
        if self.path.startswith(("/nohead", "/endless", "/trickle", "/bomb", "/broken", "/cut")):
            self.say(405)
        else:
            self.answer(head=True)

    def do_GET(self) -> None:
        self.server.seen.append(("GET", self.path))
        self.answer()

    def answer(self, head: bool = False) -> None:
        path, _, rest = self.path[1:].partition("/")
        if path in self.server.files:
            self.say(200, b"" if head else self.server.files[path])
        elif path == "status":
            self.say(int(rest), **({"Retry-After": "7200"} if rest in ("429", "503") else {}))
        elif path == "to":
            self.say(302, Location=unquote(rest))
        elif path == "round":
            self.say(302, Location=f"/round/{int(rest or 0) + 1}")
        elif path == "hang":
            self.server.ended.wait(30)
        else:
            getattr(self, path)()

    def ok(self) -> None:
        self.say(200, b"a,b\n1,2\n")

    nohead = ok

    def endless(self) -> None:
        self.start(200)
        while not self.server.ended.is_set():
            self.wfile.write(b"x,y\n" * 10_000)

    def trickle(self) -> None:
        """A header that never ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.ended.wait(0.05):
            self.wfile.write(b"x")
            self.wfile.flush()

    def bomb(self) -> None:
        self.say(200, BOMB, Content_Encoding="gzip", Content_Type="text/csv")

    def broken(self) -> None:
        self.wfile.write(b"not HTTP at all\r\n\r\n")
        self.close_connection = True

    def cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"a,b\n")
        self.close_connection = True

    def start(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.start(status, Content_Length=str(len(body)), **headers)
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: pytest shows what matters."""


class Peers:
    """The peer on a port of its own; ``files`` are bodies by the first part of their path."""

    def __init__(self) -> None:
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # who asks hangs up on purpose
        self.files: dict[str, bytes] = {}
        self.seen: list[tuple[str, str]] = []
        self.ended = threading.Event()
        self.http.files, self.http.seen, self.http.ended = self.files, self.seen, self.ended
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.http.server_address[1]}{path}"

    def close(self) -> None:
        self.ended.set()
        self.http.shutdown()
        self.http.server_close()
