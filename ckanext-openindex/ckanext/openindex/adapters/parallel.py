"""Rates batches of inputs in several processes: measuring is work of the processor."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from ckan import model
from ckanext.openindex.domain.methodology import Methodology

from . import rating
from .inputs import Stored
from .rolling import Changes

BATCH: Final = 250
AHEAD: Final = 3
"""Batches that wait for each process: so much of the catalogue is in memory at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of scores of a batch by one methodology, and the sums of their nodes."""

    rows: list[tuple[Any, ...]]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Task:
    """How inputs are rated."""

    methodologies: tuple[Methodology, ...]
    at: datetime
    computed: datetime


def parts(
    pool: ProcessPoolExecutor | None, task: Task, stored: Iterable[Stored]
) -> Iterator[list[Part]]:
    """For each batch of inputs, in their order, what each methodology makes of it."""
    waiting: deque[Future[list[Part]]] = deque()
    rest = iter(stored)
    while batch := list(islice(rest, BATCH)):
        if pool is None:
            yield rated(task, batch)
            continue
        waiting.append(pool.submit(rated, task, batch))
        if len(waiting) > AHEAD * pool._max_workers:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def rated(task: Task, stored: Sequence[Stored]) -> list[Part]:
    """A batch rated by each methodology."""
    found = []
    for methodology in task.methodologies:
        part = Part([], Changes())
        for one in stored:
            each = rating.rate(one, methodology, task.at, task.computed)
            part.rows.append(each.row)
            part.changes.add(each.nodes, each.tally)
        found.append(part)
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
