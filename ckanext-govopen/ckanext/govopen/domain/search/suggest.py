"""Suggestions while typing and "did you mean", ranked among words of datasets the reader may see.

The caller gives the vocabulary (titles, elements, departments, tags with their counts) that a
search with the reader's own rights returned; nothing is taken from the index's raw terms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from . import pinyin
from .normal import normalise

Kind = Literal["dataset", "element", "department", "tag"]
ORDER: dict[Kind, int] = {"department": 0, "element": 1, "tag": 2, "dataset": 3}


@dataclass(frozen=True)
class Word:
    """A word of the vocabulary: ``count`` datasets carry it; ``name`` is what a link needs."""

    text: str
    kind: Kind
    count: int = 1
    name: str = ""


def rank(typed: str, words: Iterable[Word], limit: int = 8) -> list[Word]:
    """The words that begin with, contain or sound like what is typed, best first, no text twice."""
    wanted = normalise(typed)
    if not wanted:
        return []
    scored = [(score, word) for word in words if (score := _score(wanted, word.text)) is not None]
    scored.sort(key=lambda pair: (pair[0], ORDER[pair[1].kind], -pair[1].count, len(pair[1].text)))
    found: dict[str, Word] = {}
    for _, word in scored:
        found.setdefault(normalise(word.text), word)
    return list(found.values())[:limit]


def _score(wanted: str, text: str) -> int | None:
    """0 begins with, 1 contains, 2 sounds like from its beginning, 3 sounds like inside."""
    plain = normalise(text)
    if plain.startswith(wanted):
        return 0
    if wanted in plain:
        return 1
    parts = wanted.split()
    if len(parts) > 1 and all(part in plain for part in parts):
        return 1
    letters = wanted.replace(" ", "")
    if not (letters.isascii() and letters.isalpha()):
        return None
    return _sounds(letters, pinyin.syllables(plain))


def _sounds(letters: str, spoken: Sequence[str]) -> int | None:
    for start in range(len(spoken)):
        if _reads(letters, spoken[start:]):
            return 2 if start == 0 else 3
    return None


def _reads(letters: str, spoken: Sequence[str]) -> bool:
    """Whether ``letters`` are beginnings of the first of ``spoken``, one after the other."""
    if not letters:
        return True
    if not spoken:
        return False
    first = spoken[0]
    for size in range(min(len(first), len(letters)), 0, -1):
        if first[:size] == letters[:size] and _reads(letters[size:], spoken[1:]):
            return True
    return False


def did_you_mean(typed: str, texts: Iterable[str]) -> str | None:
    """What was probably meant by ``typed``: the passage of ``texts`` that sounds the same or
    differs in one character, or None. What sounds the same goes first, then what lost no character,
    then what keeps the first and last, then the commonest.
    """
    wanted = normalise(typed)
    if not 3 <= len(wanted) <= 12:
        return None
    sound = pinyin.syllables(wanted)
    votes: Counter[str] = Counter()
    for text in texts:
        plain = normalise(text)
        if wanted in plain:
            return None
        votes.update({p for p in _passages(plain, len(wanted)) if _one_apart(wanted, p)})

    def likeness(passage: str) -> tuple[bool, bool, bool, int, str]:
        ends = (passage[0], passage[-1]) == (wanted[0], wanted[-1])
        whole = len(passage) >= len(wanted)
        return pinyin.syllables(passage) == sound, whole, ends, votes[passage], passage

    return max(votes, key=likeness) if votes else None


def _passages(text: str, size: int) -> Iterable[str]:
    """Every passage of ``text`` that is as long as ``size``, or one character longer or shorter."""
    for length in (size, size + 1, size - 1):
        for start in range(len(text) - length + 1):
            passage = text[start : start + length]
            if passage.isalnum():
                yield passage


def _one_apart(one: str, other: str) -> bool:
    """Whether one substitution, insertion, deletion or swap of neighbours turns ``one`` into
    ``other``, with the ends of a longer or shorter passage in place."""
    if len(one) == len(other):
        differ = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(differ) == 1:
            return True
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1
        return swapped and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if longer[0] != shorter[0] or longer[-1] != shorter[-1]:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(1, len(longer) - 1))
