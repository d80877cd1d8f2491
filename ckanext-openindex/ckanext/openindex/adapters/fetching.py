"""Asks an address on the network, within bounds and never inside one's own walls.

Each hop of a redirect is resolved once and checked, and the connection goes to the address that was
checked: a name that leads elsewhere a moment later (DNS rebinding) gains nothing. A watch cuts the
connection when its time is up, so that a peer that sends one byte now and then is bounded too.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from urllib.parse import urljoin

import urllib3
from govopen_common.http.address import AddressPolicy
from govopen_common.http.errors import AddressRefused, SourceError, Unresolvable, UrlRefused
from govopen_common.http.pools import Target
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.response import BaseHTTPResponse

REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHUNK = 64 * 1024


class Failed(Exception):
    """No answer; ``word`` is stable, ``hops`` the addresses that were asked before."""

    def __init__(self, word: str, said: str = "", hops: tuple[str, ...] = ()) -> None:
        super().__init__(f"{word}: {said}" if said else word)
        self.word = word
        self.hops = hops


@dataclass(frozen=True)
class Bounds:
    """Seconds for a connection, for each wait, and for all of it with its redirects; and hops."""

    connect: float = 5.0
    wait: float = 10.0
    total: float = 20.0
    redirects: int = 5


@dataclass
class Answer:
    """An answer whose body is still on its way; names of ``headers`` are in lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    hops: tuple[str, ...]
    body: BaseHTTPResponse
    late: Callable[[], bool]

    def pieces(self) -> Iterator[bytes]:
        """The body, unpacked as it comes. Raises Failed (``timeout``, ``broken``)."""
        try:
            while piece := self.body.read1(CHUNK, decode_content=True):
                yield piece
                if self.late():
                    raise Failed("timeout", hops=self.hops)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise Failed("timeout" if self.late() else word(error), hops=self.hops) from error
        if self.late():
            # A connection that was cut at its time may look like one that came to its end.
            raise Failed("timeout", hops=self.hops)


@dataclass(frozen=True)
class Fetcher:
    """``agent`` is who we say we are."""

    policy: AddressPolicy
    agent: str
    bounds: Bounds = field(default_factory=Bounds)
    clock: Callable[[], float] = time.monotonic

    def within(self, total: float) -> Fetcher:
        """The same with another time for all of it."""
        return replace(self, bounds=replace(self.bounds, total=total))

    @contextlib.contextmanager
    def asked(self, method: str, url: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        """The answer that ``url`` leads to. Raises Failed. The connection ends with the block."""
        deadline = self.clock() + self.bounds.total
        hops: tuple[str, ...] = ()
        for _ in range(self.bounds.redirects + 1):
            with contextlib.ExitStack() as stack:
                answer = self._hop(stack, method, url, headers, deadline, hops)
                onward = answer.headers.get("location")
                if answer.status not in REDIRECTS or not onward:
                    yield answer
                    return
            hops = (*hops, url)
            url = urljoin(answer.url, onward)
        raise Failed("redirects", hops=hops)

    def _hop(
        self,
        stack: contextlib.ExitStack,
        method: str,
        url: str,
        headers: Mapping[str, str],
        deadline: float,
        hops: tuple[str, ...],
    ) -> Answer:
        try:
            clean = urllib3.util.parse_url(url).url.partition("#")[0]
            target = Target.of(clean, clean)
            addresses = self.policy.addresses(target.host, target.port)
        except (SourceError, LocationParseError, ValueError) as error:
            raise Failed(word(error), hops=hops) from error
        sent = {
            "User-Agent": self.agent,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            **headers,
            "Host": target.host_header,
        }
        failure: Exception | None = None
        for address in addresses:
            if (left := deadline - self.clock()) <= 0:
                raise Failed("timeout", hops=hops)
            connection = self._connection(target, address, left)
            stack.callback(connection.close)
            watch = threading.Timer(left, _cut, [connection])
            watch.daemon = True
            watch.start()
            stack.callback(watch.cancel)
            try:
                connection.request(method, target.path, headers=sent, preload_content=False)
                body = connection.getresponse()
            except (HTTPError, HTTPException, OSError) as error:
                failure = error
                if isinstance(error, ConnectTimeoutError):
                    continue
                break
            said = {name.lower(): value for name, value in body.headers.items()}
            return Answer(body.status, clean, said, hops, body, lambda: self.clock() >= deadline)
        late = self.clock() >= deadline
        raise Failed("timeout" if late else word(failure), hops=hops) from failure

    def _connection(self, target: Target, address: str, left: float) -> HTTPConnection:
        wait = min(self.bounds.wait, left)
        if target.scheme == "http":
            return HTTPConnection(address, target.port, timeout=wait)
        return HTTPSConnection(
            address,
            target.port,
            timeout=wait,
            cert_reqs="CERT_REQUIRED",
            server_hostname=target.host,
            assert_hostname=target.host,
        )


def word(error: Exception | None) -> str:
    """A stable word for why there was no answer."""
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (AddressRefused, "private_address"),
        ((Unresolvable, NameResolutionError), "dns"),
        ((UrlRefused, LocationParseError), "bad_url"),
        ((SSLError, ssl.SSLError), "tls"),
        (NewConnectionError, "refused"),
        ((ReadTimeoutError, ConnectTimeoutError, TimeoutError), "timeout"),
        (DecodeError, "broken"),
        (ConnectionRefusedError, "refused"),
    )
    return next((said for kind, said in kinds if isinstance(error, kind)), "broken")


def _cut(connection: HTTPConnection) -> None:
    """End whatever the connection waits for."""
    sock = connection.sock
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
