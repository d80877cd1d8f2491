"""No entity is also an activity: PROV-CONSTRAINTS, 50 (typing) and 55 (entity-activity disjoint).

What a thing is follows from what is declared of it and from the relations that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.prov.domain.constraints.base import constraint
from ckanext.prov.domain.model import Document
from ckanext.prov.domain.relations import SHAPES
from ckanext.prov.domain.terms import Iri
from govopen_common.problem import Problem


@constraint
def entities_are_no_activities(document: Document) -> Iterator[Problem]:
    for iri, kinds in _kinds(document).items():
        if {"entity", "activity"} <= kinds:
            yield Problem(
                iri,
                "entity_and_activity",
                f"{iri} 既被当作实体，又被当作活动。请为其中之一另设标识。",
                f"{iri} is said to be both an entity and an activity; give one of them another "
                "IRI.",
            )


def _kinds(document: Document) -> dict[Iri, set[str]]:
    found: dict[Iri, set[str]] = {node.iri: set(node.kinds) for node in document.nodes.values()}
    for relation in document.relations:
        shape = SHAPES[relation.kind]
        for iri, kind in (
            (relation.subject, shape.subject_kind),
            (relation.object, shape.object_kind),
            (relation.activity, "activity"),
            (relation.plan, "entity"),
        ):
            if iri and kind:
                found.setdefault(iri, set()).add(kind)
    return found
