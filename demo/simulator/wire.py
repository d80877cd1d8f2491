"""Requests and responses as the families see them, free of the HTTP server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl


class Refused(Exception):
    """Raised by a family to answer with an HTTP error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass
class Request:
    """One request below a mount; ``path`` is the platform's own path."""

    method: str
    mount: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    base: str

    @property
    def form(self) -> dict[str, str]:
        """The fields of a urlencoded form; 415 for anything else, as the platforms answer."""
        kind = self.headers.get("content-type", "").split(";")[0].strip().lower()
        if self.body and kind != "application/x-www-form-urlencoded":
            raise Refused(415, f"Content type '{kind}' not supported")
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object in the body; 415 for another content type, 400 for bad JSON."""
        kind = self.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != "application/json":
            raise Refused(415, f"Content type '{kind}' not supported")
        try:
            value = json.loads(self.body or b"{}")
        except ValueError as error:
            raise Refused(400, f"JSON parse error: {error}") from error
        if not isinstance(value, dict):
            raise Refused(400, "JSON parse error: not an object")
        return value


@dataclass
class Response:
    """An answer before the hazards of the wire touch it."""

    body: bytes
    content_type: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def json_response(value: Any, content_type: str = "application/json;charset=UTF-8") -> Response:
    """``value`` as compact JSON with Chinese left readable."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "backslashreplace"), content_type)


def html_response(text: str) -> Response:
    """A page with its charset declared in the header and in the page."""
    return Response(text.encode("utf-8", "replace"), "text/html;charset=UTF-8")


def number(value: Any, default: int) -> int:
    """A page parameter as an integer; the default when absent or empty, 400 when not a number."""
    if value in (None, ""):
        return default
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise Refused(400, f"not a number: {value}") from error
