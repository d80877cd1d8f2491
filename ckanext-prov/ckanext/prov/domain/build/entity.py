"""The entities of the log: which of them are the reader's to see, and which state of them it was.

PROV lets an entity be generated once. So a dataset, a resource or a file that is generated again
is a state of it, a specialization that revises the state before.
"""

from __future__ import annotations

from typing import Final

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build import distribution
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.fields import rows, text
from ckanext.prov.domain.build.labels import NOT_PUBLIC, RECORD, say
from ckanext.prov.domain.model import Text, moment
from ckanext.prov.domain.record import Entity, EntityKind, Entry
from ckanext.prov.domain.terms import DCAT, DCT, LABEL, NON_PUBLIC, PROV, TITLE, Iri

_CREATING: Final = frozenset(
    {
        "dataset_created",
        "resource_created",
        "file_uploaded",
        "file_replaced",
        "file_masked",
        "file_converted",
        "version_made",
        "harvested",
        "imported",
        "received",
        "compiled",
        "merged",
    }
)
"""Activities that bring something into being. After others a thing is in a new state."""


class Entities:
    """Resolves what entries used and generated, in the order of their numbers."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.base = build.facts.base
        self.resources = {text(row, "id"): row for row in rows(build.facts.dataset, "resources")}
        self.owned = self._owned()
        self.made: set[tuple[Iri, str]] = set()
        self.files: dict[str, Iri] = {}
        masked = (entry for entry in build.facts.entries if entry.activity == "file_masked")
        self.unmasked = {one.id for entry in masked for one in entry.used if one.kind == "file"}

    def used(self, entity: Entity) -> Iri:
        """The state of ``entity`` that was there when it was used."""
        base = self.describe(entity)
        return self.build.current.get(base, base)

    def generated(self, entity: Entity, entry: Entry, activity: Iri) -> Iri:
        """The state of ``entity`` that ``entry`` generated; the relations are added."""
        base, document = self.describe(entity), self.build.document
        before = self.build.current.get(base)
        if before is not None and self._still(entity, entry, base, before):
            return before
        found = base
        if before is not None or not self._begins(entity, entry):
            found = iris.state(self._here(entity, base), entry.number)
            document.node("entity", found)
            document.relate("specialization", found, base)
        if before is not None:
            document.relate("revision", found, before, activity=activity)
        document.relate("generation", found, activity, time=moment(entry.ended))
        self.build.current[base] = found
        self.made.add((base, entry.id))
        if entity.kind == "file":
            self.files[entity.id.partition("/")[0]] = found
        return found

    def _begins(self, entity: Entity, entry: Entry) -> bool:
        """Whether ``entry`` brought the thing itself into being, and not only a state of it.

        What has its IRI elsewhere was made there. A dataset with a version of an earlier date was
        there before it was entered (PROV-CONSTRAINTS, 45: what is specialized is generated first).
        """
        base = self.describe(entity)
        if entry.activity not in _CREATING or base != self._here(entity, base):
            return False
        earlier = (version.made < entry.ended for version in self.build.facts.versions)
        return entity.kind != "dataset" or not any(earlier)

    def _here(self, entity: Entity, base: Iri) -> Iri:
        """The IRI below the site's address: states of what came from elsewhere are the site's."""
        if base.startswith(self.base) or entity.kind not in ("dataset", "resource"):
            return base
        if entity.kind == "dataset":
            return self.build.here if entity.id == self.build.dataset_id else base
        return iris.resource(self.base, self.build.dataset_id, entity.id)

    def _still(self, entity: Entity, entry: Entry, base: Iri, before: Iri) -> bool:
        """Whether what is said to be generated is there already.

        A version is made once. Bytes that a resource has already are those bytes, and a
        conversion tells of a resource that was stored before.
        """
        if entity.kind == "version" or (base, entry.id) in self.made:
            return True
        if entity.kind == "file":
            return self.files.get(entity.id.partition("/")[0]) == before
        return entry.activity == "file_converted"

    def describe(self, entity: Entity) -> Iri:
        """The IRI of ``entity`` itself, whatever its state, described as far as may be.

        What went into masking is never shown, neither by its checksum nor by its name.
        """
        if entity.kind == "plan":
            return self.plan(entity)
        if entity.kind == "record":
            found = iris.record(self.base, entity.id)
            node = self.build.document.node("entity", found)
            node.add(TITLE, self.build.text(entity.label))
            if not entity.label:
                say(node, LABEL, RECORD)
            return found
        if entity.kind in ("dataset", "version"):
            return self._dataset(entity)
        return self._resource(entity)

    def plan(self, entity: Entity) -> Iri:
        """A policy, a harvest profile or a workflow that an activity followed."""
        found = iris.plan(self.base, entity.id)
        node = self.build.document.node("entity", found, PROV("Plan"))
        node.add(TITLE, self.build.text(entity.label or entity.id))
        return found

    def _dataset(self, entity: Entity) -> Iri:
        dataset_id, _, label = entity.id.partition("/")
        if dataset_id == self.build.dataset_id:
            found = self.build.dataset
            if not label:
                return found
        elif dataset_id in self.build.facts.related:
            found = self._related(dataset_id)
            if not label:
                return found
        else:
            return self._restricted(entity.kind, entity.id)
        version = iris.version(self.base, dataset_id, label)
        node = self.build.document.node("entity", version)
        node.add(DCAT("version"), Text(label))
        self.build.document.relate("specialization", version, found)
        return version

    def _related(self, dataset_id: str) -> Iri:
        """Another dataset that the reader may see."""
        related = self.build.facts.related[dataset_id]
        known = iris.address(self.build.facts.iris.get(related.id))
        found = known or iris.dataset(self.base, related.id)
        self.build.document.node("entity", found).add(TITLE, self.build.text(related.title))
        return found

    def _resource(self, entity: Entity) -> Iri:
        resource_id, _, digest = entity.id.partition("/")
        if entity.id in self.unmasked:
            return self._restricted("file", entity.id)
        if resource_id not in self.owned:
            return self._foreign_resource(entity)
        resource = self.build.resource(resource_id)
        self.build.document.node("entity", resource)
        if entity.kind == "resource":
            return resource
        found = iris.file(self.base, self.build.dataset_id, resource_id, digest)
        node = self.build.document.node("entity", found)
        if resource_id in self.resources and entity.label:
            node.add(LABEL, Text(entity.label))
        distribution.checksum(self.build, found, entity.sha256 or digest)
        self.build.document.relate("specialization", found, resource)
        return found

    def _foreign_resource(self, entity: Entity) -> Iri:
        resource_id = entity.id.partition("/")[0]
        for related in self.build.facts.related.values():
            if entity.kind == "resource" and resource_id in related.resources:
                found = iris.resource(self.base, related.id, resource_id)
                node = self.build.document.node("entity", found)
                node.add(TITLE, self.build.text(related.resources[resource_id]))
                return found
        return self._restricted(entity.kind, entity.id)

    def _restricted(self, kind: EntityKind, entity_id: str) -> Iri:
        found = iris.restricted(self.base, self.build.facts.key, kind, entity_id)
        node = self.build.document.node("entity", found)
        say(node, LABEL, NOT_PUBLIC[kind])
        node.add(DCT("accessRights"), NON_PUBLIC)
        return found

    def _owned(self) -> set[str]:
        """Ids of the resources that are or were the dataset's."""
        owned = set(self.resources)
        for entry in self.build.facts.entries:
            owned.add(entry.resource_id)
            for entity in entry.generated:
                if entity.kind in ("resource", "file"):
                    owned.add(entity.id.partition("/")[0])
        for version in self.build.facts.versions:
            owned.update(text(row, "id") for row in rows(version.metadata, "resources"))
        return owned - {""}
