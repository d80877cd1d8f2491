"""The manual tells the method as the code has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ckanext.openindex.domain.indicators import Indicator, registry
from ckanext.openindex.domain.methodology import load_methodology
from ckanext.openindex.domain.methodology.model import Dimension, Rule

MANUAL = (Path(__file__).parents[3] / "docs" / "openindex.md").read_text("utf-8")
SHIPPED = load_methodology()


@pytest.mark.parametrize("dimension", SHIPPED.dimensions, ids=lambda one: one.id)
def test_a_dimension_has_its_heading_with_its_weight(dimension: Dimension):
    heading = f"### {dimension.title.en} {dimension.title.zh} ({dimension.weight:g})\n"
    assert heading in MANUAL
    assert f"{dimension.about.en} {dimension.about.zh}" in MANUAL


@pytest.mark.parametrize("rule", SHIPPED.rules, ids=lambda one: one.id)
def test_an_indicator_has_its_row_with_weight_parameters_and_source(rule: Rule):
    start = f"| `{rule.id}` {rule.title.en} {rule.title.zh} | {rule.weight:g} | "
    row = next(line for line in MANUAL.splitlines() if line.startswith(start))
    assert row.endswith(f"| {registry()[rule.name].source} |")


@pytest.mark.parametrize("indicator", registry().values(), ids=registry())
def test_a_parameter_has_its_row_with_default_and_meaning(indicator: Indicator):
    for name, parameter in indicator.parameters.items():
        start = f"| `{indicator.name}` | `{name}` | "
        row = next(line for line in MANUAL.splitlines() if line.startswith(start))
        assert row.endswith(f"| {parameter.zh}; {parameter.en} |")
        if isinstance(parameter.default, int | float):
            assert row.startswith(f"{start}{parameter.default:,.10g} |")


def test_the_bands_are_told_with_their_beginnings():
    text = re.sub(r"\s+", " ", MANUAL)
    for band in SHIPPED.bands[:-1]:
        assert f"{band.title.zh} {band.title.en.lower()} from {band.least:g}" in text
