"""The form in which a value is digested: however it was typed, one number is one pseudonym.

This form must never change: pseudonyms that are already published would no longer match. That is
why it does not share the folding of the detectors, which learns new disguises.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

_GONE_ASCII: Final = r"[\x00-\x20\x7f\-]"
_GONE: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Pd"})
_ASCII: Final = re.compile(_GONE_ASCII)


def normal(text: str) -> str:
    """``text`` by NFKC and in capitals, without white space, dashes and unseen characters."""
    if text.isascii():
        return _ASCII.sub("", text).upper()
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if unicodedata.category(char) not in _GONE)


def normal_series(series: pl.Series) -> list[str | None]:
    """``normal`` of each value; nulls stay null."""
    column = pl.col(series.name)
    frame = series.to_frame().select(
        column.str.replace_all(_GONE_ASCII, "").str.to_uppercase().alias("plain"),
        (column.str.len_bytes() == column.str.len_chars()).alias("ascii"),
    )
    plain: list[str | None] = frame["plain"].to_list()
    if frame["ascii"].all():  # nulls are passed over
        return plain
    return [
        normal(value) if value is not None and not value.isascii() else done
        for value, done in zip(series.to_list(), plain, strict=True)
    ]
