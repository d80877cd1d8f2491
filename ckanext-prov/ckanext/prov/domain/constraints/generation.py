"""An entity begins once and ends once: PROV-CONSTRAINTS, 24 and 25 (unique generation,
invalidation)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.prov.domain.constraints.base import constraint
from ckanext.prov.domain.model import Document
from ckanext.prov.domain.relations import RelationKind
from ckanext.prov.domain.terms import Iri
from govopen_common.problem import Problem


@constraint
def an_entity_is_generated_once(document: Document) -> Iterator[Problem]:
    for entity in _twice(document, "generation"):
        yield Problem(
            entity,
            "generated_twice",
            f"{entity} 被生成了不止一次。请为后一次的结果另设实体，"
            "并用 prov:specializationOf 相连。",
            f"{entity} was generated more than once; make the later result an entity of its own, "
            "tied to it by prov:specializationOf.",
        )


@constraint
def an_entity_is_invalidated_once(document: Document) -> Iterator[Problem]:
    for entity in _twice(document, "invalidation"):
        yield Problem(
            entity,
            "invalidated_twice",
            f"{entity} 被废止了不止一次。请只保留真正的那一次。",
            f"{entity} was invalidated more than once; keep the one that is true.",
        )


def _twice(document: Document, kind: RelationKind) -> list[Iri]:
    """Entities with two such relations that differ in activity or in time."""
    activities: dict[Iri, set[str]] = {}
    times: dict[Iri, set[str]] = {}
    for relation in document.relations:
        if relation.kind == kind:
            if relation.object:
                activities.setdefault(relation.subject, set()).add(relation.object)
            if relation.time:
                times.setdefault(relation.subject, set()).add(relation.time.value)
    return [
        entity
        for entity in dict.fromkeys((*activities, *times))
        if len(activities.get(entity, ())) > 1 or len(times.get(entity, ())) > 1
    ]
