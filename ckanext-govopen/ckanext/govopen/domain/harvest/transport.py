"""What the engine asks of a network client, and how it says that an answer is of no use.

The engine never opens a connection: it is given a ``Fetch``. ``adapters.http`` has the real one;
tests hand in a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.govopen.domain.harvest.charset import decode
from govopen_common.http.errors import SourceError

__all__ = [
    "Answer",
    "Fetch",
    "Gone",
    "Request",
    "Response",
    "SourceError",
    "masked",
    "status_error",
]


def _no_headers() -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``form`` is sent urlencoded, ``json`` as JSON, ``body`` as it is.

    ``charset`` overrides what the answer says of itself. ``secrets`` are texts that must appear
    in no log or message. ``attempt`` counts from 0 how often the engine asked before because the
    answer, though HTTP 200, told of a passing fault: a client waits longer for each.
    ``timeout`` (seconds) and ``max_bytes`` override the client's own bounds.
    """

    method: str
    url: str
    params: Mapping[str, str] = field(default_factory=_no_headers)
    headers: Mapping[str, str] = field(default_factory=_no_headers)
    form: Mapping[str, str] | None = None
    json: Any = None
    body: str | None = None
    charset: str | None = None
    timeout: float | None = None
    max_bytes: int | None = None
    secrets: frozenset[str] = frozenset()
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    """The final answer, after redirects and retries; header names are in lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes

    def text(self, charset: str | None = None) -> str:
        """The body decoded; ``charset`` is what the profile declares, if it does."""
        return decode(self.body, self.headers.get("content-type", ""), charset)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer unwrapped, with its headers, whose names are in lower case."""

    document: Any
    headers: Mapping[str, str]


Fetch = Callable[[Request], Response]


def status_error(response: Response, shown: str) -> SourceError:
    """What an HTTP status other than success means, and what to do; ``shown`` is the address."""
    status = response.status
    busy = status == 429 or status >= 500
    wait = response.headers.get("retry-after", "")
    if busy:
        zh = f"来源繁忙或有故障，请稍后再试{wait and f'（来源要求等待：{wait}）'}"
        en = f"it is busy or broken, try later{wait and f' (it asks to wait: {wait})'}"
    elif status in (401, 403):
        zh, en = "请检查凭据与权限", "check credentials and permission"
    else:
        zh, en = "请确认地址与请求方式", "check the address and the way of asking"
    return SourceError(
        f"http-{status}",
        f"来源返回 HTTP {status}（{shown}），{zh}",
        f"the source answers HTTP {status} ({shown}): {en}",
        transient=busy,
    )


class Gone(SourceError):
    """The source no longer has the record."""


def masked(text: str, secrets: frozenset[str]) -> str:
    """``text`` with every secret blotted out, for messages and logs."""
    for secret in sorted(secrets, key=len, reverse=True):
        if secret:
            text = text.replace(secret, "***")
    return text
