"""Masks a file by a policy: looks at all of it, decides, and writes the result whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path

import polars as pl
from ckanext.masking.domain.engine.atomic import whole_file
from ckanext.masking.domain.engine.masking import Masker
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.plan import ColumnPlan, plan
from ckanext.masking.domain.engine.report import FileReport, describe, tables
from ckanext.masking.domain.engine.risk import FileRisk
from ckanext.masking.domain.engine.survey import Survey, survey
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import Block, Column, Columns, Document, HeldError
from ckanext.masking.domain.policy.model import Policy, fold
from ckanext.masking.domain.together import workers
from govopen_common.problem import Problem, Rejected


def apply_file(
    path: Path,
    out: Path,
    policy: Policy,
    order: Order | None = None,
    found: Survey | None = None,
) -> FileReport:
    """Masks ``path`` by ``policy`` into ``out``, which is there complete or not at all.

    ``found`` is what a scan of this very file found: it is then read once instead of twice.

    Raises ``Rejected`` when the policy needs keys that ``order`` lacks, or both are the same file,
    and ``OSError`` when a file cannot be read or written.
    """
    wanted = order or Order()
    if out.exists() and out.samefile(path):
        zh, en = "结果不能覆盖原文件，请另取文件名", "the result needs a name other than the file's"
        raise Rejected(Problem("out", "same_file", zh, en))
    try:
        before = _identity(path)
        one, document = open_document(path, wanted.limits)
        known = survey(document, wanted) if found is None else found
        plans = plan(known, policy, wanted)
        with workers() as pool, whole_file(out) as file:
            run = _Run(plans, policy, wanted, pool)
            run.survey(document)
            document.write(file, run.change)
            if _identity(path) != before:
                zh = "处理期间文件被改动，请重新提交"
                raise HeldError("changed", zh, "the file changed meanwhile; hand it in again")
    except HeldError as error:
        return FileReport(held=error.held)
    return _report(document, one.name, known, run, policy)


class _Run:
    """The plans at work, block by block."""

    def __init__(
        self,
        plans: Mapping[Column, ColumnPlan],
        policy: Policy,
        order: Order,
        pool: Executor,
    ) -> None:
        self.plans, self._order, self._pool = plans, order, pool
        self.risk = FileRisk(plans, policy, order.detectors)
        self._maskers = {
            column: Masker(one, order.detectors) for column, one in plans.items() if one.works
        }

    def survey(self, document: Document) -> None:
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

    def change(self, block: Block) -> Columns:
        """The columns of a block that change."""
        columns = block.columns()
        wanted = [column for column in columns if column in self._maskers]

        def mask(column: Column) -> pl.Series:
            subjects = self._subjects(block, columns, column)
            return self._maskers[column].mask(columns[column], subjects)

        changed = dict(zip(wanted, self._pool.map(mask, wanted), strict=True))
        self.risk.add(block, columns, changed)
        self._order.progress("write", block.rows)
        return changed

    def _subjects(self, block: Block, columns: Columns, column: Column) -> pl.Series | None:
        mask = self.plans[column].mask
        if mask is None or mask.subject_column is None or not block.aligned:
            return None
        wanted = fold(mask.subject_column)
        return next((s for c, s in columns.items() if fold(c.name) == wanted), None)


def _identity(path: Path) -> tuple[int, int, int]:
    status = os.stat(path)
    return status.st_ino, status.st_size, status.st_mtime_ns


def _report(document: Document, name: str, found: Survey, run: _Run, policy: Policy) -> FileReport:
    plans = list(run.plans.values())
    told = describe(document, name)
    told["policy"] = {"name": policy.name, "version": policy.version}
    told["keys"] = sorted({p.mask.key_id for p in plans if p.mask and p.mask.key_id})
    told["tables"] = tables(plans, found.rows, decided=True)
    for table, raw in zip(
        told["tables"], dict.fromkeys(p.column.table for p in plans), strict=True
    ):
        table["risk"] = run.risk.as_dict(raw)
    needs = any(p.review for p in plans) or run.risk.missed()
    return FileReport(told, None, needs, found)
