"""Keep a prefix and a suffix, and hide what is between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl
from ckanext.masking.domain.operators.base import BLANK_ALONE, Mask, Operator, Scope, not_blank
from ckanext.masking.domain.operators.parameter import Parameter
from govopen_common.problem import Problem

HIDDEN_SHARE: Final = 3
"""One character in three is hidden at least: 4 of a mobile's 11, 1 of a name's 2 or 3."""


class PartialMask(Mask):
    """Keeps the first and last characters of a value, never two thirds of it or more than that.

    Of a value too short for both, the suffix gives way before the prefix. ``before`` names a
    mark, such as the @ of an address, from whose last place on the value is kept as it is.
    """

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.prefix: int = parameters["prefix"]
        self.suffix: int = parameters["suffix"]
        self.fill: str = parameters["fill"]
        self.hide: int = parameters["hide"]
        self.before: str = parameters["before"]

    def one(self, value: str, subject: str | None) -> str:
        head, mark, tail = value, "", ""
        if self.before:
            before, mark, after = value.rpartition(self.before)
            head, tail = (before, after) if mark else (value, "")
        prefix, suffix = self.kept(len(head))
        hidden = len(head) - prefix - suffix
        return f"{head[:prefix]}{self.fill * hidden}{head[len(head) - suffix :]}{mark}{tail}"

    def kept(self, length: int) -> tuple[int, int]:
        """How many characters of a value of ``length`` stay at its beginning and its end."""
        hidden = max(self.hide, -(-length // HIDDEN_SHARE))
        room = max(0, length - hidden)
        prefix = min(self.prefix, room)
        return prefix, min(self.suffix, room - prefix)

    def series(self, series: pl.Series, subjects: pl.Series | None = None) -> pl.Series:
        """As many values have one length, so does what is kept of them: three times as fast."""
        lengths = series.str.len_chars()
        longest = lengths.max()
        if self.before or not isinstance(longest, int) or lengths.min() != longest:
            return super().series(series, subjects)
        value = pl.col(series.name)
        prefix, suffix = self.kept(longest)
        hidden = pl.lit(self.fill * (longest - prefix - suffix))
        masked = value.str.head(prefix) + hidden
        masked = masked + value.str.tail(suffix) if suffix else masked
        if series.str.contains(BLANK_ALONE).any():
            masked = pl.when(not_blank(value)).then(masked).otherwise(value)
        return series.to_frame().select(masked.alias(series.name)).to_series()

    def expr(self, column: str) -> pl.Expr | None:
        if self.before:
            return None
        value = pl.col(column)
        length = value.str.len_chars().cast(pl.Int64)
        hidden = pl.max_horizontal(pl.lit(self.hide), (length + HIDDEN_SHARE - 1) // HIDDEN_SHARE)
        room = (length - hidden).clip(lower_bound=0)
        prefix = pl.min_horizontal(pl.lit(self.prefix), room)
        suffix = pl.min_horizontal(pl.lit(self.suffix), room - prefix)
        masked = value.str.head(prefix).str.pad_end(length - suffix, self.fill)
        if self.suffix:
            masked += pl.when(suffix > 0).then(value.str.tail(suffix)).otherwise(pl.lit(""))
        return pl.when(not_blank(value)).then(masked).otherwise(value).alias(column)


class Partial(Operator):
    name = "partial"
    zh = "保留开头和结尾的若干字符，遮住中间；短值至少遮住三分之一"
    en = "Keeps the first and last characters and hides the rest, at least a third of a value"
    parameters = {
        "prefix": Parameter("integer", "保留开头几个字符", "characters kept first", 0, 0, 50),
        "suffix": Parameter("integer", "保留结尾几个字符", "characters kept last", 0, 0, 50),
        "fill": Parameter("text", "代替每个字符的符号", "stands for each character", "*", 1, 1),
        "hide": Parameter("integer", "至少遮住几个字符", "least characters hidden", 1, 1, 50),
        "before": Parameter(
            "text", "只遮此符号之前的部分，如 @", "hide only what is before this mark", "", 0, 1
        ),
    }

    def check_together(self, parameters: Mapping[str, Any], field: str) -> Iterable[Problem]:
        if parameters["fill"].isalnum():
            zh = "fill 应为符号，不能是文字或数字，请用 * 等"
            en = "fill must be a mark such as *, neither letter nor digit"
            yield Problem(f"{field}.fill", "parameter_mark", zh, en)

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> PartialMask:
        return PartialMask(parameters)
