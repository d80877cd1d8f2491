"""Levels one and two: nested catalogues, each with the datasets of the graph that it holds.

Only nodes on the way to a dataset in the graph appear: what a reader may not see is not told of
by an empty catalogue, and the pages of a long catalogue add up to the whole tree.
"""

from __future__ import annotations

from typing import Any

from ckanext.dcat.utils import catalog_uri
from ckanext.govopen import config
from ckanext.govopen.adapters import nodes
from ckanext.govopen.domain.tree import Node
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, URIRef

from . import concepts, publisher
from .terms import DCAT, LANGUAGE, authority
from .writing import add_page, add_text, add_typed

KINDS = {"catalogue": ("数据目录", "catalogue"), "subcatalogue": ("数据子目录", "sub-catalogue")}


def describe_root(g: Graph, ref: URIRef) -> None:
    """What DCAT-AP asks of the whole catalogue."""
    g.add((ref, RDF.type, DCAT.Catalog))
    title = config.site_title()
    add_text(g, ref, DCTERMS.title, title, "zh")
    add_text(g, ref, DCTERMS.title, config.site_title_en(), "en")
    text = config.site_description() or f"{title}的数据目录"
    add_text(g, ref, DCTERMS.description, text, "zh")
    add_page(g, ref, FOAF.homepage, config.site_url())
    for code in LANGUAGE.values():
        language = authority("language", code)
        add_typed(g, ref, DCTERMS.language, language, DCTERMS.LinguisticSystem)
    g.add((ref, DCTERMS.publisher, publisher.portal(g)))


def file(g: Graph, dataset: dict[str, Any], ref: URIRef) -> None:
    """Put a dataset into its sub-catalogue, and that into those above it."""
    node = nodes.standing(dataset.get("subcatalogue"))
    if node is not None:
        g.add((_node(g, node), DCAT.dataset, ref))


def node_ref(node: Node) -> URIRef:
    return URIRef(f"{catalog_uri().rstrip('/')}/catalogue/{node.code}")


def _node(g: Graph, node: Node) -> URIRef:
    ref = node_ref(node)
    if (ref, RDF.type, DCAT.Catalog) in g:
        return ref
    g.add((ref, RDF.type, DCAT.Catalog))
    add_text(g, ref, DCTERMS.title, node.title, "zh")
    add_text(g, ref, DCTERMS.title, node.title_en, "en")
    g.add((ref, DCTERMS.identifier, Literal(node.code)))
    _describe_kind(g, node, ref)
    place = concepts.division(g, node.division_code)
    if place is not None:
        g.add((ref, DCTERMS.spatial, place))
    parent = nodes.find(node.parent_id)
    above = _node(g, parent) if parent is not None else _root(g)
    if above is not None:
        for predicate in (DCAT.catalog, DCTERMS.hasPart):
            g.add((above, predicate, ref))
        g.add((ref, DCTERMS.isPartOf, above))
    department = _department(g, node, parent)
    g.add((ref, DCTERMS.publisher, department or publisher.portal(g)))
    return ref


def _describe_kind(g: Graph, node: Node, ref: URIRef) -> None:
    kinds = {
        "catalogue": ("数据目录", "catalogue"),
        "subcatalogue": ("数据子目录", "sub-catalogue"),
    }
    zh, en = kinds[node.level]
    add_text(g, ref, DCTERMS.description, f"{zh}：{node.title}", "zh")
    add_text(g, ref, DCTERMS.description, f"{en} {node.title_en or node.code}", "en")
    if node.scheme in concepts.CLASSIFICATIONS:
        concept = concepts.concept(g, node.scheme, node.concept_code)
        if concept is not None:
            g.add((ref, DCTERMS.subject, concept))


def _root(g: Graph) -> URIRef | None:
    """The whole catalogue, when the graph is of it and not of one dataset."""
    ref = URIRef(catalog_uri())
    return ref if (ref, RDF.type, DCAT.Catalog) in g else None


def _department(g: Graph, node: Node, parent: Node | None) -> URIRef | None:
    org_id = node.org_id or (parent.org_id if parent is not None else None)
    return publisher.department(g, org_id) if org_id else None
