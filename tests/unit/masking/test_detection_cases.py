"""Each hard case of the table is found where it is marked, or not found at all."""

from __future__ import annotations

import polars as pl
import pytest
from ckanext.masking.domain.detectors.registry import load
from ckanext.masking.domain.finding import Certainty
from ckanext.masking.domain.scanning.column import scan_column
from ckanext.masking.domain.scanning.plain import ODD
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.text import find_all
from detection_cases import found, nothing

DETECTORS = load()
LEAST = {"S": Certainty.SUSPECT, "P": Certainty.PROBABLE, "C": Certainty.CERTAIN}


def test_there_are_more_than_three_hundred_hard_cases():
    assert len(found()) + len(nothing()) > 300


@pytest.mark.parametrize(("kind", "least", "header", "marked"), found())
def test_what_is_marked_is_found_with_its_kind_and_place(kind, least, header, marked):
    start = marked.index("«")
    end = marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    findings = [f for f in find_all(text, DETECTORS, header) if (f.start, f.end) == (start, end)]
    assert [f.detector for f in findings] == [kind]
    assert findings[0].certainty >= LEAST[least]
    if least == "S":
        assert findings[0].certainty is Certainty.SUSPECT


@pytest.mark.parametrize(("kinds", "header", "text"), nothing())
def test_what_only_looks_alike_is_not_found(kinds, header, text):
    assert not [f for f in find_all(text, DETECTORS, header) if f.detector in kinds]


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_plain_text_in_which_a_detector_finds_something_triggers_it(name):
    detector = DETECTORS[name]
    texts = [marked.replace("«", "").replace("»", "") for _, _, _, marked in found()]
    frame = pl.DataFrame({"cell": texts}).filter(~pl.col("cell").str.contains(ODD))
    quiet = frame.filter(~pl.col("cell").str.contains(detector.trigger))["cell"]
    assert len(frame) > 150
    assert [text for text in quiet if any(detector.find(Seen(text)))] == []


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_hard_cases_among_many_other_cells_are_found_as_alone(name):
    texts = [
        marked.replace("«", "").replace("»", "")
        for kind, _, header, marked in found()
        if kind == name and not header
    ]
    filler = [f"第{n}条记录一切正常" for n in range(400)]
    report = scan_column("备注", pl.Series([*filler, *texts]), DETECTORS)
    assert sum(t.cells for t in report.tallies if t.detector == name) == len(texts)
