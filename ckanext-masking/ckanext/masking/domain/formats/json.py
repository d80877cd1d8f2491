"""JSON, of any shape: each path is a column, keys are looked at as well as values."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import Final

from ckanext.masking.domain.formats._json import JsonDocument
from ckanext.masking.domain.formats._text import detect, pieces
from ckanext.masking.domain.formats.base import Format, Limits

_BEGIN: Final = re.compile(r"\s*[{\[]")


def open_json(path: Path, limits: Limits, *, lines: bool) -> tuple[JsonDocument, str] | None:
    """A document of JSON and the beginning of its text; None for a file that begins otherwise."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            return None
    encoding = detect(path)
    head = "".join(islice(pieces(path, encoding), 1))
    if not _BEGIN.match(head):
        return None
    document = JsonDocument(path, limits, encoding=encoding, lines=lines)
    document.facts["encoding"] = encoding.name
    return document, head


class JsonFormat(Format):
    name = "json"
    zh = "JSON"
    en = "JSON"
    rank = 30

    def open(self, path: Path, limits: Limits) -> JsonDocument | None:
        found = open_json(path, limits, lines=False)
        return found[0] if found else None
