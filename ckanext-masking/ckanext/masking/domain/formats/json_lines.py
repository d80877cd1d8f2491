"""JSON Lines: one JSON text per line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from ckanext.masking.domain.formats._json import JsonDocument
from ckanext.masking.domain.formats.base import Format, Limits
from ckanext.masking.domain.formats.json import open_json

_LOOKED_AT: Final = 2
"""Lines that are each a JSON text by itself: in JSON over several lines the first never is."""


class JsonLinesFormat(Format):
    name = "json_lines"
    zh = "JSON Lines"
    en = "JSON Lines"
    rank = 20

    def open(self, path: Path, limits: Limits) -> JsonDocument | None:
        found = open_json(path, limits, lines=True)
        if found is None:
            return None
        document, head = found
        lines = [line for line in head.split("\n") if line.strip()][:_LOOKED_AT]
        return document if len(lines) == _LOOKED_AT and _sound(lines[0]) else None


def _sound(line: str) -> bool:
    """Whether a line is a JSON text."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
