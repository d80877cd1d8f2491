"""Answers that clients may keep: tagged, told apart by what was asked, not sent twice."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.prov.adapters.reader import Reader
from ckanext.prov.fragments import listing
from ckanext.prov.fragments.stamps import Stamp
from flask import Response, g, jsonify, request, stream_with_context
from werkzeug.datastructures import MIMEAccept

PIECE: Final = 64 * 1024
"""Characters that are gathered before they are sent."""


def not_modified(etag: str, modified: datetime | None = None) -> Response | None:
    """304 when the client has what ``etag`` (weak) names, or what ``modified`` (UTC) dates."""
    response = tag(Response(status=200), etag, modified)
    response.make_conditional(request)
    return response if response.status_code == 304 else None


def tag(response: Response, etag: str, modified: datetime | None = None) -> Response:
    """Add ETag (weak: blank nodes of others may be named anew) and Last-Modified."""
    response.set_etag(etag, weak=True)
    if modified is not None:
        response.last_modified = modified
    return response


def reader() -> Reader:
    """Who asks."""
    return Reader(g.user or "", bool(getattr(g.userobj, "sysadmin", False)))


def chosen(offers: Sequence[str]) -> str | None:
    """Which media type the client likes best, by ``Accept`` with its weights; None: none of them.

    Without the header, and among those liked alike, the first of ``offers``. Parameters of a type
    (a charset, a profile of JSON-LD) are no reason to refuse it.
    """
    asked = request.accept_mimetypes
    accepted = MIMEAccept((kind.partition(";")[0].strip(), weight) for kind, weight in asked)
    if not request.headers.get("Accept", "").strip():
        return offers[0]
    return accepted.best_match([one for one in offers if accepted.quality(one) > 0])


def not_acceptable(available: Sequence[Mapping[str, str]]) -> Response:
    """406 with the list of what there is (RFC 9110, section 15.5.7)."""
    response = jsonify({"error": tk._("None of the types you accept is there."),
                        "available": list(available)})  # fmt: skip
    response.status_code = 406
    for one in available:
        response.headers.add("Link", f'<{one["url"]}>; rel="alternate"; type="{one["type"]}"')
    return response


def vary(response: Response) -> Response:
    """Say that another ``Accept`` would have got another answer."""
    response.vary.add("Accept")
    return response


def personal(response: Response) -> Response:
    """Say that another reader may get another answer."""
    response.vary.update(("Cookie", "Authorization"))
    return response


def private_unless(package: model.Package, reader: Reader, stamp: Stamp | None = None) -> None:
    """Let shared caches keep only what everybody gets."""
    everybody = not reader.user and (
        stamp.public if stamp is not None else listing.open_to_all([package.id])
    )
    if not everybody:
        # What CKAN looks at when it writes Cache-Control.
        request.environ["__no_cache__"] = True


def streamed(pieces: Iterable[str], content_type: str, name: str) -> Response:
    """Send ``pieces`` as they come, compressed where the client takes gzip."""
    body: Iterator[bytes] = _gathered(pieces)
    zipped = request.accept_encodings["gzip"] > 0
    if zipped:
        body = _gzip(body)
    response = Response(stream_with_context(body), content_type=f"{content_type}; charset=utf-8")
    response.vary.add("Accept-Encoding")
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
