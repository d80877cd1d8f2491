"""Titles, names and descriptions that tell what should not be told."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.masking.domain.detectors import registry
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.scanning.text import find_all

LONGEST = 20_000
"""Characters of one text that are looked at; what is longer is flagged for its length."""
TOO_LONG = "too_long"


def flagged(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """What was found in ``texts``, by their keys: the kinds, in alphabetical order.

    Only what is at least probable counts: a page of words is full of what could be a name. A text
    that is too long to be looked at has the kind ``too_long``.
    """
    found = {key: _kinds(text) for key, text in texts.items() if text}
    return {key: kinds for key, kinds in found.items() if kinds}


def _kinds(text: str) -> list[str]:
    kinds = {
        finding.detector
        for finding in find_all(text[:LONGEST], registry.load())
        if finding.certainty >= Certainty.PROBABLE
    }
    if len(text) > LONGEST:
        kinds.add(TOO_LONG)
    return sorted(kinds)
