"""What goes out on the wire for a request, and where a redirect may take it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit, urlunsplit

from ckanext.govopen.domain.harvest.transport import Request, masked
from govopen_common.http.errors import UrlRefused

_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?[]|"


@dataclass(frozen=True)
class Message:
    """One message on the way: the request as asked, or where it was redirected to."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None

    @classmethod
    def first(cls, request: Request, user_agent: str) -> Message:
        headers = {
            "User-Agent": user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        }
        body, kind = _body(request)
        if kind:
            headers["Content-Type"] = kind
        given = {name.lower() for name in request.headers}
        headers = {name: value for name, value in headers.items() if name.lower() not in given}
        url = _with_params(request.url, request.params)
        return cls(request.method, url, {**headers, **request.headers}, body)

    def redirected(self, status: int, location: str, request: Request) -> Message:
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


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or default


def _without_credentials(headers: Mapping[str, str], secrets: frozenset[str]) -> dict[str, str]:
    return {
        name: value
        for name, value in headers.items()
        if name.lower() not in ("authorization", "cookie", "proxy-authorization")
        and not any(secret in value for secret in secrets)
    }
