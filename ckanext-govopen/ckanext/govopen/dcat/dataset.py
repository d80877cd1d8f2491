"""A dataset: our fields in DCAT-AP's terms, with IRIs where CKAN's profile has blank nodes."""

from __future__ import annotations

from typing import Any

from ckanext.dcat.utils import catalog_uri
from rdflib import DCTERMS, FOAF, RDF, SKOS, Graph, Literal, URIRef

from . import concepts, publisher
from .terms import ACCESS_RIGHT, DCAT, FREQUENCY, GEO, LANGUAGE, authority
from .writing import add_date, add_page, add_text, add_typed, bounding_box


def describe(g: Graph, dataset: dict[str, Any], ref: URIRef) -> None:
    """Say of a dataset (the dict of ``package_show``) what our catalogue knows."""
    language = dataset.get("language") or "zh"
    lang = language if language in LANGUAGE else "zh"
    title = dataset.get("title") or dataset["name"]
    add_text(g, ref, DCTERMS.title, title, lang)
    add_text(g, ref, DCTERMS.description, dataset.get("notes") or title, lang)
    g.add((ref, DCTERMS.identifier, Literal(dataset.get("res_code") or dataset["id"])))
    for tag in dataset.get("tags") or ():
        add_text(g, ref, DCAT.keyword, tag["name"], lang)
    add_page(g, ref, DCAT.landingPage, f"{catalog_uri().rstrip('/')}/dataset/{dataset['name']}")
    add_page(g, ref, FOAF.page, dataset.get("url"))
    add_date(g, ref, DCTERMS.issued, dataset.get("pub_date") or dataset.get("metadata_created"))
    modified = dataset.get("data_modified") or dataset.get("metadata_modified")
    add_date(g, ref, DCTERMS.modified, modified)
    _authorities(g, dataset, ref, lang)
    for name in concepts.CLASSIFICATIONS:
        concept = concepts.concept(g, name, dataset.get(name))
        if concept is not None:
            g.add((ref, DCAT.theme, concept))
    _place(g, dataset, ref)
    _period(g, dataset, ref)
    department = publisher.department(g, dataset["owner_org"]) if dataset.get("owner_org") else None
    if department is not None:
        g.add((ref, DCTERMS.publisher, department))
    publisher.contact(g, dataset, ref)


def _authorities(g: Graph, dataset: dict[str, Any], ref: URIRef, lang: str) -> None:
    frequency = authority("frequency", FREQUENCY.get(dataset.get("update_cycle") or ""))
    add_typed(g, ref, DCTERMS.accrualPeriodicity, frequency, DCTERMS.Frequency)
    right = authority("access-right", ACCESS_RIGHT.get(dataset.get("grade") or "public"))
    add_typed(g, ref, DCTERMS.accessRights, right, DCTERMS.RightsStatement)
    language = authority("language", LANGUAGE[lang])
    add_typed(g, ref, DCTERMS.language, language, DCTERMS.LinguisticSystem)


def _place(g: Graph, dataset: dict[str, Any], ref: URIRef) -> None:
    division = concepts.division(g, dataset.get("division_code"))
    if division is not None:
        g.add((ref, DCTERMS.spatial, division))
    box = bounding_box(dataset.get("spatial"))
    text = dataset.get("spatial_text")
    if box is None and not text:
        return
    node = URIRef(f"{ref}#place")
    add_typed(g, ref, DCTERMS.spatial, node, DCTERMS.Location)
    add_text(g, node, SKOS.prefLabel, text, "zh")
    if box is not None:
        g.add((node, DCAT.bbox, Literal(box, datatype=GEO.wktLiteral)))


def _period(g: Graph, dataset: dict[str, Any], ref: URIRef) -> None:
    start, end = dataset.get("temporal_start"), dataset.get("temporal_end")
    if not start and not end:
        return
    node = URIRef(f"{ref}#period")
    g.add((ref, DCTERMS.temporal, node))
    g.add((node, RDF.type, DCTERMS.PeriodOfTime))
    add_date(g, node, DCAT.startDate, start)
    add_date(g, node, DCAT.endDate, end)
