"""The figures of a report, in one language, ready to be set in any form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .period import Period


@dataclass(frozen=True, slots=True)
class Moment:
    """A figure at the end of ``day``: score from 0 to 100 or None, title and colour of its band,
    and values of dimensions from 0 to 1 by id."""

    day: date
    score: float | None
    band: str
    colour: str
    datasets: int
    values: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension: its title, and its value from 0 to 1 at both ends of the period."""

    title: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator as it is now: ``points`` of the score of those it ``can`` give, and ``gain``,
    how to gain more, empty where there is nothing to gain."""

    title: str
    dimension: str
    value: float | None
    datasets: int
    points: float
    can: float
    gain: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as it is now; ``cost`` in points, with the titles of what makes up ``most``."""

    title: str
    name: str
    score: float | None
    band: str
    cost: float | None = None
    most: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What is handed over. ``before`` is None where history does not reach to the beginning;
    ``as_of`` is the day of the present figures, empty when there are none any more."""

    lang: str
    title: str
    site: str
    level: str
    version: str
    period: Period
    made: date
    before: Moment | None
    after: Moment
    as_of: str
    dimensions: Sequence[Dimension]
    indicators: Sequence[Indicator]
    best: Sequence[Dataset]
    costly: Sequence[Dataset]
    days: Sequence[tuple[date, float | None]]

    @property
    def change(self) -> float | None:
        """How much more the score is at the end than at the beginning."""
        if self.before is None or self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score

    @property
    def name(self) -> str:
        """The period by its name."""
        return self.period.zh if self.lang == "zh" else self.period.en
