"""Which requests are no use by anybody: robots, look-aheads, and our own pages' calls.

Robots are known by the list of ``crawler-user-agents``. Its entries tagged ``http-library``
(curl, python-requests, okhttp …) are the tools of people who write programs: they make calls and
downloads that count, but look at no page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

import crawleruseragents  # pyright: ignore[reportMissingTypeStubs]

from .hit import Kind

LONGEST_AGENT = 512
_LIST = cast("list[dict[str, Any]]", crawleruseragents.CRAWLER_USER_AGENTS_DATA)
LIBRARY = "http-library"


@lru_cache(maxsize=4096)
def nature(agent: str) -> str:
    """``robot``, ``program`` or ``browser``: what a ``User-Agent`` (cut to 512) says it is."""
    found = crawleruseragents.matching_crawlers(agent)
    if not found:
        return "browser"
    libraries = all(LIBRARY in _LIST[index].get("tags", ()) for index in found)
    return "program" if libraries else "robot"


def counts(kind: Kind, method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request is a use. ``headers`` has its names in lower case.

    Not counted: methods other than GET and POST, no ``User-Agent``, robots, programs that look at
    pages, what a browser fetches ahead (``Sec-Purpose``, ``Purpose``, ``X-Moz``), parts of a file
    after its first byte, and what a page of ours fetched by itself (Fetch Metadata, W3C).
    """
    agent = headers.get("user-agent", "").strip()[:LONGEST_AGENT]
    if method not in ("GET", "POST") or not agent or _ahead(headers) or _later_part(headers):
        return False
    what = nature(agent)
    if what == "robot" or (what == "program" and kind == "view"):
        return False
    return not _own(headers)


def _ahead(headers: Mapping[str, str]) -> bool:
    said = " ".join(headers.get(name, "") for name in ("sec-purpose", "purpose", "x-moz"))
    return any(word in said.lower() for word in ("prefetch", "prerender", "preview"))


def _later_part(headers: Mapping[str, str]) -> bool:
    asked = headers.get("range", "").replace(" ", "").lower()
    return asked.startswith("bytes=") and not asked.startswith("bytes=0-")


def _own(headers: Mapping[str, str]) -> bool:
    """Whether a script, a preview or a form field of our own page asked, and nobody clicked."""
    if headers.get("sec-fetch-site", "") == "same-origin":
        return headers.get("sec-fetch-mode", "") != "navigate"
    return headers.get("x-requested-with", "").lower() == "xmlhttprequest"
