"""One dataset's keys, and where its operators stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from ckanext.masking.domain.keys import DatasetKeys, MasterKey
from ckanext.masking.domain.operators import Mask, Scope, registry

MASTER = MasterKey.of(bytes(range(32)))
TODAY = date(2026, 6, 30)
SCOPE = Scope(DatasetKeys(MASTER, "births"), "col", TODAY)
ELSEWHERE = Scope(DatasetKeys(MASTER, "deaths"), "col", TODAY)


def bind(name: str, scope: Scope = SCOPE, **parameters: Any) -> Mask:
    """An operator of the registry, bound in one dataset or another."""
    return registry()[name].bind(parameters, scope)
