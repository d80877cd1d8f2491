"""Bounded noise on numbers, derived from a key, so that asking again tells nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Context, Decimal, localcontext
from typing import Any, Final

from ckanext.masking.domain.keys import Key
from ckanext.masking.domain.operators._digest import encoded, hmac_sha256
from ckanext.masking.domain.operators._normal import normal
from ckanext.masking.domain.operators._numbers import Number, read_number
from ckanext.masking.domain.operators.base import (
    OTHERWISE,
    Mask,
    Operator,
    Scope,
    is_blank,
    otherwise,
)
from ckanext.masking.domain.operators.parameter import Parameter
from govopen_common.problem import Problem

_HALF: Final = 1 << 63
_EXACT: Final = Context(prec=120)


class NoiseMask(Mask):
    """Adds noise between minus and plus the bound, never none at all.

    The noise follows from the subject where one is given, so a subject's many values cannot be
    averaged, and from the value itself otherwise. A number keeps its decimals, and the bound is
    never under one in their last place; a number from 0 on does not become negative.
    """

    def __init__(self, key: Key, parameters: Mapping[str, Any]) -> None:
        self.key_id = key.id
        self.subject_column = parameters["subject"] or None
        self.amount = _decimal(parameters["amount"])
        self.percent = _decimal(parameters["percent"])
        self.otherwise = otherwise(parameters)
        self._digest = hmac_sha256(key)

    def one(self, value: str, subject: str | None) -> str | None:
        number = read_number(value)
        if number is None or (self.subject_column and is_blank(subject)):
            return self.otherwise
        with localcontext(_EXACT):
            return number.write(self._noisy(number, subject if self.subject_column else None))

    def bound(self, number: Number) -> Decimal:
        """The most by which ``number`` is changed."""
        wide = self.amount if self.amount else abs(number.value) * self.percent / 100
        return max(wide.quantize(number.unit, ROUND_DOWN), number.unit)

    def _noisy(self, number: Number, subject: str | None) -> Decimal:
        message = f"v{number.value.normalize()}" if subject is None else f"s{normal(subject)}"
        drawn = int.from_bytes(self._digest(encoded(message))[:8], "big")
        share = Decimal(drawn - _HALF) / _HALF
        noise = (share * self.bound(number)).quantize(number.unit, ROUND_DOWN)
        if not noise:
            noise = number.unit.copy_sign(share)
        if number.value >= 0 and number.value + noise < 0:
            noise = -noise
        return number.value + noise


class Noise(Operator):
    name = "noise"
    zh = "给数字加上有界的噪声；同一个值（或同一主体）每次得到的噪声相同"
    en = "Adds bounded noise to a number, the same each time for one value or one subject"
    keyed = True
    parameters = {
        "amount": Parameter("number", "最大的增减量", "the most it may change", None, 1e-9, 1e15),
        "percent": Parameter(
            "number", "最大的增减百分比", "the most it may change, in per cent", None, 0.01, 100
        ),
        "subject": Parameter(
            "text", "主体所在的列名；留空按值计算", "the column that names the subject", ""
        ),
        "otherwise": OTHERWISE,
    }

    def check_together(self, parameters: Mapping[str, Any], field: str) -> Iterable[Problem]:
        if bool(parameters["amount"]) == bool(parameters["percent"]):
            zh, en = "amount 与 percent 请只写一个", "give either amount or percent, and not both"
            yield Problem(f"{field}.amount", "parameter_either", zh, en)

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> NoiseMask:
        return NoiseMask(self.key(scope, "column"), parameters)


def _decimal(given: float | None) -> Decimal:
    return Decimal(str(given or 0))
