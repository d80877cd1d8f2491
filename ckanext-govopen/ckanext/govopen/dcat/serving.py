"""Graphs of a page of the catalogue or of one dataset, and their serializations.

Profiles are the site's: a reader chooses none, for a foreign one misreads our fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckanext.dcat.processors import RDFSerializer
from ckanext.dcat.utils import CONTENT_TYPES, url_to_rdflib_format
from ckanext.govopen import config
from rdflib import RDF, XSD, Graph, Literal, URIRef

from .terms import DCAT, HYDRA

DEFAULT_FORMAT = "xml"
# A context of our own: a property that may repeat is a list even when it has one value, so that
# a reader's code need not look twice.
REPEATABLE = frozenset(
    {
    "adms:status", "csvw:column", "dcat:accessService", "dcat:catalog", "dcat:dataset",
    "dcat:distribution", "dcat:keyword", "dcat:theme", "dct:description", "dct:hasPart",
    "dct:language", "dct:spatial", "dct:temporal", "dct:title", "skos:altLabel", "skos:inScheme",
    "skos:prefLabel",
    }
)  # fmt: skip


def catalogue(
    datasets: Iterable[Mapping[str, Any]], paging: Mapping[str, Any], fmt: str | None
) -> str:
    """The whole catalogue's description with these datasets and links to its other pages."""
    serializer = RDFSerializer(profiles=config.rdf_profiles())
    root = serializer.graph_from_catalog({})
    for dataset in datasets:
        serializer.g.add((root, DCAT.dataset, serializer.graph_from_dataset(dict(dataset))))
    _page(serializer.g, paging)
    return serialize(serializer.g, fmt)


def dataset(shown: Mapping[str, Any], fmt: str | None) -> str:
    """One dataset, as ``package_show`` gives it."""
    serializer = RDFSerializer(profiles=config.rdf_profiles())
    serializer.graph_from_dataset(dict(shown))
    return serialize(serializer.g, fmt)


def serialize(g: Graph, fmt: str | None) -> str:
    """A graph in ``ttl``, ``jsonld``, ``rdf``, ``xml`` or ``n3``. Raises ValidationError."""
    fmt = fmt or DEFAULT_FORMAT
    if fmt not in CONTENT_TYPES:
        raise tk.ValidationError({"format": [tk._("Unknown RDF format: {}").format(fmt)]})
    if fmt in ("rdf", "xml"):
        # Plain, not "pretty": that one drops the IRIs of list nodes.
        return g.serialize(format="xml")
    if fmt != "jsonld":
        return g.serialize(format=url_to_rdflib_format(fmt))
    return _json_ld(g)


def _json_ld(g: Graph) -> str:
    """A flat JSON-LD document with its context; rdflib itself leaves a single value bare."""
    prefixes = _prefixes(g)
    document = json.loads(g.serialize(format="json-ld", context=prefixes))
    nodes = document.get("@graph") or [{k: v for k, v in document.items() if k != "@context"}]
    for node in nodes:
        for name in REPEATABLE & node.keys():
            if not isinstance(node[name], list):
                node[name] = [node[name]]
    lists = {
        name: {"@id": name, "@container": "@set"}
        for name in sorted(REPEATABLE)
        if name.partition(":")[0] in prefixes
    }
    return json.dumps({"@context": {**prefixes, **lists}, "@graph": nodes}, ensure_ascii=False)


def _prefixes(g: Graph) -> dict[str, str]:
    """The prefixes of a graph's predicates and classes."""
    used = {
        str(term) for triple in g for term in (triple[1], triple[2]) if isinstance(term, URIRef)
    }
    return {
        prefix: str(namespace)
        for prefix, namespace in sorted(g.namespaces())
        if prefix and any(iri.startswith(str(namespace)) for iri in used)
    }


def page_address(address: str, asked: Mapping[str, str | None], page: int) -> str:
    """The address of a page of the catalogue, with what was asked kept and encoded."""
    kept = {key: value for key, value in asked.items() if value}
    return f"{address}?{urlencode({**kept, 'page': page})}"


def _page(g: Graph, paging: Mapping[str, Any]) -> None:
    if not paging:
        return
    node = URIRef(paging["current"])
    g.add((node, RDF.type, HYDRA.PagedCollection))
    for key in ("first", "previous", "next", "last"):
        if paging.get(key):
            g.add((node, HYDRA[key], URIRef(paging[key])))
    for name, key in (("totalItems", "count"), ("itemsPerPage", "per_page")):
        g.add((node, HYDRA[name], Literal(paging[key], datatype=XSD.integer)))
