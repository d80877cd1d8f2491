"""What a policy says of readers: which roles and grants it names, and what it must not ask then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from ckanext.masking.domain.operators import registry
from ckanext.masking.domain.policy.model import Policy
from ckanext.masking.domain.policy.question import Reader
from govopen_common.section import Notes

ROLE: Final = "role:"
GRANT: Final = "grant:"
MOST: Final = 6
"""Roles and grants that one policy may name: all their combinations are gone through, 64 then."""


def names(policy: Policy) -> frozenset[str]:
    """Roles and grants that the rules name, as ``role:editor`` and ``grant:clear-read``."""
    roles = {ROLE + name for rule in policy.rules for name in rule.when.roles}
    return frozenset(roles | {GRANT + name for rule in policy.rules for name in rule.when.grants})


def reader(held: frozenset[str]) -> Reader:
    """The reader who has the roles and grants ``held``, written as ``names`` writes them."""
    return Reader(
        frozenset(one.removeprefix(ROLE) for one in held if one.startswith(ROLE)),
        frozenset(one.removeprefix(GRANT) for one in held if one.startswith(GRANT)),
    )


def readers(policy: Policy) -> Iterator[frozenset[str]]:
    """Every combination of the roles and grants that the policy names, but for none of them."""
    named = sorted(names(policy))[:MOST]
    for size in range(1, len(named) + 1):
        yield from map(frozenset, combinations(named, size))


def check(policy: Policy, line: int, faults: Notes) -> None:
    """Notes what a policy with readers cannot do; ``line`` is that of its rules.

    Rows are masked as they come, so an operator that has to see the whole table has no place.
    """
    if not policy.is_dynamic:
        return
    if len(names(policy)) > MOST:
        zh = f"角色和授权合计不得多于 {MOST} 个，请合并"
        faults.add(line, "rules", zh, f"at most {MOST} roles and grants together; merge some")
    known = registry()
    asked = [(rule.do.operator, rule.line) for rule in policy.rules]
    asked += [(policy.sensitive.operator, line), (policy.other.operator, line)]
    for operator, where in asked:
        if operator in known and known[operator].whole_table:
            zh = f"{operator} 须看到整张表，不能用于区分读者的策略，请改用 redact 等"
            en = f"{operator} needs the whole table and has no place in a policy that tells readers"
            faults.add(where, "do", zh, f"{en} apart; use redact or hmac_sha256")
