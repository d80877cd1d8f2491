"""Examines files in a process of its own, with bounds on memory and time.

Whatever a file does to a parser, only that process dies of it, and the finding says so.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Iterable
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from ckanext.openindex.domain.facts import Inspection
from ckanext.openindex.domain.inspection.base import Limits
from ckanext.openindex.domain.inspection.declared import Declared
from ckanext.openindex.domain.inspection.examining import examine

MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space; a million rows of hashes and a workbook of 500 MB fit in it."""
SECONDS = 120.0

Found = tuple[Inspection, dict[str, Any]]
Asked = tuple[Path, datetime, bool, str, tuple[Declared, ...], Limits]


class Guarded:
    """``examine`` behind a wall. Use it in a ``with``; one process serves many files."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._context = multiprocessing.get_context("spawn")
        self._process: Any = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Guarded:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def examine(
        self,
        path: Path,
        checked: datetime,
        *,
        whole: bool = True,
        declared_format: str = "",
        columns: Iterable[Declared] = (),
        limits: Limits = Limits(),  # noqa: B008
    ) -> Found:
        """As ``examining.examine``; a fault ``timeout`` or ``crashed`` when it did not end well."""
        pipe = self._started()
        pipe.send((path, checked, whole, declared_format, tuple(columns), limits))
        word = "timeout"
        if pipe.poll(self._seconds):
            try:
                return cast("Found", pipe.recv())
            except (EOFError, OSError):
                word = "crashed"
        self._end()
        return Inspection(checked, bytes=path.stat().st_size, truncated=not whole, fault=word), {}

    def _started(self) -> Connection:
        if self._pipe is None:
            self._pipe, theirs = self._context.Pipe()
            self._process = self._context.Process(
                target=_serve, args=(theirs, self._memory), daemon=True
            )
            self._process.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def _serve(pipe: Connection, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        try:
            asked = cast("Asked", pipe.recv())
        except EOFError:
            return
        pipe.send(_answered(asked))


def _answered(asked: Asked) -> Found:
    path, checked, whole, declared_format, columns, limits = asked
    try:
        return examine(
            path,
            checked,
            whole=whole,
            declared_format=declared_format,
            columns=columns,
            limits=limits,
        )
    except MemoryError:
        return Inspection(checked, truncated=not whole, fault="too_large"), {}
    except Exception as error:
        # A parser may raise anything for bytes it was not made for.
        said = {"said": type(error).__name__}
        return Inspection(checked, truncated=not whole, fault="unreadable"), said
