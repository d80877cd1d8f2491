"""Shift dates by as many days as the key says for each subject, so that intervals stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ckanext.masking.domain.keys import Key
from ckanext.masking.domain.operators._dates import read_date
from ckanext.masking.domain.operators._digest import encoded, hmac_sha256
from ckanext.masking.domain.operators._normal import normal
from ckanext.masking.domain.operators._pseudonym import LINK
from ckanext.masking.domain.operators.base import (
    OTHERWISE,
    Mask,
    Operator,
    Scope,
    is_blank,
    otherwise,
)
from ckanext.masking.domain.operators.parameter import Parameter


class DateShiftMask(Mask):
    """Moves all dates of a subject by one number of days, back or forth, never by none.

    The time of day and the way a date is written stay. A date whose subject is not known is
    redacted: there would be one shift for all, and one known date would give them away.
    """

    def __init__(self, key: Key, parameters: Mapping[str, Any]) -> None:
        self.key_id = key.id
        self.subject_column = parameters["subject"]
        self.days: int = parameters["days"]
        self.rest = otherwise(parameters)
        self._digest = hmac_sha256(key)

    def one(self, value: str, subject: str | None) -> str | None:
        written = read_date(value)
        if written is None or subject is None or is_blank(subject):
            return self.rest
        try:
            return written.write(written.day + timedelta(days=self.shift(subject)))
        except OverflowError:
            return self.rest

    def shift(self, subject: str) -> int:
        """The days by which this subject's dates move: from -days to days, without 0."""
        drawn = int.from_bytes(self._digest(encoded(normal(subject)))[:8], "big")
        number = drawn % (2 * self.days)
        return number - self.days if number < self.days else number - self.days + 1


class DateShift(Operator):
    name = "date_shift"
    zh = "按主体平移日期：同一主体的日期移动相同的天数，间隔不变"
    en = "Moves the dates of each subject by the same number of days, so that intervals stay"
    keyed = True
    parameters = {
        "subject": Parameter(
            "text",
            "主体所在的列名，如身份证号列",
            "the column that names the subject",
            required=True,
        ),
        "days": Parameter("integer", "最多移动几天", "the most days it moves", 180, 7, 3650),
        "link": LINK,
        "otherwise": OTHERWISE,
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> DateShiftMask:
        return DateShiftMask(self.key(scope, parameters["link"]), parameters)
