"""Lists in pages: the part that is asked for, and the pager below it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from flask import request

EMPTY: dict[str, Any] = {"count": 0, "results": []}
"""What a list is that was refused."""


def asked_page(size: int) -> dict[str, int]:
    """``limit`` and ``offset`` of the page that the request asks for."""
    return {"limit": size, "offset": (_number() - 1) * size}


def pager(found: dict[str, Any], size: int, endpoint: str, **asked: Any) -> Page:
    """The pager for the page ``found`` of a list; ``asked`` stays in its links."""

    def url(**kwargs: Any) -> str:
        return str(tk.url_for(endpoint, **asked, **kwargs))

    return Page(
        found["results"],
        _number(),
        url=url,
        item_count=found["count"],
        items_per_page=size,
        presliced_list=True,
    )


def _number() -> int:
    return max(1, int(tk.h.get_page_number(request.args)))
