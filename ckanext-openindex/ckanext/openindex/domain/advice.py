"""What to improve first, and which datasets cost a department or division most."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ckanext.openindex.domain.coding import Coded
from ckanext.openindex.domain.figure import Figure, figure
from ckanext.openindex.domain.methodology.model import Methodology
from ckanext.openindex.domain.tally import MICRO, Sum, Tally


@dataclass(frozen=True, slots=True)
class Gain(Coded):
    """An indicator and the ``points`` of the score that it would bring if all its datasets, of
    which there are ``datasets``, earned everything; ``value`` is what they earn now."""

    id: str
    dimension: str
    points: float
    value: float
    datasets: int


@dataclass(frozen=True, slots=True)
class Cost(Coded):
    """A dataset and the points its node lacks because of it; ``most`` names the indicators that
    make up most of them, from the most."""

    id: str
    points: float
    most: tuple[str, ...] = ()


def gains(methodology: Methodology, found: Figure) -> list[Gain]:
    """What can be gained, most first: the indicators in hand that apply and earn less than all.

    For a dataset these are its own points; what does not apply yet is not counted on.
    """
    in_hand = {rule.id for rule in methodology.rules if rule.in_hand}
    some = [
        Gain(rule.id, dimension.id, rule.can - rule.points, rule.value, rule.datasets)
        for dimension in found.dimensions
        for rule in dimension.rules
        if rule.value is not None and rule.id in in_hand and rule.can - rule.points > 1e-9
    ]
    return sorted(some, key=_most_gain)


def _most_gain(gain: Gain) -> tuple[float, str]:
    return -gain.points, gain.id


def costs(
    methodology: Methodology,
    node: Tally,
    datasets: Iterable[tuple[str, Tally]],
    most: int = 20,
    *,
    all_rules: bool = False,
) -> list[Cost]:
    """The ``most`` datasets that cost the node with the sums ``node`` most, by indicators in hand.

    ``datasets``: id and contribution of each; they are not kept. With ``all_rules`` the costs of
    all datasets of the node sum to 100 less its score, where its level is made of datasets.
    """
    found = figure(methodology, node)
    in_hand = {rule.id for rule in methodology.rules if rule.in_hand or all_rules}
    units = {
        rule.id: rule.can / rule.datasets
        for dimension in found.dimensions
        for rule in dimension.rules
        if rule.datasets and rule.id in in_hand
    }
    return heapq.nsmallest(most, _costs(node, datasets, units), key=_most_cost)


def _most_cost(cost: Cost) -> tuple[float, str]:
    return -cost.points, cost.id


def _costs(
    node: Tally, datasets: Iterable[tuple[str, Tally]], units: dict[str, float]
) -> Iterator[Cost]:
    for name, tally in datasets:
        lost = {
            rule: unit * _lack(tally.rules[rule], node.rules[rule])
            for rule, unit in units.items()
            if rule in tally.rules
        }
        worst = sorted((rule for rule in lost if lost[rule] > 0), key=lost.__getitem__)
        yield Cost(name, sum(lost.values()), tuple(worst[:-4:-1]))


def _lack(own: Sum, node: Sum) -> float:
    """What a dataset lacks of what it can give; of pooled sums, its part of what all lack."""
    if not own.pooled:
        return own.datasets - own.micro / MICRO
    return node.pooled * (own.whole - own.part) / node.whole if node.whole else 0.0
