"""Reads a policy from YAML; what is wrong is told all at once, each with its line."""

from __future__ import annotations

from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.domain.problem import Problem, Rejected


class PolicyError(Rejected):
    """A policy that cannot be used; the ``field`` of each problem is ``<file>:<line>``."""


def read_policy(text: str, name: str) -> Policy:
    """The policy of YAML ``text``; ``name`` is what problems call the file.

    Raises ``PolicyError`` with every fault.
    """
    raise NotImplementedError


def read_or_closed(text: str | None, name: str) -> tuple[Policy, tuple[Problem, ...]]:
    """The policy of ``text``, or the one that masks everything, with what was wrong."""
    raise NotImplementedError
