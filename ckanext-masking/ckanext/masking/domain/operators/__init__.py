"""The operators, one file each; a new one is a new file here, or an entry point elsewhere.

Another distribution offers an operator by the entry point group ``ckanext.masking.operators``
with a subclass of ``Operator``; it cannot take the name of one that is here.
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
from typing import Final

from ckanext.masking.domain.operators.base import REDACTED, Mask, Operator, Scope
from ckanext.masking.domain.operators.parameter import Parameter

__all__ = ["GROUP", "REDACTED", "Mask", "Operator", "Parameter", "Scope", "registry"]

GROUP: Final = "ckanext.masking.operators"
_log = logging.getLogger(__name__)


@cache
def registry() -> Mapping[str, Operator]:
    """All operators by name. One that cannot be loaded is left out, with a line in the log."""
    found = {operator.name: operator for operator in _here()}
    for entry in entry_points(group=GROUP):
        try:
            offered: object = entry.load()
        except Exception as error:  # a stranger's module may raise anything
            _log.warning("operator %s was not loaded: %s", entry.name, type(error).__name__)
            continue
        if not (isclass(offered) and issubclass(offered, Operator)) or isabstract(offered):
            _log.warning("operator %s is no subclass of Operator", entry.name)
        elif offered.name in found:
            _log.warning("operator %s has a name that is taken", entry.name)
        else:
            found[offered.name] = offered()
    return MappingProxyType(found)


def _here() -> Iterator[Operator]:
    for module in sorted(one.name for one in iter_modules(__path__)):
        loaded = import_module(f"{__name__}.{module}")
        for _, member in getmembers(loaded, isclass):
            if (
                issubclass(member, Operator)
                and not isabstract(member)
                and member.__module__ == loaded.__name__
            ):
                yield member()
