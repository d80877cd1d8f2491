"""The part of a dataset's document that tells of one of its resources."""

from __future__ import annotations

from ckanext.prov.domain.model import Document, Relation, Text
from ckanext.prov.domain.terms import DCAT, TITLE, Iri

_DISTRIBUTION = DCAT("distribution")
_DATASET = DCAT("Dataset")


def focus(document: Document, subject: Iri) -> Document:
    """What ``document`` says of ``subject``, of its files and states, and of how these came about.

    Relations are followed from what came later to what was before: from an entity to its activity,
    from that to what it used and who did it. Other datasets, and the dataset itself, are named and
    followed no further.
    """
    made = Document(subject, document.base)
    own = [
        iri
        for iri in document.nodes
        if iri == subject or iri.startswith((f"{subject}/", f"{subject}#"))
    ]
    later: dict[Iri, list[Relation]] = {}
    for relation in document.relations:
        later.setdefault(relation.subject, []).append(relation)
    waiting, seen = [subject, *own], set[Iri]()
    while waiting:
        iri = waiting.pop()
        if iri in seen or not iri:
            continue
        seen.add(iri)
        node = document.nodes.get(iri)
        if node is not None and _DATASET in node.types:
            continue
        for relation in later.get(iri, ()):
            made.add(relation)
            waiting += [relation.object, relation.activity, relation.plan, relation.role]
        if node is not None:
            waiting += [value for _, value in node.attributes if not isinstance(value, Text)]
    for iri, node in document.nodes.items():
        if iri in seen:
            _take(made, document, iri)
        elif (_DISTRIBUTION, subject) in node.attributes:
            _name(made, document, iri, subject)
    return made


def _take(made: Document, document: Document, iri: Iri) -> None:
    """A node as it is; of a dataset no more than its name."""
    node = document.nodes[iri]
    if _DATASET in node.types:
        _name(made, document, iri)
        return
    for kind in node.kinds:
        made.node(kind, iri, *node.types)
    for predicate, value in node.attributes:
        made.nodes[iri].add(predicate, value)


def _name(made: Document, document: Document, iri: Iri, part: Iri | None = None) -> None:
    node = document.nodes[iri]
    for kind in node.kinds:
        made.node(kind, iri, *node.types)
    for title in node.values(TITLE):
        made.nodes[iri].add(TITLE, title)
    made.nodes[iri].add(_DISTRIBUTION, part)
