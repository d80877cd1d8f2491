"""JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/) with a context of its own, embedded.

Always framed alike: one flat ``@graph``, the document's subject first and the rest by IRI; every
property is an array (``@container: @set``), links are IRIs, times and dates carry their type, and
texts in a language are objects with ``@language``.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any, Final

from ckanext.prov.domain.forms.base import form
from ckanext.prov.domain.model import Document, Text, Value
from ckanext.prov.domain.relations import SHAPES
from ckanext.prov.domain.terms import (
    DATE_TIME,
    PREFIXES,
    PROV,
    STRING,
    TYPE,
    Iri,
)
from ckanext.prov.domain.triples import triples

LINKS: Final = frozenset(
    {
        "dcat:accessURL", "dcat:contactPoint", "dcat:distribution", "dcat:downloadURL",
        "dcat:hasCurrentVersion", "dcat:hasVersion", "dcat:isVersionOf", "dcat:landingPage",
        "dcat:mediaType", "dcat:previousVersion", "dct:accessRights", "dct:creator", "dct:format",
        "dct:hasFormat", "dct:hasVersion", "dct:isFormatOf", "dct:isVersionOf", "dct:license",
        "dct:publisher", "dct:rights", "dct:source", "dct:type", "pav:hasCurrentVersion",
        "pav:hasVersion", "pav:importedFrom", "pav:previousVersion", "prov:hadActivity",
        "prov:hadPlan", "prov:hadRole", "prov:activity", "prov:agent", "prov:entity",
        "spdx:algorithm", "spdx:checksum", "vcard:hasEmail",
    }
    | {f"prov:{shape.direct.removeprefix(PROV)}" for shape in SHAPES.values()}
    | {f"prov:{shape.qualified.removeprefix(PROV)}" for shape in SHAPES.values() if shape.cls}
)  # fmt: skip
"""Properties whose values are IRIs, written as plain strings."""
TIMES: Final = frozenset(
    {
        "prov:atTime", "prov:endedAtTime", "prov:generatedAtTime", "prov:invalidatedAtTime",
        "prov:startedAtTime",
    }
)  # fmt: skip
"""Properties whose values are times (xsd:dateTime), written as plain strings."""
TEXTS: Final = frozenset(
    {
        "adms:versionNotes", "cnt:characterEncoding", "dcat:keyword", "dcat:version",
        "dct:description", "dct:identifier", "dct:issued", "dct:modified", "dct:title",
        "foaf:name", "owl:versionInfo", "pav:createdOn", "pav:importedOn", "pav:lastUpdateOn",
        "pav:version", "rdfs:label", "skos:prefLabel", "spdx:checksumValue", "vcard:fn",
    }
)  # fmt: skip


def _context() -> dict[str, Any]:
    terms: dict[str, Any] = {}
    for name in sorted(LINKS | TIMES | TEXTS):
        terms[name] = {"@id": name, "@container": "@set"}
        if name in LINKS:
            terms[name]["@type"] = "@id"
        elif name in TIMES:
            terms[name]["@type"] = "xsd:dateTime"
    return {"@version": 1.1, **PREFIXES, **terms}


CONTEXT: Final = MappingProxyType(_context())
"""The context that every file carries: prefixes, and how each property is written."""


@form("JSON-LD", "jsonld", "application/ld+json")
def write(document: Document) -> bytes:
    content = {"@context": dict(CONTEXT), "@graph": nodes(document)}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def nodes(document: Document) -> list[dict[str, Any]]:
    """The objects of ``@graph``, in plain JSON."""
    found: dict[Iri, dict[str, set[Any]]] = {}
    for subject, predicate, value in triples(document):
        name = "@type" if predicate == TYPE else _compact(predicate)
        found.setdefault(subject, {}).setdefault(name, set()).add(value)
    order = sorted(found, key=lambda iri: (iri != document.subject, iri))
    return [_node(iri, found[iri]) for iri in order]


def _node(iri: Iri, said: dict[str, set[Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": iri}
    for name in sorted(said):
        values = sorted(said[name], key=_key)
        if name == "@type":
            made[name] = [_compact(value) for value in values]
        else:
            made[name] = [_value(name, value) for value in values]
    return made


def _key(value: Value) -> tuple[str, ...]:
    return (value.value, value.datatype, value.lang) if isinstance(value, Text) else (value,)


def _compact(iri: Iri) -> str:
    """The prefixed name of a term; other IRIs stay whole."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _value(name: str, value: Value) -> str | dict[str, str]:
    if not isinstance(value, Text):
        return value if name in LINKS else {"@id": value}
    if value.lang:
        return {"@value": value.value, "@language": value.lang}
    if name in TIMES and value.datatype == DATE_TIME:
        return value.value
    if value.datatype == STRING:
        return value.value if name in TEXTS else {"@value": value.value}
    return {"@value": value.value, "@type": _compact(value.datatype)}
