"""The methodology is read from its file; a wrong one is refused with the line of each fault."""

from __future__ import annotations

from contextlib import suppress
from importlib.resources import files

import pytest
from ckanext.openindex.domain.indicators import registry
from ckanext.openindex.domain.methodology import (
    Methodology,
    MethodologyError,
    load_methodology,
    read_methodology,
)
from hypothesis import given
from hypothesis import strategies as st

SHIPPED = (files("govopen_schemas") / "index" / "methodology-1.0.yaml").read_text("utf-8")


def changed(*changes: tuple[str, str]) -> str:
    text = SHIPPED
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def refused(text: str) -> dict[str, str]:
    """The faults by line."""
    with pytest.raises(MethodologyError) as raised:
        read_methodology(text, "m.yaml")
    assert all(one.zh and one.en and one.code == "methodology" for one in raised.value.problems)
    told: dict[str, str] = {}
    for one in raised.value.problems:
        told[one.field] = f"{told.get(one.field, '')} {one.en}"
    return told


@pytest.fixture(scope="module")
def shipped() -> Methodology:
    return load_methodology()


def test_the_shipped_methodology_has_the_facets_of_the_index(shipped: Methodology):
    assert [one.id for one in shipped.dimensions] == [
        *("openness", "volume", "growth", "heat", "freshness", "quality"),
    ]
    assert {rule.name for rule in shipped.rules} == set(registry())


def test_every_text_of_it_is_there_in_both_languages(shipped: Methodology):
    texts = [
        shipped.title,
        shipped.about,
        *(one.title for one in (*shipped.bands, *shipped.levels)),
    ]
    for part in (*shipped.dimensions, *shipped.rules):
        texts += [part.title, part.about]
    texts += [rule.gain for rule in shipped.rules]
    assert all(text.zh and text.en for text in texts)
    assert all(text.in_("zh_Hans_CN") == text.zh and text.in_("en") == text.en for text in texts)


def test_weights_that_do_not_sum_are_refused_at_their_lines():
    text = changed(
        ("    weight: 30\n", "    weight: 31\n"), ("        weight: 70\n", "        weight: 71\n")
    )
    faults = refused(text)
    assert len(faults) == 2
    assert "101" in faults[f"m.yaml:{line_of(text, 'dimensions:')}"]
    of_volume = line_of(text[text.index("  volume:") :], "    indicators:") - 1
    assert "101" in faults[f"m.yaml:{line_of(text, '  volume:') + of_volume}"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "      opening:\n        weight",
            "      opning:\n        weight",
            "did you mean opening?",
        ),
        ("full: 1000000}", "full: many}", "must be a number"),
        ("full: 1000000}", "full: 0}", "must be a number"),
        ("full: 1000000}", "fall: 1}", "did you mean full?"),
        ("{grace: 1, fade: 2}", "{grace: -1, fade: 2}", "from 0 to 10"),
        ("windows: {7: 0.1, 30", "windows: {7: 0.2, 30", "must sum to 1"),
        ("windows: {7: 0.1, 30", "windows: {week: 0.1, 30", "number of days"),
        ("conditional: 0.5, closed: 0}", "conditional: 0.5}", "missing"),
        ("conditional: 0.5, closed: 0}", "conditional: 2, closed: 0}", "from 0 to 1"),
        ("county: {of: dataset", "county: {of: city", "a cycle"),
        ("city: {of: dataset", "city: {of: city", "a cycle"),
        ("city: {of: dataset", "city: {of: shire", "not known"),
        ("city: {of: dataset", "city: {of: department", "the level below, county"),
        ("poor: {from: 0", "poor: {from: 1", "begin at 0"),
        ('version: "1.0"', 'version: "one"', "1.0 or 2026.1"),
        ('version: "1.0"', "version:", "missing"),
        ("methodology: 1", "methodology: 2", "only format 1"),
        ("\n    weight: 30\n", "\n    weight: 30\n    wait: 1\n", "did you mean weight?"),
    ],
)
def test_a_fault_is_refused_at_its_line(old: str, new: str, told: str):
    text = changed((old, new))
    assert any(told in fault for fault in refused(text).values())


def test_all_faults_are_told_at_once():
    text = changed(
        ("full: 1000000}", "full: many}"),
        ("county: {of: dataset", "county: {of: province"),
        ("      opening:\n        weight", "      opning:\n        weight"),
    )
    faults = refused(text)
    for part in ("full: many", "county: {of: province", "opning"):
        assert f"m.yaml:{line_of(text, part)}" in faults


def test_an_id_is_used_once():
    text = changed(("      recency:\n", "      timeliness:\n"))
    assert any("twice" in fault for fault in refused(text).values())
    text = changed(("      recency:\n", "      views:\n"))
    assert any("taken" in fault for fault in refused(text).values())


def test_one_indicator_may_be_used_twice_under_two_ids():
    text = changed(
        (
            "      recency:\n        weight: 30\n",
            "      newness:\n        indicator: recency\n        weight: 30\n",
        )
    )
    found = read_methodology(text, "m.yaml")
    assert [(one.id, one.name) for one in found.rules if one.name == "recency"] == [
        ("newness", "recency")
    ]


def test_parameters_that_are_not_named_have_their_defaults(shipped: Methodology):
    timeliness = next(rule for rule in shipped.rules if rule.id == "timeliness")
    assert timeliness.given["periods"]["monthly"] == 31
    assert timeliness.given["grace"] == 1


def test_a_version_is_told_apart_by_its_text(shipped: Methodology):
    other = read_methodology(changed(("{grace: 1", "{grace: 2")), "m.yaml")
    assert shipped.version == other.version
    assert shipped.digest != other.digest


def test_bands_begin_where_the_file_says(shipped: Methodology):
    scores = {
        100: "excellent",
        85: "excellent",
        84.9: "good",
        55: "good",
        30: "sufficient",
        0: "poor",
    }
    for score, band in scores.items():
        found = shipped.band(score)
        assert found is not None
        assert found.id == band
    assert shipped.band(None) is None


@given(st.lists(st.sampled_from(SHIPPED.splitlines()), max_size=60))
def test_any_heap_of_its_lines_is_read_or_refused(lines: list[str]):
    with suppress(MethodologyError):
        assert read_methodology("\n".join(lines), "m.yaml").rules
