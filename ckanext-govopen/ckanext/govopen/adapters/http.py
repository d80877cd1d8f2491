"""The client that asks sources on the network: patient, polite and not to be led astray.

``HttpClient`` is the ``Fetch`` that the harvest engine is given. One client serves one source and
may be used by several threads; its rate limit holds within the process.
"""

from __future__ import annotations

import json
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit, urlunsplit

import urllib3
from ckanext.govopen.adapters.http_address import AddressPolicy, Resolve, system_resolve
from ckanext.govopen.adapters.http_errors import (
    NetworkError,
    TimedOut,
    TlsFailed,
    TooLarge,
    UrlRefused,
)
from ckanext.govopen.adapters.http_pacing import (
    Clock,
    RateLimit,
    Sleep,
    backoff,
    chance,
    retry_after,
)
from ckanext.govopen.adapters.http_pools import Cookies, Pools, Target
from ckanext.govopen.domain.harvest.transport import Request, Response, SourceError, masked
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.response import BaseHTTPResponse

log = logging.getLogger(__name__)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be gone in a while: RFC 9110 and RFC 6585 (429), RFC 8470 (425)."""
CHUNK = 64 * 1024
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?[]|"


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

    def __post_init__(self) -> None:
        self._limit = RateLimit(self.settings.rate, self.clock, self.sleep)
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
        step = _Step.first(request, self.settings.user_agent)
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

    def _send(self, step: _Step, request: Request, deadline: float) -> Response:
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
        self, step: _Step, target: Target, address: str, wait: urllib3.Timeout
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
        step: _Step,
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


@dataclass(frozen=True)
class _Step:
    """One message on the way: the request as asked, or where it was redirected to."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None

    @classmethod
    def first(cls, request: Request, user_agent: str) -> _Step:
        headers = {
            "User-Agent": user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        }
        body, kind = _body(request)
        if kind:
            headers["Content-Type"] = kind
        url = _with_params(request.url, request.params)
        return cls(request.method, url, {**headers, **request.headers}, body)

    def redirected(self, status: int, location: str, request: Request) -> _Step:
        """Where a redirect leads. Raises UrlRefused when it may not be followed."""
        url = _clean(urljoin(self.url, location))
        before, after = urlsplit(self.url), urlsplit(url)
        shown = masked(url, request.secrets)
        if before.scheme == "https" and after.scheme == "http":
            raise UrlRefused(shown, "由 https 转向 http", "it redirects from https to http")
        step = replace(self, url=url)
        if status == 303 or (status in (301, 302) and self.method == "POST"):
            kept = {k: v for k, v in self.headers.items() if k.lower() != "content-type"}
            step = replace(step, method="GET", body=None, headers=kept)
        if _origin(before) == _origin(after):
            return step
        if step.body and any(secret.encode() in step.body for secret in request.secrets):
            raise UrlRefused(
                shown,
                "带凭据的请求转向别的主机",
                "it redirects a request with credentials elsewhere",
            )
        return replace(step, headers=_without_credentials(step.headers, request.secrets))


def _body(request: Request) -> tuple[bytes | None, str]:
    if request.form is not None:
        return urlencode(request.form).encode(), "application/x-www-form-urlencoded; charset=UTF-8"
    if request.json is not None:
        text = json.dumps(request.json, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace"), "application/json; charset=UTF-8"
    if request.body is not None:
        return request.body.encode("utf-8", "replace"), "text/plain; charset=UTF-8"
    return None, ""


def _with_params(url: str, params: Mapping[str, str]) -> str:
    if params:
        url += ("&" if urlsplit(url).query else "?") + urlencode(params)
    return _clean(url)


def _clean(url: str) -> str:
    """``url`` without its fragment, with whatever is not ASCII percent-encoded."""
    parts = urlsplit(url)
    path = quote(parts.path, safe=_PATH_SAFE)
    query = quote(parts.query, safe=_QUERY_SAFE)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _origin(parts: Any) -> tuple[str, str, int | None]:
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or default


def _without_credentials(headers: Mapping[str, str], secrets: frozenset[str]) -> dict[str, str]:
    return {
        name: value
        for name, value in headers.items()
        if name.lower() not in ("authorization", "cookie", "proxy-authorization")
        and not any(secret in value for secret in secrets)
    }


def _told(error: Exception, shown: str, connect: float, patience: float) -> SourceError:
    """The failure ``error`` in the words of ``http_errors``."""
    if isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError):
        return TimedOut(shown, connect)
    if isinstance(error, ReadTimeoutError | TimeoutError):
        return TimedOut(shown, patience)
    if isinstance(error, SSLError | ssl.SSLError):
        return TlsFailed(shown, str(error))
    if isinstance(error, LocationValueError):
        return UrlRefused(shown, "地址有误", "the address is malformed")
    return NetworkError(shown, f"{type(error).__name__}")
