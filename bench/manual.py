"""Puts the tables of all results into ``docs/measurements.md``."""

from __future__ import annotations

from pathlib import Path

from .report import RESULTS

MANUAL = Path(__file__).parents[1] / "docs" / "measurements.md"
HEAD = """# What was measured

Each table is written by the command below it, beside a named peer in the same run, on the same
machine. Ratios carry over to other machines; single times do not. The figures in machine-readable
form are in `bench/results/`.

"""


def text(results: Path = RESULTS) -> str:
    """The manual's page: a head, and the tables in the order of their names."""
    tables = [path.read_text("utf-8") for path in sorted(results.glob("*.md"))]
    return HEAD + "\n".join(tables)


def write() -> None:
    MANUAL.write_text(text(), "utf-8")
