"""The HTTP server of the simulator and its Python face."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import tempfile
import threading
from collections import Counter, deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.simulator import certificate, faults
from demo.simulator.families import families
from demo.simulator.mounts import Mount
from demo.simulator.sources import Builtin, JsonLines, Source
from demo.simulator.wire import Refused, Request, Response, json_response

#: Requests remembered; more are only counted.
MEMORY = 20_000


@dataclass(frozen=True)
class Logged:
    """A request that arrived, and how it was answered."""

    mount: str
    role: str
    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]
    status: int


class Simulator:
    """Platforms on a port of 127.0.0.1, all in this process; a context manager.

    ``mounts`` maps a name to ``(family, source)``; a source that is a path or a list is
    read as JSON Lines rows.  Every family is mounted under its own key over ``source``
    (the demonstration catalogue) unless ``mounts`` says otherwise.
    """

    def __init__(
        self,
        mounts: dict[str, tuple[str, Any]] | None = None,
        source: Source | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: bool = False,
    ) -> None:
        default = source or Builtin()
        self.mounts = {key: Mount(key, key, default) for key in families()}
        for name, (family, given) in (mounts or {}).items():
            self.mounts[name] = Mount(name, family, _source(given))
        self._lock = threading.Lock()
        self._log: deque[Logged] = deque(maxlen=MEMORY)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._server = _Server((host, port), self)
        self._tls = _Server((host, 0), self) if tls else None
        if self._tls:
            with tempfile.TemporaryDirectory() as folder:
                self._tls.wrap(certificate.self_signed(Path(folder)))

    @property
    def port(self) -> int:
        """The port that was given, or the free one that was found."""
        return int(self._server.server_address[1])

    def url(self, mount: str = "") -> str:
        """The address of a mount, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}/{mount}".rstrip("/")

    def https_url(self, mount: str = "") -> str:
        """The same behind a certificate that nobody signed; needs ``tls=True``."""
        port = self._tls.server_address[1] if self._tls else self.port
        return f"https://127.0.0.1:{port}/{mount}".rstrip("/")

    def control(self, mount: str, **hazards: Any) -> None:
        """Sets the hazards of a mount, in place of those it had; none given means none."""
        self.mounts[mount].control(hazards)

    def requests(self, mount: str | None = None, role: str | None = None) -> list[Logged]:
        """The last requests below the mounts, oldest first."""
        with self._lock:
            return [
                entry
                for entry in self._log
                if mount in (None, entry.mount) and role in (None, entry.role)
            ]

    def count(self, mount: str, role: str | None = None) -> int:
        """How many requests a mount had, by role if one is given."""
        with self._lock:
            return sum(n for (m, r), n in self._counts.items() if m == mount and role in (None, r))

    def forget(self) -> None:
        """Empties the record of requests."""
        with self._lock:
            self._log.clear()
            self._counts.clear()

    def remember(self, entry: Logged) -> None:
        """Notes a request."""
        with self._lock:
            self._log.append(entry)
            self._counts[entry.mount, entry.role] += 1

    def start(self) -> Simulator:
        """Serves from threads of its own and returns."""
        for server in filter(None, (self._server, self._tls)):
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def serve_forever(self) -> None:
        """Serves until interrupted."""
        if self._tls:
            threading.Thread(target=self._tls.serve_forever, daemon=True).start()
        self._server.serve_forever()

    def stop(self) -> None:
        """Stops serving and frees the ports."""
        for server in filter(None, (self._server, self._tls)):
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Simulator:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _source(given: Any) -> Source:
    return JsonLines(given) if isinstance(given, Path | list) else given


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], simulator: Simulator) -> None:
        self.simulator = simulator
        super().__init__(address, _Handler)

    def wrap(self, context: ssl.SSLContext) -> None:
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away, or refuses our certificate, is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are kept by the simulator, not printed."""

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._handle()

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        _, mount, *rest = unquote(address.path).split("/", 2)
        if mount in self.server.simulator.mounts:
            host = self.headers.get("Host") or f"127.0.0.1:{self.server.server_address[1]}"
            scheme = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
            request = Request(
                self.command.replace("HEAD", "GET"),
                mount,
                "/" + (rest[0] if rest else ""),
                query,
                {k.lower(): v for k, v in self.headers.items()},
                body,
                f"{scheme}://{host}/{mount}",
            )
            self._platform(request)
        else:
            self._send(_own(self.server.simulator, self.command, mount, query, body))

    def _platform(self, request: Request) -> None:
        simulator = self.server.simulator
        mount = simulator.mounts[request.mount]
        hazards, role = mount.hazards, "other"
        try:
            route = mount.route(request.method, request.path)
            role = route.role
            response = faults.before(hazards, request, role, simulator.https_url()) or mount.answer(
                request, route
            )
        except Refused as error:
            text = json.dumps({"code": error.status, "msg": error.message}, ensure_ascii=False)
            response = Response(text.encode(), "application/json;charset=UTF-8", error.status)
        response = faults.after(hazards, response, role)
        simulator.remember(
            Logged(
                request.mount, role, request.method, request.path,
                request.query, request.body, request.headers, response.status,
            )
        )  # fmt: skip
        reset, huge = hazards.strikes("reset", role), hazards.strikes("huge", role)
        if reset:
            self._send_and_reset(response, int(reset.get("after", 20)))
        elif huge:
            self._send_huge(response, int(huge["bytes"]), bool(huge.get("chunked")))
        else:
            self._send(response)

    def _head(self, response: Response, length: int | None) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, response: Response) -> None:
        self._head(response, len(response.body))
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    def _send_and_reset(self, response: Response, after: int) -> None:
        """Sends ``after`` bytes of the body, then a TCP reset."""
        self._head(response, len(response.body))
        self.wfile.write(response.body[:after])
        self.wfile.flush()
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
        self.close_connection = True

    def _send_huge(self, response: Response, size: int, chunked: bool) -> None:
        """The body and blanks up to ``size`` bytes, with or without telling the size first."""
        self.close_connection = True
        self._head(response, None if chunked else size)
        block = b" " * (1 << 16)
        left = size - len(response.body)
        for piece in (response.body, *(block for _ in range(left >> 16)), b" " * (left & 0xFFFF)):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked and piece else piece)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()


def _own(
    simulator: Simulator, method: str, name: str, query: dict[str, str], body: bytes
) -> Response:
    """The simulator's own pages: what is mounted, hazards, requests."""
    if name == "":
        return json_response(
            {key: simulator.mounts[key].family.title for key in sorted(simulator.mounts)}
        )
    if name == "_control" and method == "POST":
        return _control(simulator, body)
    if name == "_requests":
        if method == "DELETE":
            simulator.forget()
        rows = simulator.requests(query.get("family"), query.get("role"))
        return json_response(
            [
                {
                    "mount": r.mount,
                    "role": r.role,
                    "method": r.method,
                    "path": r.path,
                    "query": r.query,
                    "status": r.status,
                }
                for r in rows
            ]
        )
    return Response(b'{"msg":"no such platform"}', "application/json", 404)


def _control(simulator: Simulator, body: bytes) -> Response:
    try:
        asked = json.loads(body)
        names = list(simulator.mounts) if asked["family"] == "*" else [asked["family"]]
        for name in names:
            simulator.control(name, **asked.get("hazards", {}))
    except KeyError as error:
        return _refusal(f"no such platform: {error}")
    except (ValueError, TypeError) as error:
        return _refusal(str(error))
    return json_response({"set": names})


def _refusal(message: str) -> Response:
    response = json_response({"msg": message})
    response.status = 400
    return response
