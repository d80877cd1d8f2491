"""The labelled values of the measurement of detection are what they say they are."""

from __future__ import annotations

from collections import Counter

from ckanext.masking.domain.detectors.registry import load

from bench.masking import labelled, values


def test_the_same_seed_gives_the_same_fifty_thousand_values():
    columns, sentences = labelled.everything(3)
    assert (columns, sentences) == labelled.everything(3)
    assert sum(len(column.cells) for column in columns) + len(sentences) == labelled.SIZE


def test_each_detector_has_values_and_a_good_share_only_looks_alike():
    columns, sentences = labelled.everything(3)
    kinds = Counter(v.kind for column in columns for v in column.cells)
    kinds.update(v.kind for _, v in sentences)
    assert set(load()) == set(values.KINDS) == set(kinds) - {None}
    assert min(kinds.values()) > 1000
    assert 0.3 < kinds[None] / labelled.SIZE < 0.6


def test_a_label_lies_on_the_value_inside_its_sentence():
    _, sentences = labelled.everything(3)
    emails = [v for source, v in sentences if source == "email"]
    assert emails
    assert all("@" in v.text[v.start : v.end] for v in emails)
    assert all(not v.text[v.start : v.end].isspace() for _, v in sentences if v.kind)
