"""Reads and rates batches of inputs in several processes: measuring is work of the processor.

Each process reads its inputs and writes the lines of COPY by itself; what it hands back is text and
sums, so that the process that stores them has little to do.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ckan import model
from ckanext.openindex.domain.methodology import Methodology

from . import copying, inputs, rating
from .rolling import Changes

BATCH: Final = 500
AHEAD: Final = 3
"""Batches that wait for each process: so much of the catalogue is in memory at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """The scores of a batch by one methodology as lines of COPY, how many, and the sums of their
    nodes."""

    lines: str
    datasets: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class Task:
    """How inputs are rated: as of ``at``, from what was known at ``held``, None for now."""

    methodologies: tuple[Methodology, ...]
    at: datetime
    held: datetime | None
    computed: datetime


def parts(
    pool: ProcessPoolExecutor | None, task: Task, dataset_ids: Sequence[str]
) -> Iterator[list[Part]]:
    """For each batch of datasets, in their order, what each methodology makes of it."""
    waiting: deque[Future[list[Part]]] = deque()
    for start in range(0, len(dataset_ids), BATCH):
        batch = dataset_ids[start : start + BATCH]
        if pool is None:
            yield rated(task, batch)
            continue
        waiting.append(pool.submit(rated, task, batch))
        if len(waiting) > AHEAD * pool._max_workers:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def rated(task: Task, dataset_ids: Sequence[str]) -> list[Part]:
    """A batch rated by each methodology."""
    with model.meta.engine.connect() as connection:
        stored = inputs.read(connection, dataset_ids, task.held)
    found = []
    for methodology in task.methodologies:
        changes, rows = Changes(), []
        for one in stored:
            each = rating.rate(one, methodology, task.at, task.computed)
            rows.append(each.row)
            changes.add(each.nodes, each.tally)
        found.append(Part(copying.lines(rows), len(rows), changes))
    return found


@contextmanager
def processes(jobs: int) -> Iterator[ProcessPoolExecutor | None]:
    """``jobs`` processes while the block runs; None for one, which is this process.

    Not for a web process: it must have one thread only.
    """
    if jobs <= 1:
        yield None
        return
    # No connection may be shared with a child.
    model.Session.remove()
    model.meta.engine.dispose()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork) as pool:
        # All processes start with the first task: before this one connects again.
        pool.submit(int).result()
        yield pool
