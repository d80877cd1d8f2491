"""Two things at a time: columns beside each other, and the next block while one is worked on.

Threads do, for polars lets go of the interpreter while it works. Nothing is held but the one block
that is ready and the one that is worked on.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")
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
