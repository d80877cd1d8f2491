"""The client that asks sources on the network: patient, polite and not to be led astray.

``HttpClient`` is the ``Fetch`` that the harvest engine is given. One client serves one source and
may be used by several threads; its rate limit holds within the process, and with ``reserve`` among
all that take their turns there.
"""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import urllib3
from ckanext.govopen.adapters.http_message import Message
from ckanext.govopen.domain.harvest.transport import Request, Response, SourceError, masked
from govopen_common.http.address import AddressPolicy, Resolve, system_resolve
from govopen_common.http.errors import (
    BrokenOff,
    NetworkError,
    TimedOut,
    TlsFailed,
    TooLarge,
    UrlRefused,
)
from govopen_common.http.pacing import (
    Clock,
    RateLimit,
    Reserve,
    Sleep,
    backoff,
    chance,
    retry_after,
)
from govopen_common.http.pools import Cookies, Pools, Target
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.response import BaseHTTPResponse

log = logging.getLogger(__name__)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be gone in a while: RFC 9110 and RFC 6585 (429), RFC 8470 (425)."""
CHUNK = 64 * 1024


@dataclass(frozen=True)
class HttpSettings:
    """How a source is asked. Times in seconds, sizes in bytes, ``rate`` in requests a second.

    ``read_timeout`` bounds each wait for data, ``total_timeout`` one whole try with its redirects.
    ``allowed`` lists hosts, addresses and networks that may be internal; ``ca_bundle`` is a PEM
    file used instead of the system's authorities. A ``Retry-After`` above ``longest_wait`` ends
    the tries.
    """

    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    total_timeout: float = 60.0
    retries: int = 4
    backoff: float = 0.5
    longest_wait: float = 120.0
    rate: float = 2.0
    max_bytes: int = 32 * 1024 * 1024
    max_redirects: int = 5
    allowed: tuple[str, ...] = ()
    ca_bundle: str | None = None
    user_agent: str = "govopen-harvester"


@dataclass
class HttpClient:
    """``client(request)`` is the final answer; failures of the network are ``SourceError``."""

    settings: HttpSettings = field(default_factory=HttpSettings)
    clock: Clock = time.monotonic
    sleep: Sleep = time.sleep
    chance: Callable[[], float] = chance
    resolve: Resolve = system_resolve
    reserve: Reserve | None = None

    def __post_init__(self) -> None:
        self._limit = RateLimit(self.settings.rate, self.clock, self.sleep, self.reserve)
        self._policy = AddressPolicy(self.settings.allowed, self.resolve)
        self._cookies = Cookies()
        self._pools = Pools(self.settings.ca_bundle)

    def close(self) -> None:
        """Close every connection."""
        self._pools.clear()

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, request: Request) -> Response:
        """Send ``request``, following redirects and trying again where that may help.

        An answer with any other status than those tried again is returned as it is, 404 too; so
        is the last of the tries. Raises SourceError when there is no answer.
        """
        if request.attempt:
            self._pause(request.attempt - 1, None)
        attempt = 0
        while True:
            try:
                response = self._once(request)
            except SourceError as error:
                if not error.transient or attempt >= self.settings.retries:
                    raise
                log.info("try %s failed: %s", attempt + 1, error.en)
                self._pause(attempt, None)
            else:
                last = attempt >= self.settings.retries
                if response.status not in RETRIED or last:
                    return response
                if not self._pause(attempt, response):
                    return response
            attempt += 1

    def _pause(self, attempt: int, response: Response | None) -> bool:
        """Wait before the next try; False when the source asks for more than may be waited."""
        seconds = backoff(attempt, self.settings.backoff, self.settings.longest_wait, self.chance)
        asked = retry_after(response.headers) if response else None
        if asked is not None:
            if asked > self.settings.longest_wait:
                return False
            seconds = max(asked, seconds)
        self.sleep(seconds)
        return True

    def _once(self, request: Request) -> Response:
        """One try: the request and the redirects it leads to, within the total time."""
        deadline = self.clock() + self.settings.total_timeout
        step = Message.first(request, self.settings.user_agent)
        for _ in range(self.settings.max_redirects + 1):
            self._limit.wait()
            response = self._send(step, request, deadline)
            location = response.headers.get("location")
            if response.status not in REDIRECTS or not location:
                return response
            step = step.redirected(response.status, location, request)
        raise UrlRefused(
            masked(step.url, request.secrets),
            f"重定向超过 {self.settings.max_redirects} 次",
            f"more than {self.settings.max_redirects} redirects",
        )

    def _send(self, step: Message, request: Request, deadline: float) -> Response:
        shown = masked(step.url, request.secrets)
        target = Target.of(step.url, shown)
        patience = request.timeout or self.settings.read_timeout
        failure: SourceError | None = None
        for address in self._policy.addresses(target.host, target.port):
            left = deadline - self.clock()
            if left <= 0:
                raise TimedOut(shown, self.settings.total_timeout)
            wait = urllib3.Timeout(
                connect=min(self.settings.connect_timeout, left), read=min(patience, left)
            )
            try:
                answer = self._open(step, target, address, wait)
                return self._read(answer, step, request, deadline, shown)
            except (HTTPError, OSError) as error:
                failure = _told(error, shown, self.settings.connect_timeout, patience)
                if not isinstance(error, ConnectTimeoutError):
                    # Only when no connection came about is the next address worth a try.
                    raise failure from error
        raise failure or NetworkError(shown, "no address")

    def _open(
        self, step: Message, target: Target, address: str, wait: urllib3.Timeout
    ) -> BaseHTTPResponse:
        headers = {**step.headers, "Host": target.host_header}
        if cookie := self._cookies.header(target.host):
            headers.setdefault("Cookie", cookie)
        return self._pools.pool(target, address).urlopen(
            step.method,
            target.path,
            body=step.body,
            headers=headers,
            redirect=False,
            retries=False,
            timeout=wait,
            preload_content=False,
            decode_content=True,
        )

    def _read(
        self,
        answer: BaseHTTPResponse,
        step: Message,
        request: Request,
        deadline: float,
        shown: str,
    ) -> Response:
        """The whole body, counted as it is unpacked so that a bomb goes off harmlessly."""
        limit = request.max_bytes or self.settings.max_bytes
        self._cookies.take(urlsplit(step.url).hostname or "", answer.headers.getlist("set-cookie"))
        body = bytearray()
        try:
            # One read of the socket at a time: a source that trickles must meet the deadline too.
            while chunk := answer.read1(CHUNK, decode_content=True):
                body += chunk
                if len(body) > limit:
                    raise TooLarge(shown, limit)
                if self.clock() > deadline:
                    raise TimedOut(shown, self.settings.total_timeout)
        except BaseException:
            # What is left of the answer must not be taken for the next one.
            answer.close()
            raise
        answer.release_conn()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        log.debug("%s %s -> %s, %s bytes", step.method, shown, answer.status, len(body))
        return Response(answer.status, step.url, headers, bytes(body))


def _told(error: Exception, shown: str, connect: float, patience: float) -> SourceError:
    """The failure ``error`` in the words of ``http_errors``."""
    if isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError):
        return TimedOut(shown, connect)
    if isinstance(error, ReadTimeoutError | TimeoutError):
        return TimedOut(shown, patience)
    if isinstance(error, SSLError | ssl.SSLError):
        return TlsFailed(shown, str(error))
    if isinstance(error, ProtocolError):
        return BrokenOff(shown)
    if isinstance(error, LocationValueError):
        return UrlRefused(shown, "地址有误", "the address is malformed")
    return NetworkError(shown, f"{type(error).__name__}")
