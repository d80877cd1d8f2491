"""What every rule is given and how it is registered; reading values out of a dataset."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, cast

from ckanext.govopen.domain.vocabulary import Vocabulary
from govopen_common.problem import Problem

Dataset = Mapping[str, Any]
CHINA_TIME = timezone(timedelta(hours=8))  # the whole country keeps it, without summer time


@dataclass(frozen=True)
class RuleContext:
    """What rules may ask of the world. A question that is None is not asked.

    ``today`` is the date in China. ``title_taken`` gets department, title and the id
    of the dataset itself (or None). ``stored_resources`` counts files the dataset already has that
    are not listed in it.
    """

    today: date
    vocabulary: Callable[[str], Vocabulary]
    title_taken: Callable[[str, str, str | None], bool] | None = None
    similar_titles: Callable[[str, str], Iterable[str]] | None = None
    code_exists: Callable[[str], bool] | None = None
    division_exists: Callable[[str], bool] | None = None
    stored_resources: int = 0


Rule = Callable[[Dataset, RuleContext], Iterable[Problem]]
REGISTRY: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Register ``function`` as a rule of the catalogue."""
    REGISTRY.append(function)
    return function


def today_in_china() -> date:
    """The current date there, whatever zone the server is in."""
    return datetime.now(CHINA_TIME).date()


def text(row: Mapping[str, Any], field: str) -> str:
    """The value of ``field`` as stripped text; empty when absent."""
    value = row.get(field)
    return "" if value is None else str(value).strip()


def elements(dataset: Dataset) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The element rows of a dataset with their numbers from 0; blank rows are passed over."""
    for number, row in enumerate(_list(dataset, "elements")):
        if isinstance(row, Mapping) and any(cast("Mapping[str, Any]", row).values()):
            yield number, cast("Mapping[str, Any]", row)


def called(element: Mapping[str, Any], row: int) -> tuple[str, str]:
    """How messages speak of an element, in Chinese and English: by its name, or its number."""
    name = text(element, "name")
    if name:
        return f"数据元“{name[:40]}”", f"Element “{name[:40]}”"
    return f"第 {row + 1} 个数据元", f"Element {row + 1}"


def items(row: Mapping[str, Any], field: str) -> list[Any]:
    """What is not empty in a list value, also when that is stored as JSON text.

    A single text is a list of one.
    """
    return [one for one in _list(row, field) if one]


def _list(row: Mapping[str, Any], field: str) -> list[Any]:
    value = row.get(field)
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.startswith("[") else [value]
        except ValueError:
            value = [value]
    return cast("list[Any]", value) if isinstance(value, list) else []


def number(row: Mapping[str, Any], field: str) -> float | None:
    """The value of ``field`` as a number; None when absent, NaN when it is no finite number."""
    given = text(row, field)
    if not given:
        return None
    try:
        value = float(given)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def iso_date(given: str) -> date | None:
    """The day of ``YYYY-MM-DD`` or an ISO 8601 date and time; None when it is neither."""
    try:
        if len(given) == 10:
            return date.fromisoformat(given)
        return datetime.fromisoformat(given.replace("Z", "+00:00")).date()
    except ValueError:
        return None
