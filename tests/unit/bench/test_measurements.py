"""The manual's figures are those of the committed results."""

from __future__ import annotations

import json

import pytest

from bench import __main__ as bench
from bench import manual
from bench.report import RESULTS

RESULT_FILES = sorted(RESULTS.glob("*.json"))


def test_the_manual_shows_the_committed_results():
    assert manual.MANUAL.read_text("utf-8") == manual.text()


@pytest.mark.parametrize("path", RESULT_FILES, ids=lambda path: path.stem)
def test_each_result_is_of_a_benchmark_that_is_here_and_names_its_command(path):
    result = json.loads(path.read_text("utf-8"))
    assert path.stem in bench.names()
    assert result["command"] == f"make bench B={path.stem}"
    assert result["machine"]["cpus"]
    assert result["versions"]["ckan"]
    for row in result["rows"]:
        assert {"name", "ours", "peer", "ratio", "aim", "met", "note"} <= set(row)
