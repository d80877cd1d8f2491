"""The operators, one file each; a new one is a new file here, or an entry point elsewhere.

Another distribution offers an operator by the entry point group ``ckanext.masking.operators``
with a subclass of ``Operator``; it cannot take the name of one that is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from ckanext.masking.domain.operators.base import REDACTED, Mask, Operator, Scope
from ckanext.masking.domain.operators.parameter import Parameter
from govopen_common.registry import by_name

__all__ = ["GROUP", "REDACTED", "Mask", "Operator", "Parameter", "Scope", "registry"]

GROUP: Final = "ckanext.masking.operators"


@cache
def registry() -> Mapping[str, Operator]:
    """All operators by name. One that cannot be loaded is left out, with a line in the log."""
    return by_name(__name__, Operator, GROUP)
