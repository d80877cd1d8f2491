"""What a policy with readers gives each of them of a column, told in reports for later reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.masking.domain.policy import dynamic
from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.domain.policy.question import Decision, Reader


@dataclass(frozen=True)
class Treatment:
    """What is done to a column: to whole cells, and to values of a kind inside them."""

    whole: Decision
    inside: Mapping[str, Decision]

    @property
    def masks(self) -> bool:
        """Whether any value may change."""
        return self.whole.masks or any(one.masks for one in self.inside.values())

    @property
    def outcome(self) -> tuple[object, ...]:
        """What values become, whichever rule says so: equal for treatments that do the same."""
        if not self.masks:
            return ("clear",)
        inside = sorted((name, _does(one)) for name, one in self.inside.items() if one.masks)
        return (_does(self.whole), *inside)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy."""
        inside = {name: one.as_dict() for name, one in self.inside.items()}
        return {"decision": self.whole.as_dict(), "inside": inside}


def treatments(
    policy: Policy, decide: Callable[[Reader | None], Treatment]
) -> dict[frozenset[str], Treatment]:
    """What readers get who get something else than everybody, by the roles and grants they hold.

    Of the names that the policy has a reader's set must be equal to a key; those whose set is no
    key see what everybody sees.
    """
    if not policy.is_dynamic or policy.is_closed:
        return {}
    usual = decide(None).outcome
    found = {held: decide(dynamic.reader(held)) for held in dynamic.readers(policy)}
    return {held: one for held, one in found.items() if one.outcome != usual}


def _does(decision: Decision) -> str:
    return f"{decision.operator} {sorted(decision.parameters.items())!r}"
