"""Brings the beginning of a file to where it can be examined."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.openindex.adapters import local
from ckanext.openindex.adapters.fetching import Failed, Fetcher
from ckanext.openindex.domain.probing import plan


@dataclass(frozen=True)
class Taken:
    """``path`` holds the first bytes, all of them when ``whole``; ``size`` and ``digest`` are of
    all that was read, and ``digest`` is empty when that was not everything."""

    path: Path
    whole: bool
    size: int
    digest: str


@contextlib.contextmanager
def uploaded(resource_id: str, most: int) -> Iterator[Taken]:
    """An upload out of CKAN's storage, read to its end and kept up to ``most`` bytes.

    Raises Failed (``gone``) when it is not there.
    """
    with tempfile.TemporaryDirectory(prefix="openindex-") as folder:
        try:
            taken = _spooled(local.pieces(resource_id), Path(folder) / "file", most, to_end=True)
        except (OSError, LookupError) as error:
            raise Failed("gone", str(error)[:200]) from error
        yield taken


@contextlib.contextmanager
def downloaded(fetcher: Fetcher, url: str, most: int) -> Iterator[Taken]:
    """A file from the network, left after ``most`` bytes. Raises Failed."""
    with tempfile.TemporaryDirectory(prefix="openindex-") as folder:
        with fetcher.asked("GET", url, {}) as answer:
            if word := plan.fault(answer.status):
                raise Failed(word, hops=answer.hops)
            taken = _spooled(answer.pieces(), Path(folder) / "file", most, to_end=False)
        yield taken


def _spooled(pieces: Iterable[bytes], path: Path, most: int, *, to_end: bool) -> Taken:
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece[: max(0, most - size)])
            size += len(piece)
            digest.update(piece)
            if size > most and not to_end:
                return Taken(path, False, most, "")
    return Taken(path, size <= most, size, digest.hexdigest())
