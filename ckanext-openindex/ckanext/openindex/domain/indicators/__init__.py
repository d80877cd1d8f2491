"""The indicators, one file each; a new one is a new file here, or an entry point elsewhere.

Another distribution offers one by the entry point group ``ckanext.openindex.indicators`` with a
subclass of ``Indicator``; it cannot take the name of one that is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ckanext.openindex.domain.indicators.base import ENTRY_POINTS, Indicator, Parameter
from govopen_common.registry import by_name

__all__ = ["ENTRY_POINTS", "Indicator", "Parameter", "registry"]


@cache
def registry() -> Mapping[str, Indicator]:
    """All indicators by name. One that cannot be loaded is left out, with a line in the log."""
    return by_name(__name__, Indicator, ENTRY_POINTS)
