"""The computation alone: stored facts as JSON lines in, scores and sums of all nodes out.

``python -m bench.openindex.pure COUNT`` prints the seconds, the memory and the province's score.
Each process streams its share of the lines and holds one dataset at a time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.methodology import load_methodology
from ckanext.openindex.domain.mqa import mqa
from ckanext.openindex.domain.rollup import ROOT, Tree, path
from ckanext.openindex.domain.scoring import Scorer

from bench.memory import peak_mb

from .made import AS_OF, datasets

MANY = int(os.environ.get("BENCH_DATASETS", "10000"))
MORE = 10 * MANY
JOBS = os.cpu_count() or 1
CHANGES = 200


def measured(count: int) -> dict[str, Any]:
    """What :func:`main` prints for ``count`` datasets, measured in a process of its own."""
    command = [sys.executable, "-m", "bench.openindex.pure", str(count)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(said.strip().splitlines()[-1])


def main(count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.jsonl"
        with file.open("w", encoding="utf-8") as out:
            for facts in datasets(count):
                out.write(json.dumps(facts.as_dict()) + "\n")
        began = time.perf_counter()
        with ProcessPoolExecutor(JOBS, get_context("fork")) as pool:
            parts = list(pool.map(partial(_share, file), range(JOBS)))
        tree = parts[0][0]
        for part, _ in parts[1:]:
            for name, tally in part.tallies.items():
                if name in tree.tallies:
                    tree.tallies[name].add(tally)
                else:
                    tree.tallies[name] = tally
            tree.nodes |= part.nodes
            tree.parents |= part.parents
        figures = tree.figures()
        seconds = time.perf_counter() - began
        memory = sum(peak for _, peak in parts)
        change = _change(tree, file)
    return {
        "seconds": seconds, "memory_mb": memory, "nodes": len(figures),
        "score": figures[ROOT].score, "change_seconds": change,
    }  # fmt: skip


def _share(file: Path, number: int) -> tuple[Tree, float]:
    """Every ``JOBS``-th line from ``number``: the tree of it, and the peak of memory in MB."""
    methodology = load_methodology()
    scorer, tree = Scorer(methodology), Tree(methodology)
    for facts in _facts(file, number):
        found = scorer.score(facts, AS_OF)
        mqa(facts)
        json.dumps(found.figure.values())
        json.dumps(found.tally.as_dict())
        tree.add(path(facts), found.tally)
    return tree, peak_mb()


def _facts(file: Path, number: int) -> Iterator[DatasetFacts]:
    with file.open(encoding="utf-8") as lines:
        for line in islice(lines, number, None, JOBS):
            yield DatasetFacts.from_dict(json.loads(line))


def _change(tree: Tree, file: Path) -> float:
    """Seconds from one dataset's changed facts to the new figures of its path, the median."""
    scorer = Scorer(tree.methodology)
    taken: list[float] = []
    for facts in islice(_facts(file, 0), CHANGES):
        old = scorer.score(facts, AS_OF)
        began = time.perf_counter()
        nodes, new = path(facts), scorer.score(facts, AS_OF)
        tree.take(nodes, old.tally)
        tree.add(nodes, new.tally)
        for node in nodes:
            tree.figure(node)
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2]


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
