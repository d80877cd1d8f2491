"""How alike two datasets are, to propose that they are the same one in two catalogues.

The measure is our own: the title's pairs of characters (Dice's coefficient), the elements the two
share (Jaccard's index), and whether one department provides both. It proposes; people decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ckanext.govopen.domain.text import fold

TITLE_WEIGHT, ELEMENT_WEIGHT, PROVIDER_WEIGHT = 0.6, 0.3, 0.1
THRESHOLD = 0.75
MIN_TITLE = 0.6  # below it, equal columns alone make no duplicate: many lists have name and address


@dataclass(frozen=True)
class Entry:
    """What a comparison needs of a dataset; ``elements`` are element codes."""

    id: str
    title: str
    provider: str = ""
    elements: frozenset[str] = frozenset()

    @cached_property
    def pairs(self) -> Counter[str]:
        """Overlapping pairs of characters of the folded title, with how often each occurs."""
        plain = fold(self.title)
        return Counter(plain[n : n + 2] for n in range(max(len(plain) - 1, 1)))


def likeness(one: Entry, other: Entry) -> float:
    """From 0 to 1. Without elements on either side their weight falls to the title."""
    title = _dice(one.pairs, other.pairs)
    if title < MIN_TITLE:
        return 0.0
    provider = PROVIDER_WEIGHT * (bool(one.provider) and one.provider == other.provider)
    if not one.elements or not other.elements:
        return (TITLE_WEIGHT + ELEMENT_WEIGHT) * title + provider
    shared = len(one.elements & other.elements) / len(one.elements | other.elements)
    return TITLE_WEIGHT * title + ELEMENT_WEIGHT * shared + provider


class Titles:
    """Entries of one catalogue, to be asked which titles resemble another."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self._with: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for pair in entry.pairs:
                self._with.setdefault(pair, []).append(entry.id)

    def near(self, entry: Entry, limit: int = 5) -> list[Entry]:
        """At most ``limit`` other entries whose titles reach ``MIN_TITLE``, nearest first."""
        shared: Counter[str] = Counter()
        for pair in entry.pairs:
            shared.update(self._with.get(pair, ()))
        # Dice's coefficient cannot reach the minimum with fewer pairs in common than this.
        enough = MIN_TITLE / 2 * len(entry.pairs)
        others = [self.entries[one] for one, n in shared.items() if one != entry.id and n >= enough]
        rated = [(_dice(entry.pairs, other.pairs), other.id) for other in others]
        rated.sort(key=lambda each: (-each[0], each[1]))
        return [self.entries[one] for score, one in rated[:limit] if score >= MIN_TITLE]


def best(entry: Entry, others: Iterable[Entry]) -> tuple[str, float] | None:
    """Id and likeness of the most similar of ``others``, when it reaches the threshold."""
    rated = sorted(((likeness(entry, other), other.id) for other in others), reverse=True)
    return (rated[0][1], rated[0][0]) if rated and rated[0][0] >= THRESHOLD else None


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
