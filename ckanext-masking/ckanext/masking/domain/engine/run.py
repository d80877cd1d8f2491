"""A policy at work on one file: its plans, and its masks, block by block."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import partial

import polars as pl
from ckanext.masking.domain.engine.masking import Masker
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.plan import plan
from ckanext.masking.domain.engine.risk import FileRisk
from ckanext.masking.domain.engine.settled import settled
from ckanext.masking.domain.engine.survey import Survey, Surveyor, survey
from ckanext.masking.domain.formats.base import APART, Block, Column, Columns, Document
from ckanext.masking.domain.policy.model import Policy, fold


class UnforeseenError(Exception):
    """A row has more columns than the header said: the file has to be searched after all."""


class Run:
    """Decides on all columns, then masks the blocks that it is given in their order.

    ``found`` saves the search of the file. Raises ``HeldError``, and ``Rejected`` for missing keys.
    """

    def __init__(
        self,
        document: Document,
        policy: Policy,
        order: Order,
        pool: Executor,
        found: Survey | None = None,
    ) -> None:
        self._order, self._pool = order, pool
        settle = partial(settled, policy=policy, order=order)
        counting = Surveyor(order.detectors, settle) if found is None else None
        if counting is not None and _all_settled(document, counting):
            self._counting, self._found = counting, counting.survey()
        else:
            self._counting, self._found = None, found or survey(document, order, settle)
        self.plans = plan(self._found, policy, order)
        self._maskers = {
            column: Masker(one, order.detectors) for column, one in self.plans.items() if one.works
        }
        self.risk = FileRisk(self.plans, policy, order.detectors)
        self._show_whole(document)
        if policy.demand is not None and policy.demand.suppress:
            self._count_first(document)

    def change(self, block: Block) -> Columns:
        """The columns of a block that change.

        Raises ``UnforeseenError`` for a column that was not there when the plans were made.
        """
        columns = block.columns()
        if not columns.keys() <= self.plans.keys():
            raise UnforeseenError
        if self._counting is not None and block.aligned:
            self._counting.add(columns, block.rows)
        changed = self.risk.suppress(block, columns, self._masked(block, columns))
        self.risk.add(block, columns, changed)
        self._order.progress("write", block.rows)
        return changed

    def finish(self) -> Survey:
        """What was found, counted to the end."""
        if self._counting is not None:
            self._found = self._counting.survey()
            for column, report in self._found.reports.items():
                self.plans[column].report = report
        return self._found

    def _show_whole(self, document: Document) -> None:
        """Show columns to masks that must see them whole."""
        masks = {
            column: one.mask
            for column, one in self.plans.items()
            if one.mask is not None and one.mask.surveys
        }
        if not masks:
            return
        for block in document.blocks():
            for column, series in block.columns().items():
                if column in masks:
                    masks[column].survey(series.alias("cell"))
            self._order.progress("survey", block.rows)

    def _count_first(self, document: Document) -> None:
        """Learn which groups would be small, before anything is written."""
        for block in document.blocks():
            columns = block.columns()
            if not columns.keys() <= self.plans.keys():
                raise UnforeseenError
            self.risk.add(block, columns, self._masked(block, columns))
            self._order.progress("survey", block.rows)
        self.risk.settle()
        for one in self.plans.values():
            one.masked = 0

    def _masked(self, block: Block, columns: Columns) -> dict[Column, pl.Series]:
        wanted = [column for column in columns if column in self._maskers]

        def mask(column: Column) -> pl.Series:
            subjects = self._subjects(block, columns, column)
            return self._maskers[column].mask(columns[column], subjects)

        return dict(zip(wanted, self._pool.map(mask, wanted), strict=True))

    def _subjects(self, block: Block, columns: Columns, column: Column) -> pl.Series | None:
        mask = self.plans[column].mask
        if mask is None or mask.subject_column is None or not block.aligned:
            return None
        wanted = fold(mask.subject_column)
        return next((s for c, s in columns.items() if fold(c.name) == wanted), None)


def _all_settled(document: Document, surveyor: Surveyor) -> bool:
    """Whether the header tells what becomes of each column, so that no cell need be searched."""
    if not document.uniform:
        return False
    for block in document.blocks():
        columns = block.columns()
        if block.aligned:
            surveyor.add({c: series.clear() for c, series in columns.items()}, 0)
            break
        surveyor.add(columns, 0)
    found = surveyor.survey()
    cells = {column for column in found.reports if column.kind not in APART}
    return bool(cells) and cells <= found.settled
