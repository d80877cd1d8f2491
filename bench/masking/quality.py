"""Precision and recall of detection by kind, on the labelled values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ckanext.masking.domain.detectors.registry import load
from ckanext.masking.domain.finding import Certainty, Finding
from ckanext.masking.domain.scanning.column import scan_column
from ckanext.masking.domain.scanning.text import find_all

from bench.report import Row

from . import labelled, values

SEED = 20_260_101


@dataclass
class Score:
    """Hits, misses and false alarms of one kind; ``wrong`` by what the false ones were made as."""

    hits: int = 0
    misses: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        found = self.hits + self.wrong.total()
        return self.hits / found if found else 1.0

    @property
    def recall(self) -> float:
        wanted = self.hits + self.misses
        return self.hits / wanted if wanted else 1.0


def rows(seed: int = SEED) -> list[Row]:
    """A row for precision and one for recall of each kind, with the aim."""
    found: list[Row] = []
    scores = measure(seed)
    for kind in values.KINDS:
        score = scores[kind]
        aim = 0.99 if kind in values.CHECKED else 0.9 if kind in values.LOOSE else 0.97
        note = ", ".join(f"{n} {source}" for source, n in score.wrong.most_common(3))
        wanted = f"{score.hits + score.misses} values"
        found.append(Row(f"precision, {kind}", round(score.precision, 4), aim=aim, note=note))
        found.append(Row(f"recall, {kind}", round(score.recall, 4), aim=aim, note=wanted))
    return found


def measure(seed: int) -> dict[str, Score]:
    """Scores by kind. A value is found when a finding of its kind that is at least probable, after
    the vote of its column, covers it; every other such finding is a false alarm."""
    scores: dict[str, Score] = defaultdict(Score)
    detectors = load()
    columns, sentences = labelled.everything(seed)
    for column in columns:
        texts = [value.text for value in column.cells]
        report = scan_column(column.header, texts, detectors)
        for value in column.cells:
            findings = report.settle(find_all(value.text, detectors, column.header))
            _score(scores, value, findings, f"{column.source} under {column.header}")
    for source, value in sentences:
        _score(scores, value, find_all(value.text, detectors), f"{source} in a sentence")
    return scores


def _score(
    scores: dict[str, Score], value: labelled.Value, findings: Iterable[Finding], source: str
) -> None:
    hit = False
    for finding in findings:
        if finding.certainty < Certainty.PROBABLE:
            continue
        right = finding.detector == value.kind and finding.start < value.end > value.start
        if right and finding.end > value.start:
            hit = hit or (finding.start <= value.start and finding.end >= value.end)
        else:
            scores[finding.detector].wrong[source] += 1
    if value.kind:
        scores[value.kind].hits += hit
        scores[value.kind].misses += not hit
        scores[value.kind].missed[source] += not hit
