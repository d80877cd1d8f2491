"""Answers that clients may keep: tagged, told apart by what was asked, not sent twice."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Final

from flask import Response, request, stream_with_context

PIECE: Final = 64 * 1024
"""Characters that are gathered before they are sent."""


def not_modified(
    etag: str, modified: datetime | None = None, vary: str = "Accept"
) -> Response | None:
    """304 when the client has what ``etag`` (weak) names, or what ``modified`` (UTC) dates."""
    response = tag(Response(status=200), etag, modified, vary)
    response.make_conditional(request)
    return response if response.status_code == 304 else None


def tag(
    response: Response, etag: str, modified: datetime | None = None, vary: str = "Accept"
) -> Response:
    """Add ETag, Last-Modified and Vary."""
    response.set_etag(etag, weak=True)
    if modified is not None:
        if modified.tzinfo is None:
            modified = modified.replace(tzinfo=timezone.utc)
        response.last_modified = modified
    response.vary.update(filter(None, vary.split(", ")))
    return response


def streamed(pieces: Iterable[str], content_type: str, name: str) -> Response:
    """Send ``pieces`` as they come, compressed where the client takes gzip."""
    body: Iterator[bytes] = _gathered(pieces)
    zipped = request.accept_encodings["gzip"] > 0
    if zipped:
        body = _gzip(body)
    response = Response(stream_with_context(body), content_type=f"{content_type}; charset=utf-8")
    if zipped:
        response.content_encoding = "gzip"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _gathered(pieces: Iterable[str]) -> Iterator[bytes]:
    waiting, length = list[str](), 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= PIECE:
            yield "".join(waiting).encode("utf-8")
            waiting, length = [], 0
    yield "".join(waiting).encode("utf-8")


def _gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(level=1, wbits=zlib.MAX_WBITS | 16)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
