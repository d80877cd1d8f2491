"""The HTTP listener: reads a request, asks the mount, sends the answer or breaks it."""

from __future__ import annotations

import json
import socket
import ssl
import struct
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.simulator import faults
from demo.simulator.control import own_page
from demo.simulator.log import Logged
from demo.simulator.wire import Refused, Request, Response

if TYPE_CHECKING:
    from demo.simulator.server import Simulator


class Listener(ThreadingHTTPServer):
    """One port; ``simulator`` knows the mounts."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], simulator: Simulator) -> None:
        self.simulator = simulator
        super().__init__(address, _Handler)

    def secure(self, context: ssl.SSLContext) -> None:
        """Speaks TLS from now on."""
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
    server: Listener  # pyright: ignore[reportIncompatibleVariableOverride]

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
            self._send(own_page(self.server.simulator, self.command, mount, query, body))

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
        simulator.log.add(
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
