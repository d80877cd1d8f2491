"""Words for how often data are updated, as ckanext-dcat's ``frequency`` may hold them."""

from __future__ import annotations

from typing import Any, Final

CYCLES: Final = {
    "continuous": "realtime",
    "cont": "realtime",
    "update_cont": "realtime",
    "hourly": "hourly",
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "quarterly": "quarterly",
    "semiannual": "halfyearly",
    "annual_2": "halfyearly",
    "annual": "yearly",
    "yearly": "yearly",
    "irreg": "irregular",
    "irregular": "irregular",
    "never": "static",
    "r/pt1s": "realtime",
    "r/pt1h": "hourly",
    "r/p1d": "daily",
    "r/p1w": "weekly",
    "r/p7d": "weekly",
    "r/p10d": "tenday",
    "r/p1m": "monthly",
    "r/p3m": "quarterly",
    "r/p6m": "halfyearly",
    "r/p0.5y": "halfyearly",
    "r/p1y": "yearly",
}
"""The EU's authority list of frequencies, Dublin Core's words, and ISO 8601's repeated periods
(in lower case), in the words of :data:`..domain.facts.Cycle`."""


def cycle(said: Any) -> str:
    """The word for a frequency, given as a word, an IRI that ends in one, or a period; empty for
    an unknown one."""
    word = str(said or "").strip().lower()
    return CYCLES.get(word) or CYCLES.get(word.rsplit("/", 1)[-1], "")
