"""Makes fragments in several processes: describing datasets is work of the processor."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, Final

from ckan import model

from . import making
from .listing import Listed

AHEAD: Final = 2
"""Batches that wait for each process."""


class Makers:
    """Processes that make fragments; with one, this process does it."""

    def __init__(self, pool: ProcessPoolExecutor | None, jobs: int) -> None:
        self._pool, self._jobs = pool, jobs
        self._waiting: set[Future[int]] = set()
        self.made = 0

    def make(self, rows: Sequence[Listed]) -> None:
        """Make fragments of ``rows``, or let them be made while this process goes on."""
        for start in range(0, len(rows), making.BATCH):
            batch = rows[start : start + making.BATCH]
            if self._pool is None:
                self.made += len(making.make(batch))
            else:
                self._waiting.add(self._pool.submit(_make, batch))
                self._settle(self._jobs * AHEAD)

    def finish(self) -> int:
        """Wait for all of them; how many fragments were made."""
        self._settle(0)
        return self.made

    def _settle(self, most: int) -> None:
        while len(self._waiting) > most:
            done, self._waiting = wait(self._waiting, return_when=FIRST_COMPLETED)
            self.made += sum(one.result() for one in done)


@contextmanager
def makers(jobs: int, app: Any) -> Iterator[Makers]:
    """``jobs`` processes with the Flask application ``app`` while the block runs.

    Not for a web process: it must have one thread only.
    """
    if jobs <= 1:
        yield Makers(None, 1)
        return
    # No connection may be shared with a child.
    model.Session.remove()
    model.meta.engine.dispose()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork, initializer=_start, initargs=(app,)) as pool:
        # All processes start with the first task: before this one connects again.
        pool.submit(int).result()
        found = Makers(pool, jobs)
        yield found
        found.finish()


def _start(app: Any) -> None:
    app.test_request_context().push()


def _make(rows: Sequence[Listed]) -> int:
    made = making.make(rows)
    model.Session.expunge_all()
    return len(made)
