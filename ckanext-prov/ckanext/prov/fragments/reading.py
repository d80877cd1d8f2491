"""Fragments as a reader gets them: kept ones, and those that have to be made first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from . import listing, making
from .listing import Listed

Form = Literal["nt", "jsonld"]


def parts(rows: Sequence[Listed], form: Form) -> list[tuple[str, str]]:
    """``(own, shared)`` lines of those of ``rows`` that everybody may see, in their order."""
    held = listing.held(rows, form, f"{form}_shared")
    made = making.make([row for row in rows if row.id not in held])
    allowed = listing.open_to_all([row.id for row in rows])
    found = [held.get(row.id) or made.get(row.id) for row in rows if row.id in allowed]
    return [
        (getattr(part, form), getattr(part, f"{form}_shared")) for part in found if part is not None
    ]
