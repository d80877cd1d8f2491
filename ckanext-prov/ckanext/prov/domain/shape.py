"""Prefixes of the catalogue's linked data, and the properties that may repeat."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from .terms import PREFIXES as OWN

PREFIXES: Final = MappingProxyType(
    {
        **{name: str(namespace) for name, namespace in OWN.items()},
        "csvw": "http://www.w3.org/ns/csvw#",
        "dcatap": "http://data.europa.eu/r5r/",
        "geosparql": "http://www.opengis.net/ont/geosparql#",
        "hydra": "http://www.w3.org/ns/hydra/core#",
        "locn": "http://www.w3.org/ns/locn#",
        "odrs": "http://schema.theodi.org/odrs#",
        "org": "http://www.w3.org/ns/org#",
        "schema": "http://schema.org/",
        "time": "http://www.w3.org/2006/time#",
    }
)
"""Every document carries the same ones, so that parts made apart can be put together."""

REPEATABLE: Final = frozenset(
    {
        "adms:identifier", "adms:sample", "adms:status", "csvw:column", "dcat:accessService",
        "dcat:catalog", "dcat:contactPoint", "dcat:dataset", "dcat:distribution",
        "dcat:hasVersion", "dcat:keyword", "dcat:theme", "dct:conformsTo", "dct:creator",
        "dct:description", "dct:hasFormat", "dct:hasPart", "dct:hasVersion", "dct:isFormatOf",
        "dct:language", "dct:relation", "dct:source", "dct:spatial", "dct:temporal", "dct:title",
        "foaf:page", "prov:actedOnBehalfOf", "prov:alternateOf", "prov:generated",
        "prov:has_provenance", "prov:qualifiedAssociation", "prov:qualifiedAttribution",
        "prov:qualifiedDerivation", "prov:qualifiedGeneration", "prov:qualifiedRevision",
        "prov:qualifiedUsage", "prov:used", "prov:wasAssociatedWith", "prov:wasAttributedTo",
        "prov:wasDerivedFrom", "prov:wasGeneratedBy", "prov:wasRevisionOf", "skos:altLabel",
        "skos:inScheme", "skos:prefLabel",
    }
)  # fmt: skip
"""Lists even when there is one value, so that a reader's code need not look twice."""
