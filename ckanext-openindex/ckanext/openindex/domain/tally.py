"""What datasets add up to, in whole numbers: the same sums whatever the order of adding.

A value is kept in millionths, so that taking a dataset's old contribution away and adding its new
one leaves exactly what a computation from scratch gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

MICRO: Final = 1_000_000
TOTALS: Final = (
    *("resources", "records", "bytes", "views_30", "downloads_30", "api_calls_30"),
    *("unconditional", "conditional", "closed"),
)  # fmt: skip
"""Plain sums that pages show beside the scores; views, downloads and calls of 30 days."""


@dataclass(slots=True)
class Sum:
    """Over the datasets to which an indicator applies: their number, and their values' sum.

    ``pooled``: those of them that gave a part and a whole, which are summed instead.
    """

    datasets: int = 0
    micro: int = 0
    pooled: int = 0
    part: int = 0
    whole: int = 0

    @property
    def value(self) -> float | None:
        """From 0 to 1: parts over wholes where they were given, the mean elsewhere."""
        if not self.datasets:
            return None
        if not self.pooled:
            return self.micro / (self.datasets * MICRO)
        pooled = self.part / self.whole if self.whole else 0.0
        return (self.micro / MICRO + pooled * self.pooled) / self.datasets


def _sums() -> dict[str, Sum]:
    return {}


def _counts() -> dict[str, int]:
    return {}


@dataclass(slots=True)
class Tally:
    """Sums over ``datasets`` datasets: by indicator, by dimension (to how many it applies), by
    band (how many are in it), and plain totals. A dataset's contribution is a tally of one."""

    datasets: int = 0
    rules: dict[str, Sum] = field(default_factory=_sums)
    dimensions: dict[str, int] = field(default_factory=_counts)
    bands: dict[str, int] = field(default_factory=_counts)
    totals: dict[str, int] = field(default_factory=_counts)

    def add(self, other: Tally, times: int = 1) -> None:
        """Add ``other``; ``times`` -1 takes it away."""
        self.datasets += times * other.datasets
        for name, more in other.rules.items():
            mine = self.rules.get(name)
            if mine is None:
                mine = self.rules[name] = Sum()
            mine.datasets += times * more.datasets
            mine.micro += times * more.micro
            mine.pooled += times * more.pooled
            mine.part += times * more.part
            mine.whole += times * more.whole
        for mine_, more_ in (
            (self.dimensions, other.dimensions),
            (self.bands, other.bands),
            (self.totals, other.totals),
        ):
            for name, count in more_.items():
                mine_[name] = mine_.get(name, 0) + times * count

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, with nothing in it that is 0: equal tallies have equal forms."""
        return {
            "datasets": self.datasets,
            "rules": {
                name: [one.datasets, one.micro, one.pooled, one.part, one.whole]
                if one.pooled
                else [one.datasets, one.micro]
                for name, one in sorted(self.rules.items())
                if one.datasets
            },
            "dimensions": _plain(self.dimensions),
            "bands": _plain(self.bands),
            "totals": _plain(self.totals),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Tally:
        """The tally that ``as_dict`` wrote."""
        return cls(
            data["datasets"],
            {name: Sum(*numbers) for name, numbers in data["rules"].items()},
            dict(data["dimensions"]),
            dict(data["bands"]),
            dict(data["totals"]),
        )


def _plain(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}
