"""What a policy is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from ckanext.masking.domain.finding import Certainty, Finding
from ckanext.masking.domain.operators import Mask, Scope, registry
from ckanext.masking.domain.scanning.report import ColumnReport

NOT_SENSITIVE: Final = frozenset({"", "none"})
"""Values of a data element's sensitivity that ask for nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """That ``detector`` found its kind of value, and how sure it is."""

    detector: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Question:
    """A column, or one finding inside its free text, for which a decision is wanted.

    ``column`` is the header as written; ``found`` what stands in the column (or the one finding);
    ``in_text`` whether it is a piece of free text; ``sensitivity`` that of the data element.
    ``dataset`` and ``department`` are names; ids may stand beside them, either matches. ``people``
    says that the file is about people, which is taken for granted when nobody looked.
    """

    column: str
    found: tuple[Found, ...] = ()
    in_text: bool = False
    sensitivity: str = ""
    dataset: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    people: bool = True

    @classmethod
    def of_column(
        cls,
        report: ColumnReport,
        *,
        sensitivity: str = "",
        dataset: tuple[str, ...] = (),
        department: tuple[str, ...] = (),
    ) -> Question:
        """The question about a scanned column as a whole.

        What single cells hold besides is asked with ``piece``, finding by finding.
        """
        found = ()
        if report.detector is not None and report.certainty is not None:
            found = (Found(report.detector, report.certainty),)
        return cls(report.name, found, False, sensitivity, dataset, department)

    def piece(self, finding: Finding) -> Question:
        """The question about one finding inside this column's text."""
        found = (Found(finding.detector, finding.certainty),)
        return replace(self, found=found, in_text=True)

    @property
    def sensitive(self) -> bool:
        """Whether anything was found here, or the data element says so."""
        return bool(self.found) or self.sensitivity not in NOT_SENSITIVE


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a table: the names of roles held and of grants that are valid now.

    A rule that names a role or a grant never matches where there is no reader, in static masking.
    """

    roles: frozenset[str] = frozenset()
    grants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a column, and why: ``rule`` of ``policy`` in ``version``, on ``line``.

    ``rule`` is the id of the rule, ``default.sensitive``, ``default.other``, or ``closed`` when no
    policy could be loaded. ``review`` asks for a person's approval before publishing.
    """

    operator: str
    rule: str
    policy: str
    version: str
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    review: bool = False
    line: int = 0

    @property
    def masks(self) -> bool:
        """Whether values change at all."""
        return self.operator != "clear"

    def bind(self, scope: Scope) -> Mask:
        """The mask that the decision asks for. Raises ``Rejected`` when keys are missing."""
        return registry()[self.operator].bind(self.parameters, scope)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy, for reports; it holds no key and no value of the data."""
        return {
            "operator": self.operator,
            "parameters": dict(self.parameters),
            "rule": self.rule,
            "policy": self.policy,
            "version": self.version,
            "review": self.review,
        }
