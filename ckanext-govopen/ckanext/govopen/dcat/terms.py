"""Namespaces, and the IRIs of others that our words stand for.

Authority tables of the EU Publications Office (https://op.europa.eu/en/web/eu-vocabularies):
frequency, access-right, language, file-type, distribution-status. Media types are IANA's. A word
that has no counterpart there has none here; nothing is approximated.
"""

from __future__ import annotations

from types import MappingProxyType

from rdflib import Namespace, URIRef

DCAT = Namespace("http://www.w3.org/ns/dcat#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
LOCN = Namespace("http://www.w3.org/ns/locn#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")
MEDIA_TYPES = Namespace("https://www.iana.org/assignments/media-types/")

FREQUENCY = MappingProxyType(
    {
        "realtime": "UPDATE_CONT",
        "hourly": "HOURLY",
        "daily": "DAILY",
        "weekly": "WEEKLY",
        "tenday": "MONTHLY_3",
        "monthly": "MONTHLY",
        "quarterly": "QUARTERLY",
        "halfyearly": "ANNUAL_2",
        "yearly": "ANNUAL",
        "irregular": "IRREG",
        "static": "NEVER",
    }
)
ACCESS_RIGHT = MappingProxyType(
    {"public": "PUBLIC", "internal": "RESTRICTED", "classified": "NON_PUBLIC"}
)
LANGUAGE = MappingProxyType({"zh": "ZHO", "en": "ENG"})
DISTRIBUTION_STATUS = MappingProxyType({"published": "COMPLETED", "withdrawn": "WITHDRAWN"})
STATUS_LABELS = MappingProxyType(
    {"COMPLETED": ("已完成", "completed"), "WITHDRAWN": ("已撤回", "withdrawn")}
)
# Format as CKAN writes it: (file-type code, media type).
FORMATS = MappingProxyType(
    {
        "CSV": ("CSV", "text/csv"),
        "TSV": ("TSV", "text/tab-separated-values"),
        "XLS": ("XLS", "application/vnd.ms-excel"),
        "XLSX": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "DOC": ("DOC", "application/msword"),
        "DOCX": ("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "ODS": ("ODS", "application/vnd.oasis.opendocument.spreadsheet"),
        "JSON": ("JSON", "application/json"),
        "GEOJSON": ("GEOJSON", "application/geo+json"),
        "XML": ("XML", "application/xml"),
        "RDF": ("RDF_XML", "application/rdf+xml"),
        "PDF": ("PDF", "application/pdf"),
        "TXT": ("TXT", "text/plain"),
        "HTML": ("HTML", "text/html"),
        "ZIP": ("ZIP", "application/zip"),
        "KML": ("KML", "application/vnd.google-earth.kml+xml"),
        "SHP": ("SHP", ""),
        "PNG": ("PNG", "image/png"),
        "JPEG": ("JPEG", "image/jpeg"),
    }
)
# Length of a digest in hexadecimal digits: the SPDX name of its algorithm.
DIGESTS = MappingProxyType({32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"})
# Data element types (letters of the 2017 guide): the XML Schema type of their values.
ELEMENT_TYPES = MappingProxyType(
    {
        "C": "string",
        "N": "decimal",
        "Y": "decimal",
        "D": "date",
        "T": "dateTime",
        "L": "boolean",
        "M": "string",
        "G": "base64Binary",
        "B": "double",
        "I": "integer",
        "F": "double",
    }
)


def authority(table: str, code: str | None) -> URIRef | None:
    """The IRI of ``code`` in an authority table, or None for no code."""
    return AUTHORITY[f"{table}/{code}"] if code else None
