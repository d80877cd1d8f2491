"""Rows of a table that are in no file: what DataStore takes in and what it gives out.

A table is looked at once (:func:`survey_rows`), planned by a policy (:func:`plan_rows`), and any
batch of its rows is then masked by that plan, the same value always in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, Final, cast

import polars as pl
from ckanext.masking.domain.engine.masking import Masker
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.plan import ColumnPlan, plan
from ckanext.masking.domain.engine.report import tables
from ckanext.masking.domain.engine.survey import Survey, Surveyor
from ckanext.masking.domain.formats.base import Column, Columns
from ckanext.masking.domain.operators import REDACTED
from ckanext.masking.domain.operators.base import is_blank, mapped
from ckanext.masking.domain.policy.model import Policy, fold

TABLE: Final = "rows"
PLAIN: Final = frozenset({"_id"})
"""What DataStore adds to rows and says nothing of anybody."""
WHOLE: Final = 10**20
"""Below it a number that is whole is written with all its digits: those of a card are nineteen."""
Record = Mapping[str, Any]


def survey_rows(
    records: Sequence[Record],
    order: Order | None = None,
    columns: Iterable[str] = (),
    known: Survey | None = None,
) -> Survey:
    """What the columns of ``records`` hold; of ``columns`` too that no record has.

    ``known`` is what was found in other rows of the table: a column stays what it is there, and
    what its cells hold is added up.
    """
    before = known or Survey({})
    surveyor = Surveyor((order or Order()).detectors)
    names = _names(records, (*(c.name for c in before.reports), *columns))
    surveyor.add(_columns(records, names), len(records))
    return before.with_more(surveyor.survey())


def plan_rows(survey: Survey, policy: Policy, order: Order | None = None) -> RowsPlan:
    """The plan of a table. Raises ``Rejected`` when an operator lacks its keys."""
    return RowsPlan(plan(survey, policy, order or Order()), order or Order())


class RowsPlan:
    """Masks batches of rows of one table and counts the cells that changed."""

    def __init__(self, plans: Mapping[Column, ColumnPlan], order: Order) -> None:
        self.plans = {column.name: one for column, one in plans.items()}
        self._maskers = {
            name: Masker(one, order.detectors) for name, one in self.plans.items() if one.works
        }
        self._rows = 0

    def mask(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        """The rows as they may be seen, in their order, with the same keys.

        What does not change keeps its type; what does is text. Of a column that is not in the
        plan nothing is shown. Masks that need a whole column (``shuffle``) redact, for a batch is
        none, and so do those that have to count it first (``suppress``).
        """
        self._rows += len(records)
        names = _names(records, ())
        columns = {c.name: s for c, s in _columns(records, names).items()}
        rows = [dict(record) for record in records]
        for name, series in columns.items():
            if name in self.plans and name not in self._maskers:
                continue
            for row, before, after in zip(
                rows, series, self._masked(name, series, columns), strict=True
            ):
                if before != after:
                    row[name] = _typed(after, row[name])
        return rows

    def told(self) -> dict[str, Any]:
        """The table's part of a report: columns, findings, decisions, cells masked."""
        return tables(list(self.plans.values()), {TABLE: self._rows}, decided=True)[0]

    @property
    def review(self) -> bool:
        """Whether somebody has to look at a column."""
        return any(one.review for one in self.plans.values())

    def missing(self, records: Sequence[Record]) -> tuple[str, ...]:
        """Columns of ``records`` that the plan does not know: to be surveyed and planned."""
        return tuple(name for name in _names(records, ()) if name not in self.plans)

    def _masked(self, name: str, series: pl.Series, columns: Mapping[str, pl.Series]) -> pl.Series:
        if name not in self.plans:
            return mapped(series, lambda text: text if is_blank(text) else REDACTED)
        mask = self.plans[name].mask
        if mask is not None and mask.whole_column:
            return mapped(series, mask.apply)
        subjects = None
        if mask is not None and mask.subject_column is not None:
            wanted = fold(mask.subject_column)
            subjects = next((s for other, s in columns.items() if fold(other) == wanted), None)
        return self._maskers[name].mask(series, subjects)


def _names(records: Sequence[Record], more: Iterable[str]) -> list[str]:
    seen = dict.fromkeys(more) | dict.fromkeys(key for record in records for key in record)
    return [name for name in seen if name not in PLAIN]


def _columns(records: Sequence[Record], names: Sequence[str]) -> Columns:
    return {
        Column(TABLE, place, name): pl.Series(
            name, [text_of(record.get(name)) for record in records], dtype=pl.String
        )
        for place, name in enumerate(names)
    }


def text_of(value: object) -> str | None:
    """What a value of a record says: JSON for objects and lists, whole numbers without decimals."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | Decimal) and _whole(value):
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(_quoted(cast("object", value)), ensure_ascii=False)
    return str(value)


def _whole(value: float | Decimal) -> bool:
    finite = value.is_finite() if isinstance(value, Decimal) else isfinite(value)
    return finite and abs(value) < WHOLE and value == int(value)


def _quoted(value: object) -> Any:
    """An object or list with its numbers as text, so that one that is masked leaves it JSON."""
    if isinstance(value, dict):
        items = cast("dict[Any, object]", value).items()
        return {str(key): _quoted(one) for key, one in items}
    if isinstance(value, list):
        return [_quoted(one) for one in cast("list[object]", value)]
    return value if isinstance(value, bool) else text_of(value)


def _typed(text: str | None, before: object) -> Any:
    """A masked value: an object or list stays one where it still can, all else is text."""
    if text is not None and isinstance(before, dict | list):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
