"""The indicators, one file each; a new one is a new file here, or an entry point elsewhere.

Another distribution offers one by the entry point group ``ckanext.openindex.indicators`` with a
subclass of ``Indicator``; it cannot take the name of one that is here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from inspect import getmembers, isabstract, isclass
from pkgutil import iter_modules
from types import MappingProxyType

from ckanext.openindex.domain.indicators.base import ENTRY_POINTS, Indicator, Parameter

__all__ = ["ENTRY_POINTS", "Indicator", "Parameter", "registry"]

_log = logging.getLogger(__name__)


@cache
def registry() -> Mapping[str, Indicator]:
    """All indicators by name. One that cannot be loaded is left out, with a line in the log."""
    found = {indicator.name: indicator for indicator in _here()}
    for entry in entry_points(group=ENTRY_POINTS):
        try:
            offered: object = entry.load()
        except Exception as error:  # a stranger's module may raise anything
            _log.warning("indicator %s was not loaded: %s", entry.name, type(error).__name__)
            continue
        if not (isclass(offered) and issubclass(offered, Indicator)) or isabstract(offered):
            _log.warning("indicator %s is no subclass of Indicator", entry.name)
        elif offered.name in found:
            _log.warning("indicator %s has a name that is taken", entry.name)
        else:
            found[offered.name] = offered()
    return MappingProxyType(found)


def _here() -> Iterator[Indicator]:
    for module in sorted(one.name for one in iter_modules(__path__)):
        loaded = import_module(f"{__name__}.{module}")
        for _, member in getmembers(loaded, isclass):
            if (
                issubclass(member, Indicator)
                and not isabstract(member)
                and member.__module__ == loaded.__name__
            ):
                yield member()
