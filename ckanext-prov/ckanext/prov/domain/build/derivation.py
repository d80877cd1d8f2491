"""What was declared: formats of a file that derive from another, datasets that derive from others.

Derivation goes one way, from what came later; the alternates are said of each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build import dataset
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.entity import Entities
from ckanext.prov.domain.build.fields import words
from ckanext.prov.domain.facts import Derivation
from ckanext.prov.domain.record import Entity, Entry
from ckanext.prov.domain.terms import DCT, NOTHING, Iri


def describe(build: Build, entities: Entities) -> None:
    """Formats and sources that people declared, and formats that a conversion made."""
    for declared in _declared(build, entities):
        found = _source(build, entities, declared)
        whole = declared.resource_id not in entities.owned
        subject = build.dataset if whole else build.resource(declared.resource_id)
        build.document.node("entity", subject)
        if not whole and declared.source_resource_id in entities.resources:
            _format(build, subject, found, NOTHING)
            continue
        build.document.relate("derivation", subject, found)
        if whole and not declared.source_resource_id:
            dataset.name_source(build, subject, found)
    for entry in build.facts.entries:
        if entry.activity == "file_converted":
            _converted(build, entities, entry)


def _declared(build: Build, entities: Entities) -> Iterator[Derivation]:
    """What was declared, and what the field ``derived_from`` says: an id or an address."""
    yield from build.facts.derivations
    for source in words(build.facts.dataset, "derived_from"):
        iri = iris.address(source) or ""
        yield Derivation(source_dataset_id="" if iri else source, source_iri=iri)
    for resource_id, resource in entities.resources.items():
        for source in words(resource, "derived_from"):
            iri = iris.address(source) or ""
            yield Derivation(resource_id, "", "" if iri else source, iri)


def _source(build: Build, entities: Entities, declared: Derivation) -> Iri:
    if declared.source_resource_id:
        return entities.describe(Entity("resource", declared.source_resource_id))
    if declared.source_dataset_id:
        return entities.describe(Entity("dataset", declared.source_dataset_id))
    found = iris.address(declared.source_iri)
    if found is None:
        raise ValueError(f"derivation: {declared.source_iri!r} is not an absolute web address")
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
