"""Scans a file and changes nothing."""

from __future__ import annotations

from pathlib import Path

from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.plan import plan
from ckanext.masking.domain.engine.report import FileReport, describe, tables
from ckanext.masking.domain.engine.survey import Survey, survey
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import HeldError
from ckanext.masking.domain.policy.model import CLEAR, Policy

_NOTHING = Policy("none", "0", "只扫描", "Scan only", (), CLEAR, CLEAR)


def survey_file(path: Path, order: Order | None = None) -> Survey:
    """What is in the columns of a file, for ``apply_file`` to go by.

    Raises ``HeldError`` for what is not understood and ``OSError`` when it cannot be read.
    """
    wanted = order or Order()
    return survey(open_document(path, wanted.limits)[1], wanted)


def scan_file(path: Path, order: Order | None = None) -> FileReport:
    """What is in the columns of a file. Raises ``OSError`` when it cannot be read.

    The report has the survey, with which ``apply_file`` need not look at the file again.
    """
    wanted = order or Order()
    try:
        one, document = open_document(path, wanted.limits)
        found = survey(document, wanted)
    except HeldError as error:
        return FileReport(held=error.held)
    plans = list(plan(found, _NOTHING, wanted).values())
    told = describe(document, one.name) | {"tables": tables(plans, found.rows, decided=False)}
    return FileReport(told, None, any(p.suspect for p in plans), found)
