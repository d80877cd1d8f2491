"""An RDF graph in PROV-O as a document.

A qualified relation and its direct triple become one relation. Properties of the inverses document
(``prov:hadRevision``, ``prov:hadDerivation``) and PROV-O's own inverses are turned round.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ckanext.prov.domain.instant import instant
from ckanext.prov.domain.model import Document, Kind, Node, Text, Value
from ckanext.prov.domain.reading.base import Reading, no_zone
from ckanext.prov.domain.relations import SHAPES, RelationKind
from ckanext.prov.domain.terms import (
    DATE_TIME,
    ENDED,
    GENERATED_AT,
    INVALIDATED_AT,
    LANG_STRING,
    NOTHING,
    PROV,
    STARTED,
    STRING,
    TYPE,
    Iri,
)
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node as Term

KINDS: Final = MappingProxyType[str, Kind](
    {
        PROV("Entity"): "entity",
        PROV("Plan"): "entity",
        PROV("Bundle"): "entity",
        PROV("Collection"): "entity",
        PROV("EmptyCollection"): "entity",
        PROV("Activity"): "activity",
        PROV("Agent"): "agent",
        PROV("Person"): "agent",
        PROV("Organization"): "agent",
        PROV("SoftwareAgent"): "agent",
    }
)
"""Class of PROV-O: what its members are."""
DIRECT: Final = MappingProxyType[str, RelationKind](
    {shape.direct: kind for kind, shape in SHAPES.items()}
)
QUALIFIED: Final = MappingProxyType[str, RelationKind](
    {shape.qualified: kind for kind, shape in SHAPES.items() if shape.qualified}
)
INVERSE: Final = MappingProxyType[str, RelationKind](
    {
        PROV("generated"): "generation",
        PROV("invalidated"): "invalidation",
        PROV("hadRevision"): "revision",
        PROV("hadDerivation"): "derivation",
    }
)
_TIMES: Final = frozenset({STARTED, ENDED, GENERATED_AT, INVALIDATED_AT, PROV("atTime")})
_MOMENTS: Final = MappingProxyType[str, RelationKind](
    {GENERATED_AT: "generation", INVALIDATED_AT: "invalidation"}
)
_FORMAL: Final = frozenset(
    {TYPE, PROV("atTime"), PROV("hadActivity"), PROV("hadPlan"), PROV("hadRole")}
)


def from_graph(graph: Graph, subject: str = "") -> Reading:
    """What ``graph``, which has no blank nodes, says in PROV-O and about it.

    ``subject`` is what the document is about; the first dataset when it is not given.
    """
    reading = Reading(Document(Iri(subject or _subject(graph))))
    nodes = {node for p in QUALIFIED for node in graph.objects(None, URIRef(p))}
    triples = sorted(graph, key=lambda triple: tuple(str(term) for term in triple))
    for s, p, o in triples:
        if str(p) in QUALIFIED and isinstance(o, URIRef):
            _qualify(reading, graph, Iri(str(s)), QUALIFIED[str(p)], o)
    for s, p, o in triples:
        if s not in nodes and str(p) not in QUALIFIED:
            _say(reading, Iri(str(s)), Iri(str(p)), _value(o))
    _add_moments(reading, graph)
    return reading


def _subject(graph: Graph) -> str:
    dataset = URIRef("http://www.w3.org/ns/dcat#Dataset")
    found = sorted(str(one) for one in graph.subjects(RDF.type, dataset))
    return found[0] if found else ""


def _say(reading: Reading, subject: Iri, predicate: Iri, value: Value) -> None:
    """A triple as a kind, a type, a relation or an attribute."""
    document = reading.document
    node = document.nodes.setdefault(subject, Node(subject))
    if predicate in _TIMES:
        _check_time(reading, subject, predicate, value)
    if isinstance(value, Text):
        if predicate not in _MOMENTS:
            node.add(predicate, value)
    elif predicate == TYPE:
        if value in KINDS:
            node.kinds.add(KINDS[value])
        if value not in (PROV("Entity"), PROV("Activity"), PROV("Agent")):
            node.types[value] = None
    elif predicate in DIRECT:
        document.relate(DIRECT[predicate], subject, value)
    elif predicate in INVERSE:
        document.relate(INVERSE[predicate], value, subject)
    else:
        node.add(predicate, value)


def _qualify(
    reading: Reading, graph: Graph, subject: Iri, kind: RelationKind, node: URIRef
) -> None:
    found: dict[str, Value] = {}
    others: list[tuple[Iri, Value]] = []
    shape = SHAPES[kind]
    influencers = (shape.influencer, PROV("influencer"))
    for p, o in sorted(graph.predicate_objects(node), key=lambda pair: tuple(map(str, pair))):
        predicate, value = Iri(str(p)), _value(o)
        if predicate in _TIMES:
            _check_time(reading, subject, predicate, value)
        if predicate in influencers:
            found["object"] = value
        elif predicate in _FORMAL:
            found.setdefault(predicate, value)
        else:
            others.append((predicate, value))
    time = found.get(PROV("atTime"))
    reading.document.relate(
        kind,
        subject,
        _iri(found.get("object")),
        iri=Iri(str(node)),
        time=time if isinstance(time, Text) and instant(time) else None,
        activity=_iri(found.get(PROV("hadActivity"))),
        plan=_iri(found.get(PROV("hadPlan"))),
        role=_iri(found.get(PROV("hadRole"))),
        attributes=tuple(others),
    )


def _add_moments(reading: Reading, graph: Graph) -> None:
    """Times of generation and invalidation that no qualified relation tells."""
    document = reading.document
    told = {(one.kind, one.subject, one.time) for one in document.relations if one.time}
    for predicate, kind in _MOMENTS.items():
        for s, o in sorted(graph.subject_objects(URIRef(predicate)), key=str):
            time, subject = _value(o), Iri(str(s))
            if not isinstance(time, Text) or instant(time) is None:
                continue
            if (kind, subject, time) in told:
                continue
            plain = [
                one
                for one in document.relations
                if (one.kind, one.subject) == (kind, subject) and one.time is None
            ]
            activity = plain[0].object if len(plain) == 1 else NOTHING
            for one in plain[:1] if activity else ():
                del document.relations[one]
            document.relate(kind, subject, activity, time=time)


def _check_time(reading: Reading, subject: Iri, predicate: Iri, value: Value) -> None:
    given = value.value if isinstance(value, Text) else value
    if not isinstance(value, Text) or value.datatype != DATE_TIME or instant(value) is None:
        reading.problems.append(no_zone(subject, f"prov:{predicate.removeprefix(PROV)}", given))


def _iri(value: Value | None) -> Iri:
    return NOTHING if value is None or isinstance(value, Text) else value


def _value(term: Term) -> Value:
    if not isinstance(term, Literal):
        return Iri(str(term))
    if term.language:
        return Text(str(term), LANG_STRING, term.language)
    return Text(str(term), Iri(str(term.datatype)) if term.datatype else STRING)
