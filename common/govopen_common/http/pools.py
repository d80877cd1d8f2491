"""Connections to checked addresses, and the cookies that sources set on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

import urllib3

from govopen_common.http.errors import UrlRefused
from govopen_common.http.heads import TimedConnection, TimedSecureConnection

MOST_POOLS = 32
MOST_COOKIES = 50


@dataclass(frozen=True)
class Target:
    """The parts of an address that a connection needs."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str, shown: str) -> Target:
        """The target of ``url``. Raises UrlRefused, naming ``shown``, when it cannot be one."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise UrlRefused(shown, "地址有误", f"it is malformed ({error})") from error
        if parts.scheme not in ("http", "https"):
            raise UrlRefused(shown, "只支持 http 与 https", "only http and https are supported")
        if not parts.hostname:
            raise UrlRefused(shown, "没有主机名", "it names no host")
        if parts.username is not None or parts.password is not None:
            raise UrlRefused(
                shown, "地址中不得含用户名与口令", "credentials do not belong in an address"
            )
        try:
            host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else ""
        except UnicodeError as error:
            raise UrlRefused(shown, "主机名有误", "its host name is malformed") from error
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, host or parts.hostname, port or _DEFAULT_PORTS[parts.scheme], path)

    @property
    def host_header(self) -> str:
        """The value of the ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


_DEFAULT_PORTS = {"http": 80, "https": 443}


class _Plain(urllib3.HTTPConnectionPool):
    ConnectionCls = TimedConnection  # pyright: ignore[reportAssignmentType]


class _Secure(urllib3.HTTPSConnectionPool):
    ConnectionCls = TimedSecureConnection  # pyright: ignore[reportAssignmentType]


class Pools:
    """Connection pools by target and address.

    A pool connects to the address; the name goes into ``Host``, SNI and the check of the
    certificate.
    """

    def __init__(self, ca_bundle: str | None = None) -> None:
        self._ca_bundle = ca_bundle
        self._lock = threading.Lock()
        self._pools: dict[tuple[str, str, int, str], urllib3.HTTPConnectionPool] = {}

    def pool(self, target: Target, address: str) -> urllib3.HTTPConnectionPool:
        """The pool of connections to ``address`` that speak to ``target``'s host."""
        key = (target.scheme, target.host, target.port, address)
        with self._lock:
            if key not in self._pools:
                if len(self._pools) >= MOST_POOLS:
                    self._pools.pop(next(iter(self._pools))).close()
                self._pools[key] = self._made(target, address)
            return self._pools[key]

    def _made(self, target: Target, address: str) -> urllib3.HTTPConnectionPool:
        if target.scheme == "http":
            return _Plain(address, target.port, maxsize=4)
        return _Secure(
            address,
            target.port,
            maxsize=4,
            cert_reqs="CERT_REQUIRED",
            ca_certs=self._ca_bundle,
            server_hostname=target.host,
            assert_hostname=target.host,
        )

    def clear(self) -> None:
        """Close every connection."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()


class Cookies:
    """The cookies of each host, for platforms that keep a session; never sent to another host."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, dict[str, str]] = {}

    def take(self, host: str, headers: Iterable[str]) -> None:
        """Keep what the ``Set-Cookie`` lines in ``headers`` set."""
        for header in headers:
            try:
                parsed = SimpleCookie(header)
            except CookieError:
                continue
            with self._lock:
                held = self._held.setdefault(host, {})
                for name, morsel in parsed.items():
                    if len(held) < MOST_COOKIES or name in held:
                        held[name] = morsel.coded_value

    def header(self, host: str) -> str:
        """The ``Cookie`` header for ``host``; empty when there is none."""
        with self._lock:
            return "; ".join(f"{k}={v}" for k, v in self._held.get(host, {}).items())
