"""Namespaces of the vocabularies that the export speaks, and the terms it uses often."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NewType

Iri = NewType("Iri", str)
NOTHING: Final = Iri("")
"""Where PROV-DM lets something be unknown."""


class Namespace(str):
    """The beginning of a vocabulary's terms: ``DCT("title")`` is a term."""

    __slots__ = ()

    def __call__(self, name: str) -> Iri:
        return Iri(self + name)


RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DCT: Final = Namespace("http://purl.org/dc/terms/")
PAV: Final = Namespace("http://purl.org/pav/")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
CNT: Final = Namespace("http://www.w3.org/2011/content#")
ADMS: Final = Namespace("http://www.w3.org/ns/adms#")
MEDIA_TYPES: Final = Namespace("https://www.iana.org/assignments/media-types/")

PREFIXES: Final = MappingProxyType(
    {
        "adms": ADMS,
        "cnt": CNT,
        "dcat": DCAT,
        "dct": DCT,
        "foaf": FOAF,
        "owl": OWL,
        "pav": PAV,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "skos": SKOS,
        "spdx": SPDX,
        "vcard": VCARD,
        "xsd": XSD,
    }
)
"""Prefix: namespace, the same in every form."""

TYPE: Final = RDF("type")
LABEL: Final = RDFS("label")
TITLE: Final = DCT("title")
STRING: Final = XSD("string")
DATE: Final = XSD("date")
DATE_TIME: Final = XSD("dateTime")
BOOLEAN: Final = XSD("boolean")
INTEGER: Final = XSD("integer")
DOUBLE: Final = XSD("double")
HEX: Final = XSD("hexBinary")
LANG_STRING: Final = RDF("langString")

STARTED: Final = PROV("startedAtTime")
ENDED: Final = PROV("endedAtTime")
GENERATED_AT: Final = PROV("generatedAtTime")
INVALIDATED_AT: Final = PROV("invalidatedAtTime")

NON_PUBLIC: Final = Iri("http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC")
"""Of the Publications Office's authority table of access rights."""

CLASSES: Final = MappingProxyType(
    {"entity": PROV("Entity"), "activity": PROV("Activity"), "agent": PROV("Agent")}
)
"""The three kinds of PROV-DM and their classes in PROV-O."""
