"""The statements of PROV in a graph and in a document of ``prov``, read without our model.

A statement is (kind, subject, object, more): ``more`` is what a qualified relation adds.
"""

from __future__ import annotations

from datetime import datetime

from prov.constants import PROV_N_MAP
from prov.identifier import Identifier
from prov.model import Literal, ProvDocument, ProvRelation
from rdflib import PROV, RDF, RDFS, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral

KINDS = {PROV.Entity: "entity", PROV.Activity: "activity", PROV.Agent: "agent"}
# qualified property: (record, direct property, influencer)
QUALIFIED = {
    PROV.qualifiedGeneration: ("wasGeneratedBy", PROV.wasGeneratedBy, PROV.activity),
    PROV.qualifiedUsage: ("used", PROV.used, PROV.entity),
    PROV.qualifiedInvalidation: ("wasInvalidatedBy", PROV.wasInvalidatedBy, PROV.activity),
    PROV.qualifiedDerivation: ("wasDerivedFrom", PROV.wasDerivedFrom, PROV.entity),
    PROV.qualifiedRevision: ("revision", PROV.wasRevisionOf, PROV.entity),
    PROV.qualifiedAttribution: ("wasAttributedTo", PROV.wasAttributedTo, PROV.agent),
    PROV.qualifiedAssociation: ("wasAssociatedWith", PROV.wasAssociatedWith, PROV.agent),
    PROV.qualifiedDelegation: ("actedOnBehalfOf", PROV.actedOnBehalfOf, PROV.agent),
}
DIRECT = {
    **{direct: record for record, direct, _ in QUALIFIED.values()},
    PROV.alternateOf: "alternateOf",
    PROV.specializationOf: "specializationOf",
    PROV.hadMember: "hadMember",
}
MORE = {
    PROV.atTime: "time",
    PROV.hadActivity: "activity",
    PROV.hadPlan: "plan",
    PROV.hadRole: "role",
}
# Terms of PROV-O: the attributes of PROV-DM that stand for them.
SPECIAL = {
    RDF.type: f"{PROV}type",
    RDFS.label: f"{PROV}label",
    PROV.atLocation: f"{PROV}location",
    PROV.startedAtTime: f"{PROV}startTime",
    PROV.endedAtTime: f"{PROV}endTime",
}


def of_graph(graph: Graph) -> set[tuple]:
    """What ``graph`` says in PROV-O; fails when a qualified relation is not said directly too."""
    nodes = {node for s, p, node in graph if p in QUALIFIED}
    found: set[tuple] = set()
    covered: set[tuple] = set()
    for s, p, node in graph:
        if p not in QUALIFIED:
            continue
        record, direct, influencer = QUALIFIED[p]
        target = graph.value(node, influencer)
        if target is not None:
            assert (s, direct, target) in graph
            covered.add((s, direct, target))
        more = {
            (name, _rdf(value)) for key, name in MORE.items() for value in graph.objects(node, key)
        }
        found.add((record, str(s), str(target or ""), frozenset(more)))
    for s, p, o in graph:
        if s in nodes or p in QUALIFIED or p in (PROV.generatedAtTime, PROV.invalidatedAtTime):
            continue
        if p in DIRECT:
            if (s, p, o) not in covered:
                found.add((DIRECT[p], str(s), str(o), frozenset()))
        elif p == RDF.type and o in KINDS:
            found.add((KINDS[o], str(s)))
        else:
            found.add(("attribute", str(s), SPECIAL.get(p) or str(p), _rdf(o)))
    return found


def of_prov(document: ProvDocument) -> set[tuple]:
    """What ``document`` says."""
    found: set[tuple] = set()
    for record in document.records:
        kind = PROV_N_MAP[record.get_type()]
        if isinstance(record, ProvRelation):
            found.add(_relation(kind, record))
            continue
        subject = record.identifier.uri
        found.add((kind, subject))
        for name, value in record.attributes:
            found.add(("attribute", subject, name.uri, _prov(value)))
    return found


def _relation(kind: str, record: ProvRelation) -> tuple:
    formal = [(name, value) for name, value in record.formal_attributes]
    more = {(name.localpart, _prov(value)) for name, value in formal[2:] if value is not None}
    for name, value in record.extra_attributes:
        if name.localpart == "role":
            more.add(("role", _prov(value)))
        elif name.localpart == "type" and value.localpart == "Revision":
            kind = "revision"
    ends = [value.uri if value is not None else "" for _, value in formal[:2]]
    return (kind, *ends, frozenset(more))


def _rdf(term: URIRef | RdfLiteral) -> tuple:
    if isinstance(term, URIRef):
        return ("iri", str(term))
    if term.language:
        return (str(term), term.language)
    if term.datatype == XSD.dateTime:
        return ("time", datetime.fromisoformat(str(term)))
    kind = "string" if term.datatype is None else term.datatype.rpartition("#")[2]
    return (str(term), kind)


def _prov(value: object) -> tuple:
    if isinstance(value, Identifier):
        return ("iri", value.uri)
    if isinstance(value, datetime):
        return ("time", value)
    if isinstance(value, bool):
        return (str(value).lower(), "boolean")
    if isinstance(value, float):
        return (repr(value), "double")
    if isinstance(value, Literal):
        return (value.value, value.langtag or value.datatype.localpart)
    assert isinstance(value, str), value
    return (value, "string")
