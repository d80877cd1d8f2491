"""Our vocabularies, divisions and data elements as SKOS, with stable IRIs and two languages."""

from __future__ import annotations

from typing import Any

from ckanext.govopen import config
from ckanext.govopen.adapters import vocabularies
from ckanext.govopen.domain.vocabulary import Concept, Vocabulary
from rdflib import CSVW, DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef

from .terms import ELEMENT_TYPES

CLASSIFICATIONS = ("theme", "industry", "service", "data_domain")
ELEMENTS = "element"
DIVISIONS = "division"


def scheme(g: Graph, vocabulary: Vocabulary) -> URIRef:
    """Describe a concept scheme and return its IRI."""
    ref = URIRef(vocabulary.iri(config.vocabulary_base()))
    _titled_scheme(g, ref, vocabulary.zh, vocabulary.en)
    g.add((ref, DCTERMS.source, Literal(vocabulary.source, lang="en")))
    return ref


def concept(g: Graph, name: str, code: str | None) -> URIRef | None:
    """Describe the concept ``code`` of a vocabulary with its scheme; None when there is none."""
    vocabulary = vocabularies.vocabulary(name)
    found = vocabulary.get(code or "")
    if found is None:
        return None
    scheme(g, vocabulary)
    return _concept(g, vocabulary, found)


def whole(g: Graph, name: str) -> URIRef:
    """Describe a vocabulary with all its concepts. Raises FileNotFoundError."""
    vocabulary = vocabularies.vocabulary(name)
    ref = scheme(g, vocabulary)
    for entry in vocabulary.concepts.values():
        child = _concept(g, vocabulary, entry)
        if entry.parent is None:
            g.add((ref, SKOS.hasTopConcept, child))
    return ref


def _concept(g: Graph, vocabulary: Vocabulary, entry: Concept) -> URIRef:
    base = config.vocabulary_base()
    ref, within = URIRef(entry.iri(base)), URIRef(vocabulary.iri(base))
    _labelled(g, ref, entry.zh, entry.en)
    g.add((ref, SKOS.notation, Literal(entry.code)))
    g.add((ref, SKOS.inScheme, within))
    for alias in entry.aliases:
        g.add((ref, SKOS.altLabel, Literal(alias, lang="zh")))
    above = vocabulary.get(entry.parent or "")
    if above is None:
        g.add((ref, SKOS.topConceptOf, within))
    else:
        g.add((ref, SKOS.broader, _concept(g, vocabulary, above)))
    return ref


def division(g: Graph, code: str | None) -> URIRef | None:
    """Describe an administrative division (GB/T 2260) as a dct:Location; None when unknown."""
    found = vocabularies.divisions().get(code or "")
    if found is None:
        return None
    ref = division_ref(found.code)
    g.add((ref, RDF.type, DCTERMS.Location))
    g.add((ref, SKOS.prefLabel, Literal(found.name, lang="zh")))
    g.add((ref, DCTERMS.identifier, Literal(found.code)))
    return ref


def division_ref(code: str) -> URIRef:
    return URIRef(f"{config.vocabulary_base()}/vocabulary/{DIVISIONS}/{code}")


def element_scheme(g: Graph) -> URIRef:
    """Describe the catalogue of data elements (数据元目录) as a concept scheme."""
    ref = URIRef(f"{config.vocabulary_base()}/{ELEMENTS}")
    _titled_scheme(g, ref, "数据元目录", "Catalogue of data elements")
    return ref


def element_ref(code: str) -> URIRef:
    """The IRI of a data element."""
    return URIRef(f"{config.vocabulary_base()}/{ELEMENTS}/{code}")


def element(g: Graph, row: dict[str, Any]) -> URIRef:
    """Describe a data element of the registry (its dict) in the manner of ISO/IEC 11179-3.

    The name designates, the definition defines, and the value domain is its XML Schema type, its
    length and its permitted values.
    """
    ref = element_ref(row["code"])
    _labelled(g, ref, row["name"], row.get("name_en") or "")
    g.add((ref, SKOS.inScheme, element_scheme(g)))
    g.add((ref, SKOS.notation, Literal(row["code"])))
    g.add((ref, DCTERMS.identifier, Literal(row.get("standard_code") or row["code"])))
    if row.get("definition"):
        g.add((ref, SKOS.definition, Literal(row["definition"], lang="zh")))
    if row.get("value_domain"):
        g.add((ref, SKOS.scopeNote, Literal(row["value_domain"], lang="zh")))
    kind = concept(g, "element_type", row.get("type"))
    if kind is not None:
        g.add((ref, DCTERMS.type, kind))
    datatype(g, ref, row)
    return ref


def datatype(g: Graph, ref: URIRef, row: dict[str, Any]) -> None:
    """Add the XML Schema type and the length of an element or column."""
    name = ELEMENT_TYPES.get(row.get("type") or "")
    if name:
        g.add((ref, CSVW.datatype, XSD[name]))
    length = str(row.get("length") or "")
    if length.isdigit():
        g.add((ref, CSVW.maxLength, Literal(int(length), datatype=XSD.nonNegativeInteger)))


def _titled_scheme(g: Graph, ref: URIRef, zh: str, en: str) -> None:
    g.add((ref, RDF.type, SKOS.ConceptScheme))
    for predicate in (DCTERMS.title, SKOS.prefLabel):
        g.add((ref, predicate, Literal(zh, lang="zh")))
        g.add((ref, predicate, Literal(en, lang="en")))


def _labelled(g: Graph, ref: URIRef, zh: str, en: str) -> None:
    g.add((ref, RDF.type, SKOS.Concept))
    g.add((ref, SKOS.prefLabel, Literal(zh, lang="zh")))
    if en:
        g.add((ref, SKOS.prefLabel, Literal(en, lang="en")))
