"""Surnames: which characters a Chinese name begins with (``data/surnames.txt``, with sources)."""

from __future__ import annotations

from typing import Final

from ckanext.masking.domain import data

_BLOCKS = data.blocks("surnames.txt")
COMMON: Final = "".join(_BLOCKS["common"])
"""The hundred most frequent: 85 of 100 people."""
COMPOUND: Final = tuple(_BLOCKS["compound"])
SINGLE: Final = "".join(dict.fromkeys(COMMON + "".join(_BLOCKS["others"] + _BLOCKS["traditional"])))
"""Every surname of one character."""
