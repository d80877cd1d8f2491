"""Masks a file by a policy: looks at all of it, decides, and writes the result whole."""

from __future__ import annotations

import os
from pathlib import Path

from ckanext.masking.domain.engine.atomic import whole_file
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.report import FileReport, describe, tables
from ckanext.masking.domain.engine.run import Run, UnforeseenError
from ckanext.masking.domain.engine.survey import Survey, survey
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import Document, HeldError
from ckanext.masking.domain.policy.model import Policy
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

    ``found`` is what a scan of this very file found: it is then read once instead of twice. So is
    a table of text all of whose columns are settled (``settled.settled``).

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
        with workers() as pool:
            try:
                run = _write(document, out, Run(document, policy, wanted, pool, found), before)
            except UnforeseenError:
                searched = survey(document, wanted)
                run = _write(document, out, Run(document, policy, wanted, pool, searched), before)
    except HeldError as error:
        return FileReport(held=error.held)
    return _report(document, one.name, run, policy)


def _write(document: Document, out: Path, run: Run, before: tuple[int, int, int]) -> Run:
    """Write the result, of a file that must not have changed since ``before``."""
    with whole_file(out) as file:
        document.write(file, run.change)
        if _identity(document.path) != before:
            zh = "处理期间文件被改动，请重新提交"
            raise HeldError("changed", zh, "the file changed meanwhile; hand it in again")
    return run


def _identity(path: Path) -> tuple[int, int, int]:
    status = os.stat(path)
    return status.st_ino, status.st_size, status.st_mtime_ns


def _report(document: Document, name: str, run: Run, policy: Policy) -> FileReport:
    found = run.finish()
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
