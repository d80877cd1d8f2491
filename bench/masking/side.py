"""One run of one thing in a process of its own: prints seconds, CPU seconds and peak memory.

``python -m bench.masking.side WHAT FILE``; what it is compared with is another of the same.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from ckanext.masking.domain.engine import Order, apply_file, scan_file
from ckanext.masking.domain.formats import open_document
from ckanext.masking.domain.formats.base import Block, Columns
from ckanext.masking.domain.keys import DatasetKeys, MasterKey
from ckanext.masking.domain.policy.model import CLEAR, Action, Condition, Policy, Rule
from ckanext.masking.domain.policy.ready import ready_made

from bench.memory import peak_mb

from . import table, workbook

KEYS = DatasetKeys(MasterKey.of(bytes(range(32))), "bench")
PARTS = ({"prefix": 1}, {"prefix": 3, "suffix": 4}, {"prefix": 6, "suffix": 4})


def named(*actions: Action) -> Policy:
    """A policy that names the three personal columns, and the others to be left."""
    others = tuple(name for name in table.COLUMNS if name not in table.PERSONAL)
    rules = [Rule("others", "其余", "others", Condition(columns=others), CLEAR)]
    for name, do in zip(table.PERSONAL, actions, strict=True):
        rules.append(Rule(name, name, name, Condition(columns=(name,)), do))
    return Policy("bench", "1", "测", "bench", tuple(rules))


def copy(path: Path, out: Path) -> None:
    """Read and written by the same reader and writer, cells split and joined, nothing masked."""
    _, document = open_document(path)
    with out.open("wb") as file:
        document.write(file, _untouched)


def _untouched(block: Block) -> Columns:
    block.columns()
    return {}


def polars(path: Path, out: Path) -> None:
    """What polars itself takes, without a look at encoding, layout, line ends and quotes."""
    pl.scan_csv(path, infer_schema=False).sink_csv(out)


def checked(path: Path, out: Path) -> None:
    """Names 1+0, mobiles 3+4, identity numbers 6+4, each checked by its form and checksum."""
    masked(path, out, named(*(Action("partial", part) for part in PARTS)))


def hmac(path: Path, out: Path) -> None:
    masked(path, out, named(*(Action("hmac_sha256"),) * 3))


def release(path: Path, out: Path) -> None:
    """All columns searched, then masked by the ready-made policy for release."""
    masked(path, out, ready_made("release-public"))


def scan(path: Path, out: Path) -> None:
    """All columns searched, nothing written."""
    found = scan_file(path)
    if found.held is not None:
        raise SystemExit(found.held.en)


def masked(path: Path, out: Path, policy: Policy) -> None:
    report = apply_file(path, out, policy, Order(keys=KEYS))
    if report.held is not None:
        raise SystemExit(report.held.en)


WHAT: dict[str, Callable[[Path, Path], None]] = {
    one.__name__: one for one in (copy, polars, checked, hmac, release, scan)
}


def main(what: str, path: Path) -> None:
    with TemporaryDirectory(dir=path.parent) as folder:
        small = Path(folder, f"small{path.suffix}")
        (workbook if path.suffix == ".xlsx" else table).write(small, 100)
        WHAT[what](small, Path(folder, "warm"))  # so that modules and word lists are there
        begun, cpu = time.perf_counter(), time.process_time()
        WHAT[what](path, Path(folder, "out"))
        seconds, used = time.perf_counter() - begun, time.process_time() - cpu
    print(json.dumps({"seconds": seconds, "cpu": used, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
