"""Pseudonyms: what the HMAC operators have in common."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl
from ckanext.masking.domain.keys import LINKS, Key
from ckanext.masking.domain.operators._digest import Digest, encoded
from ckanext.masking.domain.operators._normal import normal, normal_series
from ckanext.masking.domain.operators.base import Mask, Operator, Scope, not_blank
from ckanext.masking.domain.operators.parameter import Parameter
from govopen_common.problem import Problem

LEAST_LENGTH: Final = 16
"""64 bits: among a million values two collide once in 37 million columns (birthday bound)."""
_PREFIX: Final = re.compile(r"[A-Za-z]?")

LINK: Final = Parameter(
    "choice",
    "相同的值在多大范围内得到相同的结果：本列、本数据集、所有数据集",
    "how far equal values give equal results: the column, the dataset, everywhere",
    "dataset",
    choices=LINKS,
)


class PseudonymMask(Mask):
    """Writes a prefix letter and the first hexadecimal digits of the keyed digest of a value."""

    def __init__(self, digest: Digest, key_id: str, parameters: Mapping[str, Any]) -> None:
        self.key_id = key_id
        self.prefix: str = parameters["prefix"]
        self.length: int = parameters["length"]
        self.exact: bool = parameters["exact"]
        self._digest = digest

    def one(self, value: str, subject: str | None) -> str:
        text = value if self.exact else normal(value)
        return self.prefix + self._digest(encoded(text)).hex()[: self.length]

    def series(self, series: pl.Series, subjects: pl.Series | None = None) -> pl.Series:
        expr = self.expr(series.name)
        if expr is not None:
            return series.to_frame().select(expr).to_series()
        distinct = series.unique()
        if len(distinct) * 2 > len(series):
            return self._all(series)
        column = pl.col(series.name).replace_strict(
            distinct, self._all(distinct), return_dtype=pl.String
        )
        return series.to_frame().select(column).to_series()

    def written(self, value: pl.Expr, hexadecimal: pl.Expr) -> pl.Expr:
        """The pseudonyms of the digests in ``hexadecimal``; blank values stay."""
        pseudonym = pl.lit(self.prefix) + hexadecimal.str.head(self.length)
        return pl.when(not_blank(value)).then(pseudonym).otherwise(value)

    def _all(self, series: pl.Series) -> pl.Series:
        texts = (series if self.exact else normal_series(series)).to_list()
        digests = [None if text is None else self._digest(encoded(text)) for text in texts]
        hexadecimal = pl.Series("", digests, dtype=pl.Binary).bin.encode("hex")
        frame = pl.DataFrame({"raw": series, "hex": hexadecimal})
        masked = self.written(pl.col("raw"), pl.col("hex"))
        return frame.select(masked.alias(series.name)).to_series()


class Pseudonym(Operator):
    """A keyed digest under a key of the dataset. Subclasses say which digest."""

    keyed = True
    parameters = {
        "prefix": Parameter("text", "假名开头的字母", "the letter it begins with", "P", most=1),
        "length": Parameter(
            "integer",
            "假名的十六进制位数",
            "how many hexadecimal digits",
            20,
            least=LEAST_LENGTH,
            most=64,
        ),
        "link": LINK,
        "exact": Parameter(
            "yes",
            "是否区分全角半角、大小写、空格与连字符",
            "whether width, case, spaces and hyphens count",
            False,
        ),
    }

    def check_together(self, parameters: Mapping[str, Any], field: str) -> Iterable[Problem]:
        if not _PREFIX.fullmatch(parameters["prefix"]):
            zh, en = "prefix 应为一个英文字母或留空", "prefix must be one letter, or empty"
            yield Problem(f"{field}.prefix", "parameter_letter", zh, en)

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> PseudonymMask:
        key = self.key(scope, parameters["link"])
        return PseudonymMask(self.digest(key), key.id, parameters)

    @abstractmethod
    def digest(self, key: Key) -> Digest:
        """The keyed digest: bytes in, 32 bytes out."""
