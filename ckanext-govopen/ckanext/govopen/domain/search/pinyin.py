"""Pinyin of Chinese text, and what syllables a run of typed letters may mean.

Readings are pypinyin's (context-sensitive, without tones, ``lv`` for 旅). The table of syllables is
derived from its dictionary, so there is no second list to keep.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from .normal import HAN, runs

MAX_LETTERS = 36
MAX_READINGS = 4  # ways to cut one run of letters that are tried
MAX_INITIALS = 8
_WORD = re.compile(r"[a-z0-9]+")
_HAN = re.compile(f"[{HAN}]")


def syllables(text: str) -> list[str]:
    """``text`` as syllables, one for each Chinese character; Latin words and numbers are kept.

    >>> syllables("公积金2016")
    ['gong', 'ji', 'jin', '2016']
    """
    found: list[str] = []
    for run in runs(text.casefold()):
        if _HAN.match(run):
            found += _spoken(run)
        else:
            found += _WORD.findall(run)
    return found


@lru_cache(maxsize=8192)
def _spoken(run: str) -> tuple[str, ...]:
    """The syllables of a run of Chinese characters; names of columns come again and again."""
    return tuple(s for s in lazy_pinyin(run) if s.isascii())


def initials(text: str) -> str:
    """First letters of the syllables: ``fgw`` for 发改委."""
    return "".join(s[0] for s in syllables(text))


def readings(letters: str) -> list[list[str]]:
    """Ways to read ``letters`` as whole syllables, fewest syllables first; at most four.

    >>> readings("xian")
    [['xian'], ['xi', 'an']]
    """
    letters = letters.replace("ü", "v")
    if not letters.isascii() or not letters.isalpha() or len(letters) > MAX_LETTERS:
        return []
    table, longest = _table()
    nothing: list[str] = []
    ways: list[list[list[str]]] = [[nothing], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - longest), end):
            if letters[start:end] in table:
                ways[end] += [[*way, letters[start:end]] for way in ways[start]]
        ways[end] = sorted(ways[end], key=len)[:MAX_READINGS]
    return ways[-1]


def unfinished(letters: str) -> list[str]:
    """``letters`` as whole syllables and the beginning of one more: ``gongj`` is gong, j.

    Empty when no such cut exists or nothing is unfinished.
    """
    for end in range(len(letters) - 1, 0, -1):
        whole, rest = readings(letters[:end]), letters[end:]
        if whole and any(s.startswith(rest) for s in _table()[0]):
            return [*whole[0], rest]
    return []


def as_initials(letters: str) -> list[str]:
    """``letters`` one by one when they may be initials: ``gjj`` is g, j, j."""
    usable = letters.isascii() and letters.isalpha() and 2 <= len(letters) <= MAX_INITIALS
    return list(letters) if usable and not set(letters) & set("iuv") else []


@cache
def _table() -> tuple[frozenset[str], int]:
    """All syllables without tones, and the length of the longest."""
    common = (PINYIN_DICT[code] for code in range(0x4E00, 0x9FA6) if code in PINYIN_DICT)
    toneless = (_strip_tone(s) for s in set(chain.from_iterable(r.split(",") for r in common)))
    table = frozenset(s for s in toneless if s.isascii() and set(s) & set("aeiouv"))
    return table, max(map(len, table))


def _strip_tone(syllable: str) -> str:
    decomposed = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    folded = "".join(c for c in decomposed if not unicodedata.combining(c) or c == "\u0308")
    return unicodedata.normalize("NFC", folded).replace("ü", "v").replace("ê", "e")
