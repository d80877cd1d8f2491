"""The mark of a context in which the gate itself writes rows; no call from outside has it."""

from __future__ import annotations

from typing import Any, Final

from .publishing import as_site

_KEY: Final = "masking_gate"
_MARK: Final = object()


def context() -> Any:
    """A context in which rows that were masked may be written."""
    return {**as_site(), _KEY: _MARK}


def passes(given: Any) -> bool:
    """Whether a call comes from the gate."""
    return given.get(_KEY) is _MARK
