"""What the detectors of identity numbers share: 17 digits and a check digit."""

# polars' signatures name types of libraries that need not be installed.
# pyright: reportUnknownMemberType=false
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

_CHECK = re.compile(r"[ \-._·]{0,3}[xX](?P<more>[A-Za-z])?")
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
            found = _identity(window.digits + "X", window, check.end() - bool(check["more"]))
            if found.sound or not check["more"]:
                yield found


def _identity(number: str, window: Window, end: int) -> Identity:
    joined = bool(window.joints) or end - window.start > len(number)
    born = checks.born(number[6:14])
    sound = born and mod_11_2.is_valid(number)
    return Identity(number, window.start, end, joined, born, sound)


def bare(cell: pl.Expr) -> pl.Expr:
    """The text without blanks and hyphens inside, its x a capital."""
    return cell.map_batches(_bare, return_dtype=pl.String)


def _bare(series: pl.Series) -> pl.Series:
    for mark, instead in ((" ", ""), ("-", ""), ("x", "X")):
        if series.str.contains(mark, literal=True).any():
            series = series.str.replace_all(mark, instead, literal=True)
    return series


def identity(cell: pl.Expr, first: str, shaped: int, older: str = "") -> pl.Expr:
    """The certainty of texts that are a number beginning with ``first`` (a pattern of six digits)
    with a date: ``CERTAIN`` with the right check digit, else ``shaped``; 0 for other texts.

    ``older`` is a pattern of numbers without a check digit, which are ``shaped``. Vectorised, and
    step by step, for polars would work out again what is used twice.
    """

    def judge(series: pl.Series) -> pl.Series:
        """Most texts are sound as they stand, and need no closer look."""
        sure = _sound(series, first)
        grade = pl.col("sure").cast(pl.UInt8) * int(Certainty.CERTAIN)
        grades = sure.to_frame("sure").select(grade.cast(pl.UInt8).alias(series.name)).to_series()
        others = (~sure).arg_true()
        if len(others):
            grades[others] = carefully(series.gather(others))
        return grades

    def carefully(series: pl.Series) -> pl.Series:
        number, body = pl.col("number"), pl.col("body")
        parts = _bare(series).to_frame("number")
        # A body that is read as a number has no sign, as ``first`` is none.
        parts = parts.select(
            number.str.head(17).cast(pl.Int64, strict=False).alias("body"),
            number.str.slice(17).alias("last"),
            number.str.contains(f"^(?:{first})").alias("first"),
            (number.str.contains(older) if older else pl.lit(False)).alias("older"),
        )
        date = pl.col("first") & checks.birth(body // 1000 % 10**8)
        parts = parts.select(
            (date & pl.col("last").str.contains("^[0-9X]$")).alias("shaped"),
            (pl.col("last") == checks.mod_11_2(body)).alias("sound"),
            "older",
        )
        sound = pl.when("sound").then(int(Certainty.CERTAIN)).otherwise(shaped)
        other = pl.when("older").then(shaped).otherwise(0)
        grade = pl.when("shaped").then(sound).otherwise(other).cast(pl.UInt8)
        return parts.select(grade.alias(series.name)).to_series()

    return cell.map_batches(judge, return_dtype=pl.UInt8)


def _sound(series: pl.Series, first: str) -> pl.Series:
    """Which texts are a number of 18 characters with a date and the right check digit."""
    number, body = pl.col("number"), pl.col("body")
    parts = series.to_frame("number").select(
        number.str.head(17).cast(pl.Int64, strict=False).alias("body"),
        number.str.slice(17).alias("last"),
        number.str.contains(f"^(?:{first})").alias("first"),
    )
    sound = checks.birth(body // 1000 % 10**8) & (pl.col("last") == checks.mod_11_2(body))
    return parts.select((pl.col("first") & sound).fill_null(False)).to_series()
