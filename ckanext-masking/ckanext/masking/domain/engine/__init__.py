"""Scans a file, masks it by a policy, and checks a policy: what the command line and jobs call."""

from __future__ import annotations

from ckanext.masking.domain.engine.applying import apply_file
from ckanext.masking.domain.engine.checking import check_policy
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.engine.report import FileReport
from ckanext.masking.domain.engine.rows import RowsPlan, plan_rows, survey_rows
from ckanext.masking.domain.engine.scanning import scan_file, survey_file
from ckanext.masking.domain.engine.stored import restored, stored
from ckanext.masking.domain.engine.survey import Survey

__all__ = [
    "FileReport",
    "Order",
    "RowsPlan",
    "Survey",
    "apply_file",
    "check_policy",
    "plan_rows",
    "restored",
    "scan_file",
    "stored",
    "survey_file",
    "survey_rows",
]
