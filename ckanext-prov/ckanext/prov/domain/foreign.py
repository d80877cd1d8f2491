"""Statements of provenance that came with a dataset from another site, kept word for word.

They are what the graph says of the dataset, its versions and its distributions in the terms of
provenance, with everything these statements lead to. They are stored as sorted N-Triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from ckanext.prov.domain.build import document as build
from ckanext.prov.domain.facts import Facts
from ckanext.prov.domain.fragment import triples
from ckanext.prov.domain.model import Document, Node, Text
from ckanext.prov.domain.reading import read
from ckanext.prov.domain.reading.base import Reading, refuse
from ckanext.prov.domain.reading.rdf import parse
from ckanext.prov.domain.reading.skolem import GENID, without_blank_nodes
from ckanext.prov.domain.terms import ADMS, DCAT, DCT, OWL, PAV, PROV
from ckanext.prov.domain.turtle import lines
from govopen_common.problem import Rejected
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node as Term

STATEMENTS: Final = "prov_statements"
"""The field of a dataset, an extra of CKAN's, that holds them."""
MOST_BYTES: Final = 2 * 1024 * 1024
"""Of the statements of one dataset; when there are more, only the link to them is kept."""
TERMS: Final = frozenset(
    {
        ADMS("versionNotes"),
        DCAT("hasCurrentVersion"),
        DCAT("hasVersion"),
        DCAT("isVersionOf"),
        DCAT("previousVersion"),
        DCAT("version"),
        DCT("hasFormat"),
        DCT("hasVersion"),
        DCT("isFormatOf"),
        DCT("isVersionOf"),
        DCT("source"),
        OWL("versionInfo"),
    }
)
"""Terms outside of PROV and PAV that tell of versions, formats and sources."""
HAS_PROVENANCE: Final = PROV("has_provenance")

_USING: Final = (PROV("used"), PROV("wasDerivedFrom"))
_CLASSES: Final = frozenset({PROV("Entity"), PROV("Collection"), PROV("Plan")})
_DISTRIBUTION: Final = URIRef(DCAT("distribution"))


def is_ours(predicate: str, value: str) -> bool:
    """Whether a triple with this predicate and object speaks of provenance."""
    if predicate == str(RDF.type):
        return value in _CLASSES
    return predicate in TERMS or predicate.startswith((PROV, PAV))


def statements(dataset: Mapping[str, Any]) -> str:
    """What came with a dataset (the dict of ``package_show``); empty when nothing did."""
    extras: Iterable[Mapping[str, Any]] = dataset.get("extras") or ()
    found = (row["value"] for row in extras if row.get("key") == STATEMENTS)
    return str(dataset.get(STATEMENTS) or next(found, "") or "")


def gather(g: Graph, dataset: URIRef, base: str) -> str:
    """What ``g`` says of how ``dataset`` came about, as N-Triples; empty when it says nothing.

    Blank nodes get IRIs below ``base``. Raises :class:`..problem.Rejected` for too many of them.
    """
    found = _collect(g, dataset)
    named = without_blank_nodes(found, base)
    text = triples(named)
    if len(text.encode()) <= MOST_BYTES:
        return text
    link = Graph(bind_namespaces="none")
    for triple in named.triples((dataset, URIRef(HAS_PROVENANCE), None)):
        link.add(triple)
    return triples(link)


def links(statements: str, base: str) -> Graph:
    """Of N-Triples, those that lead to a record elsewhere; none of what is named below ``base``.

    Nothing, when they cannot be read.
    """
    wanted = f" <{HAS_PROVENANCE}> "
    found = (line for line in lines(statements) if wanted in line and not _is_here(line[1:], base))
    try:
        return parse("".join(f"{line}\n" for line in found).encode(), "nt")
    except Rejected:
        return Graph(bind_namespaces="none")


def document(statements: str, base: str) -> Reading:
    """What was kept, as a document of provenance. Raises :class:`..problem.Rejected`."""
    return read(statements.encode(), "nt", base)


def check(statements: str, base: str) -> None:
    """Raises Rejected for statements that nobody could read, or that are too many."""
    if len(statements.encode()) > MOST_BYTES:
        raise refuse(
            "too_large",
            f"外来溯源语句超过 {MOST_BYTES // 2**20} MB。请只保留链接。",
            f"the statements have more than {MOST_BYTES // 2**20} MB; keep the link alone.",
        )
    document(statements, base)


def complete(facts: Facts) -> Document:
    """The document about the dataset of ``facts``, with what came with it from another site.

    Of what has been described there, what was said there in words (times, labels) stands. Of what
    is named below the address of this site, this site alone speaks. Statements that cannot be read
    are left out.
    """
    made = build(facts)
    came = statements(facts.dataset)
    if came:
        with suppress(Rejected):
            _merge(made, document(came, facts.base).document, facts.base)
    return made


def _merge(into: Document, other: Document, base: str) -> None:
    for iri, node in other.nodes.items():
        if _is_here(iri, base):
            continue
        known = into.nodes.setdefault(iri, Node(iri))
        said = {predicate for predicate, value in node.attributes if isinstance(value, Text)}
        for predicate, value in list(known.attributes):
            if predicate in said and isinstance(value, Text):
                del known.attributes[predicate, value]
        known.kinds |= node.kinds
        known.types |= node.types
        known.attributes |= node.attributes
    for one in other.relations:
        if _is_here(one.subject, base):
            continue
        into.relate(
            one.kind, one.subject, one.object, iri=one.iri, time=one.time, activity=one.activity,
            plan=one.plan, role=one.role, attributes=one.attributes,
        )  # fmt: skip


def _is_here(iri: str, base: str) -> bool:
    """Whether something is named below the address of this site, and not by us for lack of a name
    elsewhere (a blank node)."""
    stem = base.rstrip("/")
    below = iri.startswith((f"{stem}/", f"{stem}#", f"{stem}>")) or iri == stem
    return below and not iri.startswith(f"{stem}{GENID}")


def _collect(g: Graph, dataset: URIRef) -> Graph:
    """From the dataset and its distributions to what they came from; never into other datasets.

    States, files and versions of them, and activities that used them, point the other way.
    """
    mine = {dataset, *g.objects(dataset, _DISTRIBUTION)}
    states = _states(g, mine | _versions(g, dataset))
    others = {s for s in g.subjects(RDF.type, URIRef(DCAT("Dataset"))) if s not in states}
    others |= set(g.subjects(RDF.type, URIRef(DCAT("Catalog"))))
    found = Graph(bind_namespaces="none")
    waiting: list[Term] = [*states]
    waiting += [s for p in _USING for one in states for s in g.subjects(URIRef(p), one)]
    seen = set[Term](others - mine)
    while waiting:
        subject = waiting.pop()
        if subject in seen:
            continue
        seen.add(subject)
        for _, predicate, value in g.triples((subject, None, None)):
            if subject in mine and not is_ours(str(predicate), str(value)):
                continue
            found.add((subject, predicate, value))
            if predicate != RDF.type:
                waiting.append(value)
    return found


def _states(g: Graph, things: set[Term]) -> set[Term]:
    """``things`` with all that is a specialization of one of them, of that, and so on."""
    found, waiting = set(things), list(things)
    while waiting:
        for one in g.subjects(URIRef(PROV("specializationOf")), waiting.pop()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def _versions(g: Graph, dataset: URIRef) -> set[Term]:
    """Versions of the dataset, which are datasets themselves."""
    below = (DCAT("hasVersion"), DCT("hasVersion"), PAV("hasVersion"))
    above = (DCAT("isVersionOf"),)
    found = {o for p in below for o in g.objects(dataset, URIRef(p))}
    return found | {s for p in above for s in g.subjects(URIRef(p), dataset)}
