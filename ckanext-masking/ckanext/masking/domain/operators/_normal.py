"""The form in which a value is digested: however it was typed, one number is one pseudonym.

This form must never change: pseudonyms that are already published would no longer match. That is
why it does not share the folding of the detectors, which learns new disguises.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

_GONE: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Pd"})
_GONE_ASCII: Final = re.compile(r"[\x00-\x20\x7f\-]")
_NORMAL: Final = r"^[0-9A-Z\x{4E00}-\x{9FFF}]*$"
"""Text that is in this form already, as nearly all numbers and Chinese names are."""


def normal(text: str) -> str:
    """``text`` by NFKC and in capitals, without white space, dashes and unseen characters."""
    if text.isascii():
        return _GONE_ASCII.sub("", text).upper()
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if unicodedata.category(char) not in _GONE)


def normal_series(series: pl.Series) -> pl.Series:
    """``normal`` of each value; nulls stay null."""
    places = (~series.str.contains(_NORMAL)).arg_true()
    if not len(places):
        return series
    values = [normal(value) for value in series.gather(places).to_list()]
    changed = series.alias(series.name)
    changed[places] = pl.Series(values, dtype=pl.String)
    return changed
