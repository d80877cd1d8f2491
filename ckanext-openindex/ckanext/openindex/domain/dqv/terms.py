"""Terms of RDF as this package writes them: IRIs, literals, and the names of vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PREFIXES: Final[Mapping[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Iri(str):
    """An IRI in full."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """A text with its language or datatype (an IRI); a plain one has neither."""

    text: str
    lang: str = ""
    datatype: str = ""


Value = Iri | Literal
Triple = tuple[Iri, Iri, Value]


def named(name: str) -> Iri:
    """The IRI of ``prefix:local``. Raises KeyError for another prefix than those above."""
    prefix, _, local = name.partition(":")
    return Iri(PREFIXES[prefix] + local)


def short(iri: str) -> str:
    """``prefix:local`` of an IRI of these vocabularies; any other IRI as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


TYPE: Final = named("rdf:type")
XSD_DATE_TIME: Final = named("xsd:dateTime")
XSD_DOUBLE: Final = named("xsd:double")
XSD_DATE: Final = named("xsd:date")
