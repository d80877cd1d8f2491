"""A methodology: dimensions of weighted indicators, bands, and how figures roll up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

Unit = Literal["department", "county", "city", "province"]
Of = Literal["dataset", "department", "county", "city"]
UNITS: Final[tuple[Unit, ...]] = ("department", "county", "city", "province")
"""What datasets roll up to, from the bottom. Towns count with their county."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of the interface."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in ``lang``: Chinese for any ``zh`` locale, English otherwise."""
        return self.zh if lang.lower().startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Rule:
    """An indicator in a dimension: the ``name`` of the indicator, its weight in percent of the
    dimension, its parameters (all of them), and what the public is told of it. ``in_hand``:
    whether its department can raise it by its own work, so that advice names it."""

    id: str
    name: str
    weight: float
    title: Text
    about: Text
    gain: Text
    given: Mapping[str, Any]
    in_hand: bool = True


@dataclass(frozen=True, slots=True)
class Dimension:
    """Indicators that measure one thing; ``weight`` in percent of the whole score."""

    id: str
    weight: float
    title: Text
    about: Text
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Scores of at least ``least`` (0 to 100), up to the next band."""

    id: str
    least: float
    title: Text


@dataclass(frozen=True, slots=True)
class Level:
    """How the nodes of a level come by their figures.

    ``of`` ``dataset``: from all datasets of the node and below, each counting the same. Else the
    level below: from the nodes directly below it, its own departments among them, each counting
    the same whatever its size.
    """

    unit: Unit
    of: Of
    title: Text


@dataclass(frozen=True, slots=True)
class Methodology:
    """One version. ``digest``: SHA-256 of the text it was read from, in hex."""

    version: str
    title: Text
    about: Text
    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]
    levels: tuple[Level, ...]
    digest: str = ""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The indicators of all dimensions, in order."""
        return tuple(rule for dimension in self.dimensions for rule in dimension.rules)

    def band(self, score: float | None) -> Band | None:
        """The band of a ``score`` from 0 to 100; None without a score."""
        if score is None:
            return None
        return next((band for band in self.bands if score >= band.least), self.bands[-1])

    def level(self, unit: Unit) -> Level:
        """The rule of the level ``unit``."""
        return next(level for level in self.levels if level.unit == unit)

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy."""
        return asdict(self)
