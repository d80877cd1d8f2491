"""What the detectors of identity numbers share: 17 digits and a check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl
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


def identity(number: pl.Expr, first: str) -> tuple[pl.Expr, pl.Expr]:
    """Whether texts begin with ``first`` (a pattern of six digits) and hold a date; and the check.

    Vectorised, over bare texts.
    """
    shape = number.str.contains(f"^(?:{first})" + "[0-9]{11}[0-9X]$")
    shaped = shape & checks.birth(number.str.slice(6, 8))
    return shaped, shaped & checks.mod_11_2(number)
