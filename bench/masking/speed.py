"""The speed of masking a register, beside a copy by the same reader and writer and Presidio.

Each run has a process of its own, so that its memory can be told, and the faster of two counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.report import Row

from . import peers, table, workbook

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
SHEET_ROWS = int(os.environ.get("BENCH_SHEET_ROWS", "100000"))
STRUCTURED, DETECTED = min(ROWS, 50_000), min(ROWS, 1_000)
MEMORY = 512
AGAINST_COPY = (
    ("checked", "three columns given, checked by form and checksum, masked", 0.6),
    ("hmac", "three columns given, pseudonyms by HMAC-SHA-256", 0.3),
    ("scan", "all columns searched, contents unknown", 0.3),
    ("release", "all columns searched, then masked for release", None),
)


def rows() -> Iterator[Row]:
    """Files of text, then workbooks, then the peers. Figures are rows a second."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "register.csv")
        table.write(path, ROWS)
        size = path.stat().st_size / 2**20
        copy = _best("copy", path)
        note = f"{ROWS:,} rows, {size:.0f} MB, {copy['seconds']:.1f} s"
        yield Row("copy by our reader and writer", _speed(copy), note=note, unit="rows/s")
        bare = _best("polars", path)
        note = "does not look at encoding, titles, quotes; drops the line ends that there were"
        yield Row("copy by polars alone", _speed(bare), note=note, unit="rows/s")
        found: dict[str, dict[str, float]] = {}
        for what, name, aim in AGAINST_COPY:
            found[what] = one = _best(what, path)
            note = f"beside the copy; {one['seconds']:.1f} s, {one['peak_mb']:.0f} MB"
            yield Row(name, _speed(one), _speed(copy), aim, note, "rows/s", "ratio")
        peak = max(one["peak_mb"] for one in found.values())
        yield Row("memory of these, at most", round(peak), aim=MEMORY, unit="MB", better="lower")
        yield from _peers(path, found)
        yield from _sheets(Path(folder))


def _peers(path: Path, found: dict[str, dict[str, float]]) -> Iterator[Row]:
    given = peers.run("structured", path, STRUCTURED)
    note = f"presidio-structured on the first {STRUCTURED:,} rows, columns given"
    theirs = given["rows"] / given["seconds"]
    yield Row("three columns given", _speed(found["checked"]), theirs, 20, note, "rows/s", "ratio")
    searched = peers.run("detection", path, DETECTED)
    note = f"Presidio by patterns, without a language model, on the first {DETECTED:,} rows"
    theirs = searched["rows"] / searched["seconds"]
    yield Row("all columns searched", _speed(found["scan"]), theirs, 200, note, "rows/s", "ratio")


def _sheets(folder: Path) -> Iterator[Row]:
    path = folder / "register.xlsx"
    workbook.write(path, SHEET_ROWS)
    copy, ours = _best("copy", path), _best("checked", path)
    note = (
        f"seconds, {SHEET_ROWS:,} rows; the peer reads and writes alone; {ours['peak_mb']:.0f} MB"
    )
    name = "workbook read, masked and written"
    yield Row(name, ours["seconds"], copy["seconds"], 1.5, note, "s", "ratio", "lower")


def _best(what: str, path: Path) -> dict[str, Any]:
    runs = [_side(what, path) for _ in range(2)]
    return {
        "seconds": min(one["seconds"] for one in runs),
        "peak_mb": max(one["peak_mb"] for one in runs),
        "rows": SHEET_ROWS if path.suffix == ".xlsx" else ROWS,
    }


def _side(what: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.masking.side", what, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def _speed(one: dict[str, Any]) -> int:
    return round(one["rows"] / one["seconds"])
