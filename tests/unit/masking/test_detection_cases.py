"""Each hard case of the table is found where it is marked, or not found at all."""

from __future__ import annotations

import pytest
from ckanext.masking.domain.detectors.registry import load
from ckanext.masking.domain.finding import Certainty
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
