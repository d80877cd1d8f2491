"""Generalise an address or a division code to its province, city or county."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.masking.domain.operators._regions import LEVELS, read_region
from ckanext.masking.domain.operators.base import OTHERWISE, Mask, Operator, Scope, otherwise
from ckanext.masking.domain.operators.parameter import Parameter


class RegionMask(Mask):
    """Writes ``贵州省贵阳市`` or ``520100``; never finer than asked, coarser where it must be.

    Of a county directly below a province, such as 仙桃, no city is left but the province.
    """

    def __init__(self, to: str, write: str, rest: str | None) -> None:
        self.to = LEVELS.index(to)  # pyright: ignore[reportArgumentType] - checked as a choice
        self.write = write
        self.rest = rest

    def one(self, value: str, subject: str | None) -> str | None:
        path = [one for one in read_region(value) if LEVELS.index(one.level) <= self.to]
        if not path:
            return self.rest
        return path[-1].code if self.write == "code" else "".join(one.name for one in path)


class RegionOperator(Operator):
    name = "region"
    zh = "把地址或行政区划代码概化到省、市或县"
    en = "Generalises an address or a division code to its province, city or county"
    parameters = {
        "to": Parameter(
            "choice", "概化到哪一级", "how much of it is left", None, choices=LEVELS, required=True
        ),
        "write": Parameter(
            "choice", "写成名称还是代码", "as names or as a code", "name", choices=("name", "code")
        ),
        "otherwise": OTHERWISE,
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> RegionMask:
        return RegionMask(parameters["to"], parameters["write"], otherwise(parameters))
