"""The risk of a file's tables before and after masking, counted while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.engine.anonymity import Seen, suppressed, suppression_of
from ckanext.masking.domain.engine.names import label
from ckanext.masking.domain.engine.people import about_people
from ckanext.masking.domain.engine.plan import ColumnPlan
from ckanext.masking.domain.finding import Sensitivity
from ckanext.masking.domain.formats.base import Block, Column, Columns, Kind
from ckanext.masking.domain.policy.model import Policy, fold
from ckanext.masking.domain.risk.model import MODELS, grade_of
from ckanext.masking.domain.risk.quasi import propose
from ckanext.masking.domain.risk.suppression import Suppression
from ckanext.masking.domain.risk.survey import Survey
from govopen_common.problem import Rejected


@dataclass
class TableRisk:
    """The two surveys of one table; ``reason`` says why nothing was counted."""

    columns: tuple[Column, ...]
    sensitive: tuple[Column, ...]
    before: Survey
    after: Survey
    seen: Seen | None = None
    reason: str = ""
    suppression: Suppression | None = None

    def add(self, block: Columns, changed: Columns) -> None:
        """Count the rows of a block, as they came and as they leave."""
        if self.reason:
            return
        wanted = (*self.columns, *self.sensitive)
        raw = {_key(c): block[c] for c in wanted if c in block}
        if len(raw) < len(set(wanted)):
            self.reason = "columns_differ"
            return
        new = pl.DataFrame({_key(c): changed.get(c, block[c]) for c in wanted})
        try:
            self.before.add(pl.DataFrame(raw))
            self.after.add(new)
        except Rejected:
            self.reason = "too_many_groups"
        if self.seen is not None and self.columns:
            self.seen.add(new.select(self.seen.columns))

    def settle(self, k: int) -> None:
        """After a first count of the whole table: begin anew, and suppress small groups."""
        if not self.reason and self.columns:
            self.suppression = suppression_of(self.after, k)
        self.before, self.after = self.before.anew(), self.after.anew()
        self.seen = None if self.seen is None else Seen(self.seen.columns)


class FileRisk:
    """The risk of all tables of a file."""

    def __init__(
        self, plans: Mapping[Column, ColumnPlan], policy: Policy, detectors: Registry
    ) -> None:
        self._plans, self._policy, self._detectors = plans, policy, detectors
        tables = dict.fromkeys(c.table for c in plans if c.kind is Kind.CELLS)
        self._tables = {name: self._table(name) for name in tables}

    def add(self, block: Block, columns: Columns, changed: Columns) -> None:
        """Count a block. Of values that are in no rows, as in JSON, the risk is not known."""
        if not block.aligned or not columns:
            for column in columns:
                if column.kind is Kind.CELLS:
                    self._tables[column.table].reason = "no_table"
            return
        self._tables[next(iter(columns)).table].add(columns, changed)

    def suppress(self, block: Block, columns: Columns, changed: Columns) -> Columns:
        """``changed`` with small groups suppressed, where the policy asks for it."""
        found = self._tables.get(next(iter(columns)).table) if columns and block.aligned else None
        if found is None or found.suppression is None:
            return changed
        if not columns.keys() >= set(found.columns):
            return changed
        texts = {c: changed.get(c, columns[c]) for c in found.columns}
        return {**changed, **suppressed(found.suppression, found.columns, texts)}

    def settle(self) -> None:
        """The tables were counted once as they would leave: now they are to be written."""
        if self._policy.demand is not None:
            for table in self._tables.values():
                table.settle(self._policy.demand.k)

    def as_dict(self, table: str) -> dict[str, Any] | None:
        """What was counted of one table; None when there are no quasi-identifiers."""
        found = self._tables.get(table)
        if found is None or not found.columns:
            return None
        names = [label(self._plans[c]) for c in found.columns]
        if found.reason:
            return {"quasi_identifiers": names, "not_counted": found.reason}
        before, after = found.before.risk(), found.after.risk()
        told: dict[str, Any] = {
            "quasi_identifiers": names,
            "before": _counts(before.as_dict()),
            "after": _counts(after.as_dict()),
        }
        demand, model = self._policy.demand, MODELS.get(self._policy.model)
        if demand is not None:
            told["demand"] = {
                "k": demand.k,
                "reached": (after.k is None or after.k >= demand.k)
                and all(n >= demand.l for n in after.l.values()),
            }
            if found.suppression is not None:
                told["suppressed"] = {"rows": found.suppression.rows}
            if not told["demand"]["reached"] and found.seen is not None:
                labels = {_key(c): label(self._plans[c]) for c in found.columns}
                told["proposal"] = found.seen.proposal(demand.k, labels)
        if model is not None:
            grade = grade_of(model, direct=self._direct(table), quasi=True, k=after.k)
            told["grade"] = {"number": grade.number, "zh": grade.zh, "en": grade.en}
            told["source"] = grade.source
        return told

    def missed(self) -> bool:
        """Whether a table falls short of what the policy demands, or could not be counted."""
        told = [self.as_dict(table) for table in self._tables]
        if self._policy.demand is None:
            return False
        return any(t and not t.get("demand", {}).get("reached", False) for t in told)

    def _table(self, table: str) -> TableRisk:
        cells = [c for c in self._plans if c.table == table and c.kind is Kind.CELLS]
        demand = self._policy.demand
        if demand is not None and demand.quasi_identifiers:
            columns = _named(cells, demand.quasi_identifiers)
        elif not about_people({column: plan.report for column, plan in self._plans.items()}):
            columns = ()
        else:
            kinds = {_key(c): self._plans[c].report.detector for c in cells}
            by_name = {c.name + "\0" + _key(c): kinds[_key(c)] for c in cells}
            proposed = {name.rpartition("\0")[2] for name in propose(by_name)}
            columns = tuple(c for c in cells if _key(c) in proposed)
        sensitive = _named(cells, demand.sensitive) if demand is not None else ()
        keys, more = [_key(c) for c in columns], [_key(c) for c in sensitive]
        seen = Seen(tuple(keys)) if demand is not None else None
        return TableRisk(columns, sensitive, Survey(keys, more), Survey(keys, more), seen)

    def _direct(self, table: str) -> bool:
        """Whether a column of direct identifiers is left as it was."""
        return any(
            plan.report.detector is not None
            and plan.report.detector in self._detectors
            and self._detectors[plan.report.detector].sensitivity is Sensitivity.DIRECT
            and not plan.whole.masks
            for column, plan in self._plans.items()
            if column.table == table
        )


def _named(cells: list[Column], names: tuple[str, ...]) -> tuple[Column, ...]:
    wanted = {fold(name) for name in names}
    return tuple(c for c in cells if fold(c.name) in wanted)


def _key(column: Column) -> str:
    """A name that no two columns of a table share."""
    return str(column.place)


def _counts(risk: dict[str, Any]) -> dict[str, Any]:
    return {name: n for name, n in risk.items() if name not in ("quasi_identifiers", "l")}
