"""A source that answers from a table, and a profile made of the parts a test gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import yaml
from ckanext.govopen.domain.harvest import (
    Profile,
    RawRecord,
    Record,
    Request,
    Response,
    Session,
    map_record,
    parse_profile,
)
from hypothesis import settings

quick = settings(max_examples=30, deadline=None)
"""Examples enough for parsers that are tried on every run."""
NOW = datetime(2026, 1, 15, 4, 0, tzinfo=timezone.utc)
BASE: dict[str, Any] = {
    "profile": 1,
    "list": {"request": {"url": "{base}/list?p={page}"}, "items": "rows", "id": "id"},
    "fields": {"title": "item.name"},
}


class Source:
    """Answers each request with what ``answer`` returns, and remembers what was asked."""

    def __init__(self, answer: Callable[[Request], Any]) -> None:
        self.answer = answer
        self.asked: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.asked.append(request)
        given = self.answer(request)
        if isinstance(given, Response):
            return given
        if isinstance(given, bytes):
            return Response(200, request.url, {}, given)
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        return Response(200, request.url, {"content-type": "text/plain"}, text.encode())


def profile(**parts: Any) -> Profile:
    """The smallest profile with ``parts`` in place of its own."""
    return parse_profile(yaml.safe_dump({**BASE, **parts}, allow_unicode=True), "test")


def session(answer: Callable[[Request], Any], made: Profile | None = None, **more: Any) -> Session:
    """A session of ``made`` on a source that answers with ``answer``."""
    more.setdefault("now", lambda: NOW)
    return Session(made or profile(), "https://data.example.cn/", Source(answer), **more)


def keep(vocabulary: str, text: str) -> str | None:
    """A resolver whose vocabularies know every word but those that begin with a question mark."""
    return None if text.startswith("?") else text


def mapped(item: Any, made: Profile, resolver: Any = keep, **documents: Any) -> Record:
    """``item`` mapped by ``made``."""
    raw = RawRecord("1", {"item": item, **documents})
    return map_record(made, raw, resolver, url="https://data.example.cn", now=NOW)
