"""One written form for what readers type: width, case and traditional characters folded.

The same folding is in the Solr schema (``text_zh``), so that both sides meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Protocol, cast

import opencc  # pyright: ignore[reportMissingTypeStubs]

MAX_LENGTH = 200  # characters of a query that are looked at; longer ones are pasted by accident
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202f\ufeff]")
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_ONLY = re.compile(f"[{HAN}]+")
_HAN_RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def normalise(text: str) -> str:
    """Fold ``text``: NFKC, lower case, simplified characters, single spaces, bounded length."""
    plain = _CONTROL.sub(" ", unicodedata.normalize("NFKC", text[: 2 * MAX_LENGTH]))
    return " ".join(simplify(plain.casefold()).split())[:MAX_LENGTH].strip()


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, by OpenCC's ``t2s``."""
    return _converter().convert(text) if _HAN_ONLY.search(text) else text


def is_han(text: str) -> bool:
    """Whether ``text`` is Chinese characters and nothing else."""
    return _HAN_ONLY.fullmatch(text) is not None


def runs(text: str) -> list[str]:
    """``text`` cut where Chinese characters and others meet."""
    return _HAN_RUN.findall(text)


@cache
def _converter() -> _Converter:
    return cast(_Converter, opencc.OpenCC("t2s"))
