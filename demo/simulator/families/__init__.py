"""The registry of families: every module here with a ``FAMILY`` is one.

A new family is a new module.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from demo.simulator.family import Family


@cache
def families() -> dict[str, Family]:
    """Every family by its key."""
    found: dict[str, Family] = {}
    for module in pkgutil.iter_modules(__path__):
        family = importlib.import_module(f"{__name__}.{module.name}").FAMILY
        found[family.key] = family
    return found
