"""Which format a distribution has, and which distributions of a dataset can be fetched at all."""

from __future__ import annotations

from typing import Final

from ckanext.openindex.domain.facts import DatasetFacts, Inspection, ResourceFacts

_ALIASES: Final = {
    "jsonlines": "json", "jsonl": "json", "ndjson": "json", "excel": "xlsx", "word": "docx",
    "json-ld": "jsonld", "turtle": "ttl", "rdf/xml": "rdf", "n-triples": "nt", "text": "txt",
    "htm": "html", "shapefile": "shp", "geo+json": "geojson", "接口": "api", "rest": "api",
    "网页": "html", "文本": "txt", "jpg": "jpeg", "tif": "tiff", "gz": "gzip", "text/csv": "csv",
}  # fmt: skip
BROKEN: Final = frozenset({"empty", "encrypted", "bomb", "unreadable"})
"""Faults of an inspection that lie in the file."""


def folded(word: str) -> str:
    """``word`` as a format is called here: lower case, no dot, one name for each format."""
    plain = word.strip().lower().removeprefix(".")
    return _ALIASES.get(plain, plain)


def declared_format(resource: ResourceFacts) -> str:
    """The format as declared, else the ending of its address, else an empty text."""
    if resource.format:
        return folded(resource.format)
    name = (resource.download_url or resource.url).partition("?")[0].rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return folded(ending) if stem and dot and len(ending) <= 8 else ""


def true_format(resource: ResourceFacts) -> str:
    """The format found by opening the file; as declared when it was not opened or recognised.

    A DataStore table is called after what was declared, or ``api``. The order of evidence is that
    of ckanext-qa: what the bytes are, the declaration, the ending of the address.
    """
    found = resource.inspection.format if resource.inspection is not None else ""
    if found and found != "datastore":
        return folded(found)
    return declared_format(resource) or ("api" if resource.api else "")


def reachable(resource: ResourceFacts) -> bool | None:
    """Whether its file, or else its page, answered; None when nothing was probed.

    The probe of the download counts before that of the access address, which may be a page.
    """
    probe = resource.download or resource.access
    return None if probe is None else probe.reachable


def broken(inspection: Inspection | None) -> bool:
    """Whether the file is known to be of no use: what we could not read for our own bounds
    (``too_large``, ``timeout``) is not."""
    return inspection is not None and inspection.fault in BROKEN


def usable(facts: DatasetFacts) -> list[ResourceFacts]:
    """The distributions that are not known to be out of reach or broken: a file that nobody can
    fetch or open opens nothing, so no other indicator gives points for it."""
    return [
        one for one in facts.resources if reachable(one) is not False and not broken(one.inspection)
    ]
