"""What was declared: formats of a file that derive from another, datasets that derive from others.

Derivation goes one way, from what came later; the alternates are said of each other.
"""

from __future__ import annotations

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.entity import Entities
from ckanext.prov.domain.build.fields import words
from ckanext.prov.domain.record import Entity, Entry
from ckanext.prov.domain.terms import DCT, NOTHING, Iri


def describe(build: Build, entities: Entities) -> None:
    """Formats and sources that people declared, and formats that a conversion made."""
    for resource_id, resource in entities.resources.items():
        for source in words(resource, "derived_from"):
            found = _resource(build, entities, source)
            if found is not None:
                _format(build, build.resource(resource_id), found, NOTHING)
    for entry in build.facts.entries:
        if entry.activity == "file_converted":
            _converted(build, entities, entry)
    node = build.document.node("entity", build.dataset)
    for source in words(build.facts.dataset, "derived_from"):
        found = _dataset(build, entities, source)
        node.add(DCT("source"), found)
        build.document.relate("derivation", build.dataset, found)


def _resource(build: Build, entities: Entities, source: str) -> Iri | None:
    """The resource of that id; one that was, or that the reader may not see, is as it is."""
    if source in entities.owned:
        return entities.describe(Entity("resource", source))
    return _elsewhere(build, source) or entities.describe(Entity("resource", source))


def _dataset(build: Build, entities: Entities, source: str) -> Iri:
    if source == build.dataset_id:
        return build.dataset
    return _elsewhere(build, source) or entities.related(source)


def _elsewhere(build: Build, source: str) -> Iri | None:
    """Something that has an address of its own."""
    found = iris.address(source)
    if found is not None:
        build.document.node("entity", found)
    return found


def _converted(build: Build, entities: Entities, entry: Entry) -> None:
    activity = iris.activity(build.facts.base, build.dataset_id, entry.id)
    for after in _resources(entry.generated):
        for before in _resources(entry.used):
            if after != before and {after, before} <= entities.resources.keys():
                _format(build, build.resource(after), build.resource(before), activity)


def _resources(found: tuple[Entity, ...]) -> list[str]:
    kinds = ("resource", "file")
    ids = (entity.id.partition("/")[0] for entity in found if entity.kind in kinds)
    return list(dict.fromkeys(ids))


def _format(build: Build, after: Iri, before: Iri, activity: Iri) -> None:
    document = build.document
    document.node("entity", after).add(DCT("isFormatOf"), before)
    document.node("entity", before).add(DCT("hasFormat"), after)
    document.relate("derivation", after, before, activity=activity)
    document.relate("alternate", after, before)
