"""Text in SVG: escaped, without what XML forbids, and about how wide it is."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import Final

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (section 2.2, Char) does not allow even when escaped."""


def safe(text: str) -> str:
    """``text`` as it may stand between tags and in quoted attributes."""
    return escape(_FORBIDDEN.sub("", text), quote=True)


def width(text: str, size: float) -> float:
    """About how many pixels ``text`` takes in a sans-serif font of ``size`` pixels.

    Characters that Unicode (UAX #11) calls wide or full-width take a whole em, others 0.6.
    """
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return size * (wide + 0.6 * (len(text) - wide))


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
