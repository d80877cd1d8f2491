"""What the detectors of identity numbers share: 17 digits and a check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.seen import Seen, Window
from stdnum.iso7064 import mod_11_2

_CHECK = re.compile(r"[ \-._·]{0,3}[xX](?![A-Za-z])")
IDENTITY_WORDS: Final = (
    "身份证", "公民身份", "身份号码", "身份证件", "证件号", "证件", "居民身份", "身分证", "id card",
    "id number", "id no", "identity card", "identity number", "citizen id", "national id", "idno",
    "idcard no", "cert no", "cert id", "certno", "sfz", "sfzh", "sfzhm", "sfzjh", "sfzjhm", "sfzid",
    "gmsfhm", "gmsfzh", "zjhm", "zjh", "shenfenzheng", "shenfenzhenghao", "identity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """A number of 18 characters with its date and its checksum (GB 11643) looked at."""

    number: str = field(repr=False)
    start: int
    end: int
    joined: bool
    born: bool
    sound: bool


def identities(seen: Seen) -> Iterator[Identity]:
    """Every number of 17 digits and a check digit or X; ``joined`` when it was written apart."""
    for window in seen.windows(17, 18):
        if len(window.digits) == 18:
            yield _identity(window.digits, window, window.end)
        elif check := _CHECK.match(seen.text, window.end):
            yield _identity(window.digits + "X", window, check.end())


def _identity(number: str, window: Window, end: int) -> Identity:
    joined = bool(window.joints) or end - window.start > len(number)
    born = checks.born(number[6:14])
    sound = born and mod_11_2.is_valid(number)
    return Identity(number, window.start, end, joined, born, sound)


def bare(cell: pl.Expr) -> pl.Expr:
    """The text without blanks and hyphens inside, its x a capital."""
    plain = cell.str.replace_all(" ", "", literal=True).str.replace_all("-", "", literal=True)
    return plain.str.replace("x", "X", literal=True)


def identity(number: pl.Expr, first: str, shaped: int) -> pl.Expr:
    """The certainty of bare texts that begin with ``first`` (a pattern of six digits) and hold a
    date: ``CERTAIN`` with the right check digit, else ``shaped``; 0 for other texts. Vectorised.
    """

    def judge(series: pl.Series) -> pl.Series:
        text = pl.col("number")
        # A body that is read as a number has no sign, as ``first`` is none.
        parts = series.to_frame("number").select(
            text.str.head(17).cast(pl.Int64, strict=False).alias("body"),
            text.str.slice(17).alias("last"),
            text.str.contains(f"^(?:{first})").alias("first"),
        )
        body = pl.col("body")
        shape = pl.col("first") & pl.col("last").str.contains("^[0-9X]$")
        judged = parts.select(
            (shape & checks.birth(body // 1000 % 10**8)).alias("shaped"),
            (pl.col("last") == checks.mod_11_2(body)).alias("sound"),
        )
        sound = pl.when("sound").then(int(Certainty.CERTAIN)).otherwise(shaped)
        grade = pl.when("shaped").then(sound).otherwise(0).cast(pl.UInt8)
        return judged.select(grade.alias(series.name)).to_series()

    return number.map_batches(judge, return_dtype=pl.UInt8, is_elementwise=True)
