"""What a detector found: where, of which kind, and how certain it is. Never the value itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum


class Certainty(IntEnum):
    """How sure a finding is. Suspects are never published without somebody's decision."""

    SUSPECT = 1
    """The format alone: a number or word that has the shape."""
    PROBABLE = 2
    """The format, and something around it that says what it is."""
    CERTAIN = 3
    """A checksum, or a format that nothing else has."""


class Sensitivity(str, Enum):
    """What a value tells of a person, in the terms of GB/T 37964-2019, clause 3."""

    DIRECT = "direct_identifier"
    QUASI = "quasi_identifier"
    ATTRIBUTE = "sensitive_attribute"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """The characters ``start`` up to ``end`` of the text as it was given, before any folding."""

    start: int
    end: int
    detector: str
    certainty: Certainty


def resolve(findings: Iterable[Finding], ranks: Mapping[str, int]) -> tuple[Finding, ...]:
    """Findings that do not overlap, in the order of the text.

    Of those that overlap, one that is at least probable goes before a suspect, then the longer,
    then the more certain, then the detector with the lower number in ``ranks``, then the earlier.
    What is dropped only hangs over on one side is kept as the piece that nothing else covers, so
    that no character that was found is left out.
    """
    ordered = sorted(
        findings,
        key=lambda f: (
            f.certainty < Certainty.PROBABLE,
            f.start - f.end,
            -f.certainty,
            ranks.get(f.detector, len(ranks)),
            f.start,
            f.detector,
        ),
    )
    kept: list[Finding] = []
    for finding in ordered:
        kept += _pieces(finding, kept)
    return tuple(sorted(kept))


def _pieces(finding: Finding, kept: list[Finding]) -> list[Finding]:
    """What is left of ``finding`` when those that are kept are taken out of it."""
    pieces = [(finding.start, finding.end)]
    for other in kept:
        pieces = [
            piece
            for start, end in pieces
            for piece in ((start, min(end, other.start)), (max(start, other.end), end))
            if piece[0] < piece[1]
        ]
    return [Finding(start, end, finding.detector, finding.certainty) for start, end in pieces]
