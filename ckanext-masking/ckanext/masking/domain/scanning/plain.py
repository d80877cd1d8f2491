"""Which cells can be judged as they are written, for whole columns at once."""

# polars' signatures name types of libraries that need not be installed.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from typing import Final

import polars as pl

ODD: Final = (
    r"[%\\&]|[^\x20-\x7e\n\r\u{b7}\u{2018}-\u{201d}\u{2026}\u{3001}-\u{3011}\u{3400}-\u{9fff}"
    r"，：；（）！？]"
)
"""Text that has to be folded first: escapes, or a character that is neither ASCII, nor a Chinese
character, nor common Chinese punctuation. All other text is *plain*: triggers and the vectorised
checks of detectors are written for it."""

JOINT: Final = "[-._· ()（）]{0,3}"
"""What may stand between two digits of one number."""


def close(digits: int) -> str:
    """A pattern for so many digits that stand close together."""
    return f"[0-9](?:{JOINT}[0-9]){{{digits - 1}}}"


def texts(values: pl.Series) -> pl.Series:
    """The values as text without surrounding blanks; null for null and for blanks alone."""
    text = pl.col("cell").cast(pl.String, strict=False).str.strip_chars()
    return values.to_frame("cell").select(text.replace("", None))["cell"]
