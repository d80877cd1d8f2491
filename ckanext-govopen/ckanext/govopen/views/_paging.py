"""Which part of a list a page shows, and what its pager needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk


@dataclass(frozen=True)
class Part:
    """Page ``number``, counted from 1, of a list shown ``size`` at a time."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def query(self) -> dict[str, int]:
        """This part, as the actions of lists are asked for it."""
        return {"limit": self.size, "offset": self.offset}

    def values(self, count: int, url_of: Callable[[int], str]) -> dict[str, Any]:
        """What ``go.pagination`` is given, for a list of ``count``."""
        return {"page": self.number, "pages": -(-count // self.size), "page_url": url_of}


def asked_part(size: int) -> Part:
    """The part that the request asks for."""
    return Part(max(tk.h.get_page_number(tk.request.args), 1), size)
