"""Snippets: where the reader's words stand in a text, as pieces that are or are not a match.

Made from the dataset that the reader was given, so nothing else can show. Words are compared in
the folded form of :mod:`.normal`; positions are the original's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .normal import simplify

Piece = tuple[str, bool]
WIDTH = 120  # characters of a snippet
MAX_TEXT = 20_000
MAX_TERMS = 60


@dataclass(frozen=True)
class _Folded:
    """A folded text and, for each of its characters, the index in the original."""

    text: str
    at: Sequence[int]


def pieces(text: str, terms: Iterable[str], width: int | None = None) -> list[Piece]:
    """``text`` as pieces, matches marked True; at most ``width`` characters around the first match.

    An ellipsis stands where something is left out. Terms are in folded form (lower case,
    simplified), as :class:`.query.SearchQuery` gives them.
    """
    text = text[:MAX_TEXT]
    spans = _spans(_fold(text), [t for t in terms if t][:MAX_TERMS])
    start, end = _window(len(text), spans, width)
    found: list[Piece] = [("…", False)] if start else []
    at = start
    for left, right in spans:
        left, right = max(left, start), min(right, end)
        if left >= right:
            continue
        if left > at:
            found.append((text[at:left], False))
        found.append((text[left:right], True))
        at = right
    if at < end:
        found.append((text[at:end], False))
    return [*found, ("…", False)] if end < len(text) else found


def _window(length: int, spans: list[tuple[int, int]], width: int | None) -> tuple[int, int]:
    if width is None or length <= width:
        return 0, length
    start = max(0, min(spans[0][0] - width // 4 if spans else 0, length - width))
    return start, start + width


def _spans(folded: _Folded, terms: list[str]) -> list[tuple[int, int]]:
    """Matches as ``(start, end)`` in the original, merged, in order."""
    raw: list[tuple[int, int]] = []
    for term in sorted(dict.fromkeys(terms), key=len, reverse=True):
        at = folded.text.find(term)
        while at >= 0:
            if _whole_word(folded.text, at, term):
                raw.append((folded.at[at], folded.at[at + len(term) - 1] + 1))
            at = folded.text.find(term, at + len(term))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(raw):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _whole_word(text: str, at: int, term: str) -> bool:
    """Latin words and numbers match from their beginning, not inside another: no cat in locate."""
    before = text[at - 1] if at else " "
    return not (term[0].isascii() and before.isascii() and term[0].isalnum() and before.isalnum())


def _fold(text: str) -> _Folded:
    folded = [_plain(char) for char in text]
    joined = "".join(folded)
    at: Sequence[int] = range(len(text))
    if len(joined) != len(text):
        at = [index for index, plain in enumerate(folded) for _ in plain]
    simple = simplify(joined)
    return _Folded(simple if len(simple) == len(joined) else joined, at)


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    return unicodedata.normalize("NFKC", char).casefold()
