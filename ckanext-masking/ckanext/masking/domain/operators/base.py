"""What every operator is: a name, parameters, a check of them, and the mask that they make."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

import polars as pl
from ckanext.masking.domain.keys import DatasetKeys, Key, Link
from ckanext.masking.domain.operators.parameter import Parameter, Parameters, check, filled
from govopen_common.problem import Problem, Rejected

REDACTED: Final = "***"
"""What stands where a value was that an operator could not read: when in doubt, nothing shows."""

BLANK: Final = (
    " \t\n\r\x0b\x0c\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + "\ufeff\u200b\u200c\u200d\u2060"
)
"""Characters a blank value may consist of: Unicode's White_Space and the zero-width ones."""


BLANK_ALONE: Final = "^[" + "".join(f"\\x{{{ord(char):x}}}" for char in BLANK) + "]*$"
"""A pattern of polars for what is blank."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an operator is used: the dataset's keys, the column, and the day ages count to."""

    keys: DatasetKeys | None = None
    column: str = ""
    today: date | None = None


class Mask(ABC):
    """An operator bound to its parameters and its place; makes masked values of raw ones.

    Null and blank values stay as they are. ``whole_column`` masks need other values beside the
    one: given a single value they redact. ``surveys`` masks must be shown the whole column with
    ``survey``, batch by batch, before the first ``series``; unshown values are redacted.
    ``subject_column`` names the column whose values are to be given as ``subjects``.
    """

    whole_column: ClassVar[bool] = False
    surveys: ClassVar[bool] = False
    subject_column: str | None = None
    key_id: str | None = None

    @abstractmethod
    def one(self, value: str, subject: str | None) -> str | None:
        """The masked form of ``value``, which is not blank."""

    def apply(self, value: str | None, subject: str | None = None) -> str | None:
        """The masked form of one ``value``; ``subject`` says whose it is, where that counts."""
        return value if is_blank(value) else self.one(str(value), subject)

    def series(self, series: pl.Series, subjects: pl.Series | None = None) -> pl.Series:
        """The masked form of a column of text, of the same length and name.

        ``subjects`` has the same length. The result equals ``apply`` on each value, except for
        ``whole_column`` masks.
        """
        expr = self.expr(series.name)
        if expr is not None:
            return series.to_frame().select(expr).to_series()
        if subjects is not None and self.subject_column is not None:
            pairs = zip(series.to_list(), subjects.to_list(), strict=True)
            values = [self.apply(value, subject) for value, subject in pairs]
            return pl.Series(series.name, values, dtype=pl.String)
        return mapped(series, self.apply)

    def expr(self, column: str) -> pl.Expr | None:
        """The mask as an expression of polars on ``column`` (text), under the same name.

        For masks that polars runs by itself, many columns at a time and in streams; the result
        equals ``apply`` on each value. None: use ``series``.
        """
        return None

    def survey(self, series: pl.Series) -> None:  # noqa: B027 - most masks look at nothing
        """Look at one batch of the column before any of it is masked."""

    def spans(self, text: str, spans: Iterable[tuple[int, int]], subject: str | None = None) -> str:
        """``text`` with only its ``spans`` (start and end in characters) masked.

        Spans that overlap are masked as one; a null result leaves nothing in its place. Raises
        ``ValueError`` for a span outside the text.
        """
        parts: list[str] = []
        last = 0
        for start, end in _united(spans, len(text)):
            parts += (text[last:start], self.apply(text[start:end], subject) or "")
            last = end
        return "".join((*parts, text[last:]))


class Operator(ABC):
    """A way to mask, named in policies by ``name``; one instance serves all.

    ``zh`` and ``en`` say in one sentence what it does, ``parameters`` what it may be told;
    ``whole_table`` that what becomes of a value depends on the others of its column.
    """

    name: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    parameters: ClassVar[Parameters] = {}
    keyed: ClassVar[bool] = False
    whole_table: ClassVar[bool] = False

    def validate(self, parameters: Mapping[str, Any], field: str = "do") -> list[Problem]:
        """What is wrong with ``parameters``; ``field`` is the way to them in the policy."""
        problems = list(check(self.parameters, parameters, field, self.name))
        return problems or list(self.check_together(filled(self.parameters, parameters), field))

    def check_together(self, parameters: Mapping[str, Any], field: str) -> Iterable[Problem]:
        """Faults between parameters that are right one by one. Defaults are filled in."""
        return ()

    def bind(self, parameters: Mapping[str, Any], scope: Scope) -> Mask:
        """The mask of ``parameters`` at ``scope``.

        Raises ``Rejected`` for parameters that ``validate`` finds fault with, and for a keyed
        operator without keys.
        """
        problems = self.validate(parameters)
        if self.keyed and scope.keys is None:
            zh = f"{self.name} 需要主密钥，请管理员配置后再用，或改用 redact"
            en = f"{self.name} needs the master key; have it set, or use redact instead"
            problems.append(Problem("do", "key_missing", zh, en))
        if problems:
            raise Rejected(*problems)
        return self.make(filled(self.parameters, parameters), scope)

    @abstractmethod
    def make(self, parameters: Mapping[str, Any], scope: Scope) -> Mask:
        """The mask, of parameters that are valid and complete."""

    def key(self, scope: Scope, link: Link = "dataset") -> Key:
        """The key of this operator at ``scope``."""
        if scope.keys is None:
            raise ValueError(f"{self.name} is bound without keys")
        return scope.keys.key(f"operator/{self.name}", scope.column, link)


OTHERWISE: Final = Parameter(
    "choice",
    "值无法识别时：redact 写成 ***，null 清空",
    "a value that cannot be read: redact writes ***, null empties it",
    "redact",
    choices=("redact", "null"),
)


def otherwise(parameters: Mapping[str, Any]) -> str | None:
    """What a value becomes that the operator cannot read, by the parameter ``otherwise``."""
    return REDACTED if parameters["otherwise"] == "redact" else None


def is_blank(value: str | None) -> bool:
    """Whether ``value`` says nothing: null, empty, or white space alone."""
    return value is None or not value.strip(BLANK)


def not_blank(column: pl.Expr) -> pl.Expr:
    """``is_blank`` turned round, for a column of text."""
    return column.str.strip_chars(BLANK).str.len_bytes() > 0


def mapped(series: pl.Series, function: Callable[[str | None], str | None]) -> pl.Series:
    """``function`` of each value; called once per distinct value where values repeat."""
    distinct = series.unique()
    if len(distinct) * 2 > len(series):
        values = [function(value) for value in series.to_list()]
        return pl.Series(series.name, values, dtype=pl.String)
    new = pl.Series([function(value) for value in distinct.to_list()], dtype=pl.String)
    column = pl.col(series.name).replace_strict(distinct, new, return_dtype=pl.String)
    return series.to_frame().select(column).to_series()


def _united(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not 0 <= start <= end <= length:
            raise ValueError("a span lies outside the text")
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
