"""What a constraint is, and the register of constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ckanext.prov.domain.model import Document
from govopen_common.problem import Problem

Constraint = Callable[[Document], Iterable[Problem]]
REGISTRY: list[Constraint] = []


def constraint(function: Constraint) -> Constraint:
    """Register a function that finds where a document breaks a rule."""
    REGISTRY.append(function)
    return function
