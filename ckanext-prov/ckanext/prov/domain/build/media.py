"""Media types of files: from what CKAN knows of a resource to the IRI of IANA's register."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from ckanext.prov.domain.terms import MEDIA_TYPES, Iri

# Format as CKAN writes it: media type of IANA's register (https://www.iana.org/assignments/
# media-types/). A format that is not registered has none here.
BY_FORMAT: Final = MappingProxyType(
    {
        "CSV": "text/csv",
        "TSV": "text/tab-separated-values",
        "TXT": "text/plain",
        "HTML": "text/html",
        "XLS": "application/vnd.ms-excel",
        "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "DOC": "application/msword",
        "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "ODS": "application/vnd.oasis.opendocument.spreadsheet",
        "JSON": "application/json",
        "JSON-LD": "application/ld+json",
        "GEOJSON": "application/geo+json",
        "XML": "application/xml",
        "RDF": "application/rdf+xml",
        "TTL": "text/turtle",
        "N-TRIPLES": "application/n-triples",
        "PDF": "application/pdf",
        "ZIP": "application/zip",
        "GZ": "application/gzip",
        "KML": "application/vnd.google-earth.kml+xml",
        "GPKG": "application/geopackage+sqlite3",
        "PARQUET": "application/vnd.apache.parquet",
        "PNG": "image/png",
        "JPEG": "image/jpeg",
        "JPG": "image/jpeg",
        "TIFF": "image/tiff",
    }
)
_WORKBOOK: Final = "application/vnd.ms-excel"
_GIVEN: Final = re.compile(r"\s*([a-z]+/[a-z0-9.+_-]+)\s*(?:;(.*))?\Z", re.IGNORECASE | re.DOTALL)
_CHARSET: Final = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)


def media_type(format: str, mimetype: str) -> Iri | None:
    """The IRI of a resource's media type; None when it is not known.

    ``mimetype`` is taken when it is one, without its parameters. ``application/vnd.ms-excel`` is
    the type of .xls; on a file whose format is XLSX it is a mistake, and the format decides.
    """
    by_format = BY_FORMAT.get(format.strip().upper().lstrip("."))
    found = _GIVEN.match(mimetype) or _GIVEN.match(format)
    given = found.group(1).lower() if found else ""
    if given == _WORKBOOK and by_format:
        given = by_format
    name = given or by_format
    return MEDIA_TYPES(name) if name else None


def charset(format: str, mimetype: str) -> str:
    """The character encoding that stands in a media type's parameters; empty when none does."""
    for given in (mimetype, format):
        found = _GIVEN.match(given)
        parameter = _CHARSET.search(found.group(2) or "") if found else None
        if parameter:
            return parameter.group(1)
    return ""
