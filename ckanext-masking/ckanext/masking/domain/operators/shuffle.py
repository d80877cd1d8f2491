"""Shuffle a column's values among its rows, block by block, in an order that the key gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import polars as pl
from ckanext.masking.domain.keys import Key
from ckanext.masking.domain.operators._digest import encoded, hmac_sha256
from ckanext.masking.domain.operators.base import REDACTED, Mask, Operator, Scope, is_blank
from ckanext.masking.domain.operators.parameter import Parameter

LEAST: Final = 20
"""Rows among which values are mixed at least: the k of public release (GB/T 42460-2023)."""


class ShuffleMask(Mask):
    """Permutes the values of each block; blank and null ones stay where they are.

    A column that comes in batches is shuffled within each, so memory stays bounded. The order
    follows from the key and the block's values, so the same block always gives the same result.
    A batch with fewer than twenty values, and a value on its own, is redacted. The values
    themselves stay readable: for columns that identify nobody by themselves.
    """

    whole_column: ClassVar[bool] = True

    def __init__(self, key: Key, block: int) -> None:
        self.key_id = key.id
        self.block = block
        self._digest = hmac_sha256(key)

    def one(self, value: str, subject: str | None) -> str:
        return REDACTED

    def series(self, series: pl.Series, subjects: pl.Series | None = None) -> pl.Series:
        values: list[str | None] = series.to_list()
        places = [n for n, value in enumerate(values) if not is_blank(value)]
        if len(places) < LEAST:
            return super().series(series)
        parts = -(-len(places) // self.block)
        for part in range(parts):
            start, end = len(places) * part // parts, len(places) * (part + 1) // parts
            self._permute(values, places[start:end])
        return pl.Series(series.name, values, dtype=pl.String)

    def _permute(self, values: list[str | None], places: list[int]) -> None:
        old = [values[place] or "" for place in places]
        seed = self._digest(b"".join(len(one).to_bytes(4, "big") + encoded(one) for one in old))
        order = sorted(range(len(old)), key=lambda n: self._digest(seed + n.to_bytes(4, "big")))
        for place, source in zip(places, order, strict=True):
            values[place] = old[source]


class Shuffle(Operator):
    name = "shuffle"
    zh = "在列内打乱各行的值（按密钥，分块进行）；值本身不变，不足 20 个值时遮盖"
    en = "Mixes the values of a column among its rows, by a key; under 20 values are redacted"
    keyed = True
    whole_table = True
    parameters = {
        "block": Parameter(
            "integer", "每块多少个值", "values mixed with each other", 10_000, 2 * LEAST, 100_000
        ),
    }

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> ShuffleMask:
        return ShuffleMask(self.key(scope, "column"), parameters["block"])
