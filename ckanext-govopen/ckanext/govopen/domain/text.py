"""How two Chinese texts are compared: the one folding that every lookup here uses."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """``text`` without what writers vary: width, case, spaces and punctuation.

    Unicode NFKC turns full-width letters, digits and marks into plain ones; only letters and
    digits (Unicode categories L and N) are kept, so 农、林、牧、渔业 equals 农林牧渔业.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())
