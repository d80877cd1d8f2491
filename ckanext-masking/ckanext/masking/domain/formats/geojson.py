"""GeoJSON (RFC 7946): JSON whose ``coordinates`` and ``bbox`` are places, whatever they hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from ckanext.masking.domain.formats._json import JsonDocument
from ckanext.masking.domain.formats.base import Format, Limits
from ckanext.masking.domain.formats.json import open_json

_TYPE: Final = re.compile(
    r'"type"\s*:\s*"(?:Feature|FeatureCollection|GeometryCollection'
    r'|(?:Multi)?(?:Point|LineString|Polygon))"'
)


class GeoJsonFormat(Format):
    name = "geojson"
    zh = "GeoJSON"
    en = "GeoJSON"
    rank = 25

    def open(self, path: Path, limits: Limits) -> JsonDocument | None:
        found = open_json(path, limits, lines=False)
        if found is None:
            return None
        document, head = found
        return document if _TYPE.search(head) else None
