"""What an indicator is, and what a methodology may tell it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, Literal

from ckanext.openindex.domain.facts import DatasetFacts, ResourceFacts
from ckanext.openindex.domain.measurement import Evidence, Measurement, Seen

ENTRY_POINTS: Final = "ckanext.openindex.indicators"
MOST_EVIDENCE: Final = 12
"""How many pieces of evidence one measurement carries: a dataset may have a thousand files."""

Kind = Literal["number", "words", "table", "windows"]
Words = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an indicator; ``zh`` and ``en`` say what it is for.

    ``kind``: a ``number``; ``words``, a list; a ``table`` of word: number; ``windows``, a table
    of days: number. ``least`` and ``most`` bound the numbers. ``sum``: what the numbers of a
    table add up to, where that is asked. ``keys``: the words a table must have, no other; none
    given allows any.
    """

    kind: Kind
    zh: str
    en: str
    default: Any
    least: float = 0.0
    most: float = 1e15
    sum: float | None = None
    keys: tuple[str, ...] = ()


class Indicator(ABC):
    """One measure of a dataset: a pure function of what is known of it.

    ``name`` is what methodologies call it. ``source`` says after whom it is, for the manual.
    ``formula`` says, Chinese and English, how its value is computed from the evidence.
    ``words`` has the texts, Chinese and English, of the words its evidence and reasons use and
    that ``wording`` does not have. ``pooled``: a node's value is what the parts of its datasets
    add up to over what their wholes do (``Measurement.part`` and ``whole``), not their mean.
    """

    name: ClassVar[str]
    source: ClassVar[str]
    formula: ClassVar[tuple[str, str]] = ("", "")
    parameters: ClassVar[Mapping[str, Parameter]] = {}
    words: ClassVar[Words] = {}
    pooled: ClassVar[bool] = False

    @abstractmethod
    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        """The measurement of ``facts`` at ``as_of`` with the parameters ``given``, all of them."""


def missing(reason: str, *evidence: Evidence) -> Measurement:
    """Not applicable, for ``reason``."""
    return Measurement(None, reason, evidence)


def of_resource(what: str, seen: Seen, rule: str, resource: ResourceFacts) -> Evidence:
    """Evidence found by opening the file of ``resource``; ``counted`` says whether in part."""
    opened = resource.inspection
    if rule == "counted" and opened is not None and opened.truncated:
        rule = "counted_part"
    return Evidence(what, seen, rule, resource.id, opened.checked if opened else None)


def nothing_in(resource: ResourceFacts) -> Evidence:
    """Evidence of a file that was opened and holds no data: its fault, or that it is a page."""
    opened = resource.inspection
    seen = (opened.fault or opened.format) if opened is not None else None
    return of_resource("hollow", seen, "counts_as_nothing", resource)


def most_telling(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """As many of ``evidence`` as are kept, the first ones."""
    return tuple(evidence[:MOST_EVIDENCE])
