"""The controlled vocabularies the assessment asks for, as far as data portals use them.

File types: the authority table of the EU Publications Office; which of them are non-proprietary
or machine-readable: ``edp-non-proprietary-format`` and ``edp-machine-readable-format`` of the
European Data Portal's vocabularies. Licences and access rights: the authority tables. Media
types: IANA's registry.
"""

from __future__ import annotations

from typing import Final

from ckanext.openindex.domain.formats import folded

AUTHORITY: Final = "publications.europa.eu/resource/authority/"
_RDF: Final = "RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML"
NON_PROPRIETARY: Final = frozenset(
    f"BMP CSV DBF GEOJSON GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG {_RDF} RSS "
    "RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP".split()
)
MACHINE_READABLE: Final = frozenset(
    f"CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA {_RDF} RSS SHP XLS XLSX XML".split()
)
_OTHER_FILE_TYPES: Final = (
    "7Z ATOM DOC DOCX E00 EPUB GIF GML GPKG GRID JPEG MDB MP3 MPEG4 ODP ODT OWL PARQUET PDF PPT "
    "PPTX RAR SPARQLQ SQL SVG TAR_GZ WCS_SRVC WFS_SRVC WMTS_SRVC XHTML XSLT"
)
FILE_TYPES: Final = NON_PROPRIETARY | MACHINE_READABLE | frozenset(_OTHER_FILE_TYPES.split())
_CODES: Final = {
    "jsonld": "JSON_LD",
    "rdf": "RDF_XML",
    "ttl": "RDF_TURTLE",
    "nt": "RDF_N_TRIPLES",
    "nq": "RDF_N_QUADS",
    "trig": "RDF_TRIG",
    "wms": "WMS_SRVC",
    "wfs": "WFS_SRVC",
    "wcs": "WCS_SRVC",
    "wmts": "WMTS_SRVC",
    "sparql": "SPARQLQ",
    "jp2": "JPEG2000",
    "mp4": "MPEG4",
    "tar.gz": "TAR_GZ",
    "tgz": "TAR_GZ",
}
_APPLICATION: Final = (
    "atom+xml geo+json geopackage+sqlite3 gml+xml gzip json ld+json msword n-quads n-triples "
    "octet-stream pdf rdf+xml rtf sparql-results+json sql trig vnd.geo+json "
    "vnd.google-earth.kml+xml vnd.google-earth.kmz vnd.ms-excel vnd.ms-powerpoint "
    "vnd.oasis.opendocument.spreadsheet vnd.oasis.opendocument.text vnd.apache.parquet "
    "vnd.openxmlformats-officedocument.presentationml.presentation vnd.rar "
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet vnd.shp vnd.dbf "
    "vnd.openxmlformats-officedocument.wordprocessingml.document xhtml+xml xml zip"
)
_TEXT: Final = "calendar csv html markdown n3 plain tab-separated-values turtle xml"
_IMAGE: Final = "bmp gif jp2 jpeg png svg+xml tiff"
MEDIA_TYPES: Final = frozenset(
    {f"application/{name}" for name in _APPLICATION.split()}
    | {f"text/{name}" for name in _TEXT.split()}
    | {f"image/{name}" for name in _IMAGE.split()}
    | {"audio/mpeg", "video/mp4", "video/mpeg"}
)
_LICENCES: Final = frozenset(
    ["cc-by", "cc-by-sa", "cc-zero", "cc-nc", "gfdl", "odc-by", "odc-odbl", "odc-pddl", "uk-ogl"]
)
_LICENCE_PLACES: Final = (
    f"{AUTHORITY}licence/",
    "creativecommons.org/licenses/",
    "creativecommons.org/publicdomain/",
    "opendatacommons.org/licenses/",
)
_RIGHTS: Final = ("PUBLIC", "RESTRICTED", "NON_PUBLIC", "CONFIDENTIAL", "SENSITIVE", "NORMAL")


def file_type(form: str) -> str:
    """The code in the authority table of a declared format (a word or an IRI); else empty."""
    if f"{AUTHORITY}file-type/" in form.lower():
        code = form.rpartition("/")[2].upper()
    else:
        word = folded(form)
        code = _CODES.get(word, word.upper())
    return code if code in FILE_TYPES else ""


def known_media_type(media_type: str) -> bool:
    """Whether IANA has it; parameters such as a charset do not matter, nor does IANA's address."""
    plain = media_type.partition(";")[0].strip().lower()
    return plain.partition("/media-types/")[2] in MEDIA_TYPES or plain in MEDIA_TYPES


def known_licence(licence: str) -> bool:
    """Whether it is in the authority table, by its address or by CKAN's id for it."""
    plain = licence.strip().lower()
    return plain in _LICENCES or any(place in plain for place in _LICENCE_PLACES)


def known_access_rights(rights: str) -> bool:
    """Whether it is in the authority table, as a code or an address."""
    plain = rights.strip()
    if "/" in plain and f"{AUTHORITY}access-right/" not in plain.lower():
        return False
    return plain.rpartition("/")[2].upper() in _RIGHTS
