"""What the index knows of a dataset beyond CKAN's own fields (declared in ``config/solr``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from .normal import simplify
from .pinyin import syllables

API_FORMATS = frozenset({"api", "wms", "wfs", "wmts", "sparql", "odata", "rest", "json-api"})
MAP_FORMATS = frozenset(
    {"geojson", "shp", "shapefile", "kml", "kmz", "gpkg", "gml", "wms", "wfs", "wmts", "topojson"}
)
COPIED = (
    "theme", "industry", "service", "data_domain", "share_type", "open_type", "update_cycle",
    "res_code",
)  # fmt: skip
DAYS = ("pub_date", "data_modified", "temporal_start", "temporal_end")
# Never indexed as they are: too long for a Solr string (32,766 bytes), and of no use to a reader.
LEFT_OUT = ("elements", "spatial", "source_flags")
MAX_VALUES = 500
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Surroundings:
    """What a dataset's document takes from elsewhere: ancestors' codes and ids, names, labels."""

    division_path: Sequence[str] = ()
    catalogue_path: Sequence[str] = ()
    org_title: str = ""
    org_short_names: Sequence[str] = ()
    class_labels: Sequence[str] = ()
    usage: int = 0


def fields(dataset: Mapping[str, Any], around: Surroundings) -> dict[str, Any]:
    """Index fields of ``dataset`` (the contract's field names); empty ones are left out."""
    elements, resources = _dicts(dataset.get("elements")), _dicts(dataset.get("resources"))
    names = _texts(e.get("name") for e in elements)
    org_names = _texts([*around.org_short_names, dataset.get("provider_unit")])
    title = str(dataset.get("title") or "")
    tags = _texts(t.get("display_name") or t.get("name") for t in _dicts(dataset.get("tags")))
    found: dict[str, Any] = {
        "govopen_grade": dataset.get("grade") or "public",
        "govopen_status": dataset.get("status") or "published",
        "division_path": list(around.division_path),
        "catalogue_path": list(around.catalogue_path),
        "element_names": names,
        "element_codes": _texts(e.get("element_code") for e in elements),
        "org_title": around.org_title,
        "org_names": org_names,
        "class_labels": list(around.class_labels),
        "title_pinyin": _spoken(title),
        "pinyin": [_spoken(t) for t in _texts([around.org_title, *org_names, *tags, *names])],
        "usage": around.usage,
        "has_api": any(_is(r, "api", API_FORMATS) for r in resources),
        "has_map": any(_is(r, "map", MAP_FORMATS) for r in resources),
        # Small numbers as words: a facet on them sums up to all files and services a reader sees.
        "file_count": str(sum((r.get("kind") or "file") == "file" for r in resources)),
        "api_count": str(sum(_is(r, "api", API_FORMATS) for r in resources)),
    }
    found |= {key: dataset[key] for key in COPIED if dataset.get(key)}
    found |= {key: day for key in DAYS if (day := _day(dataset.get(key)))}
    return {key: value for key, value in found.items() if value not in ("", [], None)}


def usage(dataset: Mapping[str, Any]) -> int:
    """Views plus downloads that the source reported, as one number to sort by."""
    return sum(_whole(dataset.get(key)) for key in ("source_views", "source_downloads"))


def _whole(value: object) -> int:
    try:
        return max(0, int(float(str(value))))
    except (ValueError, OverflowError):
        return 0


def _spoken(text: str) -> str:
    return " ".join(syllables(simplify(text)))


def _is(resource: Mapping[str, Any], kind: str, formats: frozenset[str]) -> bool:
    return resource.get("kind") == kind or str(resource.get("format") or "").lower() in formats


def _day(value: object) -> str:
    """An ISO day as Solr wants it; a month or a year alone is not a day and is left out."""
    match = _DAY.match(str(value or ""))
    return f"{match.group()}T00:00:00Z" if match else ""


def _texts(values: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(str(v)[:300] for v in values if v))[:MAX_VALUES]


def _dicts(value: object) -> list[Mapping[str, Any]]:
    entries = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("Mapping[str, Any]", entry) for entry in entries if isinstance(entry, Mapping)]
