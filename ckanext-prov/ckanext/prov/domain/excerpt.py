"""The part of a document that tells of one thing in it, such as a single file of a dataset."""

from __future__ import annotations

from ckanext.prov.domain.model import Document, Node, Relation, Text
from ckanext.prov.domain.terms import DCT, TITLE, Iri

_KEPT_OF_WHOLE = (TITLE, DCT("identifier"), DCT("publisher"))


def excerpt(document: Document, subject: Iri) -> Document:
    """What ``document`` tells of ``subject``: how it came about, and what was made of it.

    The dataset as a whole is named, not described. Raises KeyError for a subject that is not
    there.
    """
    found = Document(document.nodes[subject].iri, document.base)
    whole = document.subject
    reached = _reached(document, subject, whole)
    for relation in document.relations:
        known = relation.subject in reached and relation.subject != whole
        if known and (not relation.object or relation.object in reached):
            found.relations[relation] = None
    for iri in document.nodes:
        if iri in reached:
            node = document.nodes[iri]
            found.nodes[iri] = _named(node, reached) if iri == whole else node
    return found


def _reached(document: Document, subject: Iri, whole: Iri) -> set[Iri]:
    """IRIs on the way from the subject: forward to what it came from, one step to what it became.

    Nothing is followed beyond the dataset as a whole.
    """
    forward: dict[Iri, list[Relation]] = {}
    for relation in document.relations:
        forward.setdefault(relation.subject, []).append(relation)
    reached, todo = {whole}, [subject, *_about(document, subject)]
    while todo:
        iri = todo.pop()
        if not iri or iri in reached or iri not in document.nodes:
            continue
        reached.add(iri)
        todo += [value for value in _links(document.nodes[iri]) if value.startswith(f"{iri}#")]
        for relation in forward.get(iri, ()):
            todo += (relation.object, relation.activity, relation.plan, relation.role)
    # What is merely pointed at, such as a licence, is described too.
    for iri in list(reached - {whole}):
        reached.update(value for value in _links(document.nodes[iri]) if _is_leaf(document, value))
    return reached


def _about(document: Document, subject: Iri) -> list[Iri]:
    """States and files of the subject, what used them, and what derives from it."""
    special: dict[Iri, list[Iri]] = {}
    for relation in document.relations:
        if relation.kind == "specialization":
            special.setdefault(relation.object, []).append(relation.subject)
    same, todo = {subject}, [subject]
    while todo:
        new = [one for one in special.get(todo.pop(), ()) if one not in same]
        same.update(new)
        todo += new
    later = [
        relation.subject
        for relation in document.relations
        if relation.object in same and relation.kind in ("usage", "derivation", "revision")
    ]
    return [*sorted(same), *later]


def _links(node: Node) -> list[Iri]:
    return [value for _, value in node.attributes if not isinstance(value, Text)]


def _is_leaf(document: Document, iri: Iri) -> bool:
    node = document.nodes.get(iri)
    return node is not None and not any(value in document.nodes for value in _links(node))


def _named(node: Node, reached: set[Iri]) -> Node:
    kept = {
        (name, value): None
        for name, value in node.attributes
        if name in _KEPT_OF_WHOLE and (isinstance(value, Text) or value in reached)
    }
    return Node(node.iri, set(node.kinds), dict(node.types), kept)
