"""Regular expressions of a policy, run by an engine that takes linear time on any input.

RE2 does not backtrack, so no pattern of a policy can be made to hang by a column's name; for the
same reason it has no look-around and no back-references.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, cast

import re2  # pyright: ignore[reportMissingTypeStubs]

MOST_MEMORY: Final = 1 << 20
"""Bytes for one compiled pattern; ``(x{1000}){1000}`` wants more and is refused."""


class PatternError(ValueError):
    """An expression that cannot be used; the message is the engine's."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled expression; it is found anywhere in a text unless anchored."""

    text: str
    _compiled: Any = field(repr=False, compare=False)

    @classmethod
    def of(cls, text: str) -> Pattern:
        """The pattern of ``text``. Raises ``PatternError``."""
        engine = cast("Any", re2)
        options = engine.Options()
        options.max_mem = MOST_MEMORY
        options.log_errors = False
        try:
            return cls(text, engine.compile(text, options))
        except cast("type[Exception]", engine.error) as error:
            told: Any = error.args[0] if error.args else "invalid"
            raise PatternError(told.decode() if isinstance(told, bytes) else str(told)) from None

    def search(self, text: str) -> bool:
        """Whether the expression is found in ``text``."""
        return self._compiled.search(text) is not None
