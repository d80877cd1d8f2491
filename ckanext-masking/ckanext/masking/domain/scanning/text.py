"""Looks for values of all kinds in one text: a cell, a file name, a title, a header, a tag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ckanext.masking.domain.detectors.registry import Registry
from ckanext.masking.domain.finding import Certainty, Finding, resolve
from ckanext.masking.domain.scanning import seen
from ckanext.masking.domain.scanning.seen import Seen

OVERLAP: Final = 512
"""Characters that two pieces of a long text share; no value that is looked for is longer."""


@dataclass(frozen=True, slots=True)
class TextReport:
    """What one text holds: findings by place, and how many of each kind and certainty."""

    findings: tuple[Finding, ...]
    counts: Mapping[tuple[str, Certainty], int]


def find_all(text: str, detectors: Registry, header: str = "") -> tuple[Finding, ...]:
    """The values in ``text``, without overlap, in the order of the text.

    ``header`` is the name of the column or field: it counts as if it stood before the text.
    A text of any length is looked at, in pieces of :data:`seen.MOST` characters.
    """
    found: set[Finding] = set()
    for offset, piece in _pieces(text):
        looked = Seen(piece, header)
        for detector in detectors.values():
            for finding in detector.find(looked):
                start, end = finding.start + offset, finding.end + offset
                # What touches a cut may be half of something: the other piece has it whole.
                at_start = offset > 0 and finding.start == 0
                at_end = finding.end == len(piece) and end < len(text)
                if not (at_start or at_end):
                    found.add(Finding(start, end, finding.detector, finding.certainty))
    return resolve(found, detectors.ranks)


def scan_text(text: str, detectors: Registry, header: str = "") -> TextReport:
    """What a file name, title, header or tag holds; the report never has the text."""
    findings = find_all(text, detectors, header)
    return TextReport(findings, Counter((f.detector, f.certainty) for f in findings))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    if len(text) <= seen.MOST:
        yield 0, text
        return
    for start in range(0, len(text), seen.MOST - OVERLAP):
        yield start, text[start : start + seen.MOST]
