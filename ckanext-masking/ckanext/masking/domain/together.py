"""Several things at a time: columns beside each other, the next block while one is worked on, and
the last one while it is written.

Threads do, for polars lets go of the interpreter while it works. Nothing is held but the block that
is ready, the one that is worked on and the one that is written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
WORKERS: Final = min(4, os.cpu_count() or 1)


@contextmanager
def workers() -> Generator[ThreadPoolExecutor]:
    """A pool for the columns of a file; what is left is dropped when the block ends in an error."""
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="masking")
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def ahead(items: Iterator[T]) -> Iterator[T]:
    """``items``, the next of which is made while one is worked on."""
    end = object()
    with ThreadPoolExecutor(1, thread_name_prefix="masking-read") as pool:
        coming: Future[T | object] = pool.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = pool.submit(next, items, end)
            yield item  # pyright: ignore[reportReturnType]


@contextmanager
def behind(function: Callable[P, None]) -> Generator[Callable[P, None]]:
    """``function`` in a thread of its own: a call returns when the one before it is done.

    Calls are made one after the other, in their order. What a call raises is raised by the next
    one, or when the block ends.
    """
    pending: list[Future[None]] = []

    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        if pending:
            pending.pop().result()
        pending.append(pool.submit(function, *args, **kwargs))

    with ThreadPoolExecutor(1, thread_name_prefix="masking-write") as pool:
        yield call
        if pending:
            pending.pop().result()
