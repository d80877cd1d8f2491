"""One written form for what readers type: width, case and traditional characters folded.

The same folding is in the Solr schema (``text_zh``), so that both sides meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Protocol, cast

import opencc  # pyright: ignore[reportMissingTypeStubs]

MAX_LENGTH = 200  # characters of a query that are looked at; longer ones are pasted by accident
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202f\ufeff]")
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_ONLY = re.compile(f"[{HAN}]+")
_HAN_RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")


class _Converter(Protocol):
    dict_cache: Mapping[str, tuple[int, int, Mapping[str, str]]]

    def convert(self, text: str) -> str: ...


def normalise(text: str) -> str:
    """Fold ``text``: NFKC, lower case, simplified characters, single spaces, bounded length."""
    plain = _CONTROL.sub(" ", unicodedata.normalize("NFKC", text[: 2 * MAX_LENGTH]))
    return " ".join(simplify(plain.casefold()).split())[:MAX_LENGTH].strip()


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, by OpenCC's ``t2s``.

    OpenCC looks for each piece of a text in its tables, in Python; most texts have nothing in them
    that it would write otherwise, and are given back as they are.
    """
    return text if _changing().isdisjoint(text) else _converter().convert(text)


def is_han(text: str) -> bool:
    """Whether ``text`` is Chinese characters and nothing else."""
    return _HAN_ONLY.fullmatch(text) is not None


def runs(text: str) -> list[str]:
    """``text`` cut where Chinese characters and others meet."""
    return _HAN_RUN.findall(text)


@cache
def _converter() -> _Converter:
    return cast(_Converter, opencc.OpenCC("t2s"))


@cache
def _changing() -> frozenset[str]:
    """The characters that OpenCC writes otherwise, alone (門) or in some phrase (覆 in 反覆)."""
    found: set[str] = set()
    for _, _, table in _converter().dict_cache.values():
        for written, simple in table.items():
            kept = simple.split(" ")[0]  # of several, OpenCC takes the first
            if len(written) == len(kept):
                found |= {a for a, b in zip(written, kept, strict=True) if a != b}
            else:
                found |= set(written)
    return frozenset(found)
