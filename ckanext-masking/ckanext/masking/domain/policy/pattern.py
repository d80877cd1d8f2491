"""Regular expressions of a policy, run by an engine that takes linear time on any input.

Rust's ``regex`` (the engine of polars) has no backtracking, so no pattern of a policy can be made
to hang by a column's name; it has no look-around and no back-references for the same reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl
from polars.exceptions import PolarsError

LONGEST: Final = 200


class PatternError(ValueError):
    """An expression that cannot be used; its message is the engine's first line."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled-on-use expression; it is found anywhere in a text unless anchored."""

    text: str

    @classmethod
    def of(cls, text: str) -> Pattern:
        """The pattern of ``text``. Raises ``PatternError``."""
        if not text or len(text) > LONGEST:
            raise PatternError(f"1 to {LONGEST} characters")
        pattern = cls(text)
        try:
            pattern.search("")
        except PolarsError as error:
            lines = [line.strip() for line in str(error).splitlines() if line.strip()]
            raise PatternError(lines[-1] if lines else "invalid") from None
        return pattern

    def search(self, text: str) -> bool:
        """Whether the expression is found in ``text``."""
        return bool(pl.Series([text]).str.contains(self.text)[0])
