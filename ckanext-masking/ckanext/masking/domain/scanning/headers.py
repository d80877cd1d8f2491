"""What the header of a column suggests."""

from __future__ import annotations

import re
from functools import lru_cache

from ckanext.masking.domain.detectors.base import Headers
from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.scanning.fold import fold, spaced
from ckanext.masking.domain.scanning.words import pattern

_LONGEST = 200


def suggest(header: str, detectors: Registry) -> tuple[str, ...]:
    """The kinds that a header names, the longest word first, then the lower rank.

    Of a long header the first 200 characters are looked at.
    """
    plain = spaced(fold(header[:_LONGEST])[0])
    found: list[tuple[int, int, str]] = []
    for rank, (name, detector) in enumerate(detectors.items()):
        words, never = _patterns(detector.headers)
        longest = max((len(m.group()) for m in words.finditer(plain)), default=0)
        if longest and not never.search(plain):
            found.append((-longest, rank, name))
    return tuple(name for _, _, name in sorted(found))


@lru_cache(maxsize=512)
def _patterns(headers: Headers) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return pattern(headers.words), pattern(headers.never)
