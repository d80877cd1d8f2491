"""What to say of a word that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 40


def unknown_word(word: str, known: Iterable[str]) -> tuple[str, str]:
    """What to say, in Chinese and in English, of a ``word`` that is none of ``known``."""
    words = list(known)
    close = difflib.get_close_matches(word, words, n=1)
    listed, said = ", ".join(words), word[:LONGEST]
    if close:
        return (
            f"“{said}”不认识，是否为 {close[0]}？可用：{listed}",
            f"“{said}” is not known; did you mean {close[0]}? There are: {listed}",
        )
    return f"“{said}”不认识，可用：{listed}", f"“{said}” is not known; there are: {listed}"
