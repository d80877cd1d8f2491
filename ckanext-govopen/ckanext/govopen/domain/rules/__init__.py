"""The rules of the catalogue, one noun to a file; a new rule is a new file in this package.

Forms, API, Excel and harvest all call ``check``, so a rule holds everywhere alike.
"""

from __future__ import annotations

from ckanext.govopen.domain.rules.base import REGISTRY, Dataset, RuleContext, today_in_china
from govopen_common import registry
from govopen_common.problem import Problem

__all__ = ["RuleContext", "check", "today_in_china"]

registry.modules(__name__)


def check(dataset: Dataset, context: RuleContext) -> list[Problem]:
    """Every problem of ``dataset``, a mapping of the fields of ``schemas/dataset.yaml``.

    Values are stored words, not labels; lists may be lists or JSON text. Nothing is changed.
    """
    return [problem for rule in REGISTRY for problem in rule(dataset, context)]
