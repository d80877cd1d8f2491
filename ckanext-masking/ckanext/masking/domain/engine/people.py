"""Whether a file is about people: places and small groups tell of somebody only then.

A list of schools has addresses, places on a map and few schools in a county; nobody is found by
them. In a list of patients the same columns point at somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.formats.base import APART, Column
from ckanext.masking.domain.policy.model import fold
from ckanext.masking.domain.scanning.report import ColumnReport

KINDS: Final = frozenset(
    {
        *("resident_id", "residence_permit", "permanent_residence", "passport", "travel_permit"),
        *("person_name", "birth_date", "bank_card"),
    }
)
"""Detectors whose finds stand for a person: of a telephone an office may be the owner."""
WORDS: Final = (
    *("性别", "年龄", "出生", "民族", "籍贯", "婚姻", "文化程度", "政治面貌", "宗教信仰", "户籍"),
    *("gender", "sex", "age", "birth", "ethnic", "marital"),
)
"""Words in headers that are said of people alone."""


def about_people(reports: Mapping[Column, ColumnReport]) -> bool:
    """Whether a column of a file stands for persons by its kind or by its header."""
    return any(
        column.kind not in APART and (_kind(report) or _named(column.name))
        for column, report in reports.items()
    )


def _kind(report: ColumnReport) -> bool:
    certain = report.certainty is not None and report.certainty > Certainty.SUSPECT
    return report.detector in KINDS and certain


def _named(name: str) -> bool:
    folded = fold(name)
    words = set(folded.replace("_", " ").replace("-", " ").split())
    return any(word in words if word.isascii() else word in folded for word in WORDS)
