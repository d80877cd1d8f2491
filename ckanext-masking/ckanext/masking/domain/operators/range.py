"""Generalise a number to the range it lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import ROUND_FLOOR, Context, Decimal, localcontext
from typing import Any, Final

from ckanext.masking.domain.operators._numbers import read_number
from ckanext.masking.domain.operators.base import OTHERWISE, Mask, Operator, Scope, otherwise
from ckanext.masking.domain.operators.parameter import Parameter
from govopen_common.problem import Problem

_EXACT: Final = Context(prec=120)


class RangeMask(Mask):
    """Writes ``[3000,5000)``: from 3000 on, under 5000; outside the bounds ``<0`` or ``>=9000``."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.step = Decimal(str(parameters["step"] or 0))
        self.bounds = [Decimal(str(bound)) for bound in parameters["bounds"] or ()]
        self.rest = otherwise(parameters)

    def one(self, value: str, subject: str | None) -> str | None:
        number = read_number(value)
        if number is None:
            return self.rest
        with localcontext(_EXACT):
            return self._range(number.value)

    def _range(self, value: Decimal) -> str:
        if self.step:
            low = (value / self.step).to_integral_value(ROUND_FLOOR) * self.step
            return f"[{_text(low)},{_text(low + self.step)})"
        place = bisect_right(self.bounds, value)
        if place == 0:
            return f"<{_text(self.bounds[0])}"
        if place == len(self.bounds):
            return f">={_text(self.bounds[-1])}"
        return f"[{_text(self.bounds[place - 1])},{_text(self.bounds[place])})"


class Range(Operator):
    name = "range"
    zh = "把数字概化为所在的区间"
    en = "Generalises a number to the range it lies in"
    parameters = {
        "step": Parameter(
            "number", "等距区间的宽度", "the width of equal ranges", None, 1e-9, 1e15
        ),
        "bounds": Parameter("numbers", "区间的分界", "where ranges begin and end"),
        "otherwise": OTHERWISE,
    }

    def check_together(self, parameters: Mapping[str, Any], field: str) -> Iterable[Problem]:
        if bool(parameters["step"]) == bool(parameters["bounds"]):
            zh, en = "step 与 bounds 请只写一个", "give either step or bounds, and not both"
            yield Problem(f"{field}.step", "parameter_either", zh, en)

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> RangeMask:
        return RangeMask(parameters)


def _text(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"
