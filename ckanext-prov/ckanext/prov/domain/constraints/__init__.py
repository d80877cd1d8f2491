"""The rules that a document of provenance keeps; a new rule is a new file in this package.

They are those of PROV-CONSTRAINTS (https://www.w3.org/TR/prov-constraints/) that a catalogue can
break, and two of our own. Each fault names the statement and says in both languages what to do.
"""

from __future__ import annotations

from ckanext.prov.domain.constraints.base import REGISTRY
from ckanext.prov.domain.model import Document
from govopen_common import registry
from govopen_common.problem import Problem

__all__ = ["check"]

registry.modules(__name__)


def check(document: Document) -> list[Problem]:
    """Every fault of ``document``, in a stable order; empty when it keeps the rules."""
    found = [problem for constraint in REGISTRY for problem in constraint(document)]
    return sorted(found, key=lambda problem: (problem.code, problem.field, problem.en))
