"""Colours of scores: white text on each has a contrast of at least 4.5 (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

BANDS: Final = ("#116329", "#0b5cad", "#8a4600", "#b3261e")
"""From the best band to the worst."""
NONE: Final = "#57606a"
"""Of what has no score."""
INK: Final = "#24292f"
LINE: Final = "#d0d7de"


def of_band(band: str, bands: Sequence[str]) -> str:
    """The colour of ``band`` among all ``bands``, the best first; grey when it is none of them."""
    if band not in bands:
        return NONE
    place = bands.index(band) / max(1, len(bands) - 1)
    return BANDS[round(place * (len(BANDS) - 1))]
