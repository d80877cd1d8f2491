"""Measures masking: how well personal data are found, and how fast files are masked."""

from __future__ import annotations

import importlib.metadata

from bench.report import Report

from . import labelled, quality, reading_rows, speed, table


def run() -> Report:
    report = Report(
        "masking",
        "Masking",
        f"Detection on {labelled.SIZE:,} labelled values made from a seed, in columns with and "
        "without a telling header and in sentences, a seventh of the numbers disguised; 46 of 100 "
        "only look alike. Found means at least probable after the column's vote, and covered "
        "wholly. Generator and detectors have the same authors: real files will be harder. Speed "
        f"is that of a register made from a seed, {len(table.COLUMNS)} columns of text; each "
        "figure is the better of two runs in a process of its own, and memory is that of the "
        "process at its highest (there are threads, and no further processes).",
        versions={name: importlib.metadata.version(name) for name in ("polars", "phonenumbers")},
    )
    for row in quality.rows():
        report.add(row)
    for row in speed.rows():
        report.add(row)
    for row in reading_rows.rows():
        report.add(row)
    return report
