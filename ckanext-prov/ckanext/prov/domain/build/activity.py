"""The entries of the log as activities: what they used and made, who did it, by which plan."""

from __future__ import annotations

import re
from typing import Final

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.build import dataset, party
from ckanext.prov.domain.build.context import Build
from ckanext.prov.domain.build.entity import Entities
from ckanext.prov.domain.build.labels import ACTIVITY, say
from ckanext.prov.domain.model import Node, moment, number
from ckanext.prov.domain.record import Entity, Entry
from ckanext.prov.domain.terms import DCT, ENDED, LABEL, NOTHING, PAV, SKOS, STARTED, Iri

_DERIVING: Final = frozenset(
    {"file_masked", "file_converted", "harvested", "imported", "received", "compiled", "merged"}
)
"""What these generate derives from what they used."""
_KEY: Final = re.compile(r"[a-z][a-z0-9_]*\Z")


def describe(build: Build, entities: Entities) -> None:
    """Every entry, in the order of its number."""
    last = {_life(entry): entry.number for entry in build.facts.entries}
    ended: set[Iri] = set()
    for entry in build.facts.entries:
        activity = iris.activity(build.facts.base, build.dataset_id, entry.id)
        node = build.document.node("activity", activity)
        _tell(build, node, entry)
        _associate(build, entities, activity, entry)
        _connect(build, entities, activity, entry)
        if entry.activity in ("dataset_deleted", "resource_deleted"):
            for one in _ended(build, entities, entry, last[_life(entry)] == entry.number):
                if one not in ended:
                    time = moment(entry.ended)
                    build.document.relate("invalidation", one, activity, time=time)
                    ended.add(one)


def _life(entry: Entry) -> str:
    """Whose life an entry belongs to: the dataset's, or that of a resource of it."""
    return "" if entry.activity.startswith("dataset_") else entry.resource_id


def _tell(build: Build, node: Node, entry: Entry) -> None:
    say(node, LABEL, ACTIVITY[entry.activity])
    kind = iris.activity_type(build.facts.base, entry.activity)
    node.add(DCT("type"), kind)
    concept = build.document.node("entity", kind, SKOS("Concept"))
    say(concept, SKOS("prefLabel"), ACTIVITY[entry.activity])
    if entry.started is not None:
        node.add(STARTED, moment(entry.started))
    node.add(ENDED, moment(entry.ended))
    terms = iris.detail(build.facts.base)
    if entry.reconstructed:
        node.add(Iri(f"{terms}reconstructed"), number(True))
    for key, value in entry.details.items():
        if isinstance(value, (bool, int, float)) and _KEY.match(key):
            node.add(Iri(f"{terms}{key}"), number(value))


def _associate(build: Build, entities: Entities, activity: Iri, entry: Entry) -> None:
    plan = entities.plan(entry.plan) if entry.plan else NOTHING
    agents = [(party.agent(build, one), party.role(build, one.role)) for one in entry.agents]
    if entry.software:
        agents.append((party.software(build, entry.software), NOTHING))
    for agent, role in agents or ([(NOTHING, NOTHING)] if plan else []):
        build.document.relate("association", activity, agent, plan=plan, role=role)


def _connect(build: Build, entities: Entities, activity: Iri, entry: Entry) -> None:
    document = build.document
    used = [entities.used(one) for one in entry.used]
    for one in used:
        document.relate("usage", activity, one)
    for entity in entry.generated or _changed(entry):
        found = entities.generated(entity, entry, activity)
        for one in used if entry.activity in _DERIVING else ():
            if one != found:
                document.relate("derivation", found, one, activity=activity)
        if entry.activity == "file_replaced":
            _revise(build, entities, activity, entity, entry)
    if entry.activity == "harvested":
        _imported(build, entities, entry)


def _changed(entry: Entry) -> tuple[Entity, ...]:
    """What an entry changed that names no result: the dataset or resource in a new state."""
    kind = {"dataset_changed": "dataset", "resource_changed": "resource"}.get(entry.activity)
    return tuple(one for one in entry.used if one.kind == kind)


def _revise(build: Build, entities: Entities, activity: Iri, entity: Entity, entry: Entry) -> None:
    """A file that took the place of another of the same resource revises it."""
    after = build.current[entities.describe(entity)]
    for one in entry.used:
        same = one.id.partition("/")[0] == entity.id.partition("/")[0]
        before = entities.used(one)
        if one.kind == entity.kind == "file" and same and before != after:
            build.document.relate("revision", after, before, activity=activity)


def _imported(build: Build, entities: Entities, entry: Entry) -> None:
    node = build.document.node("entity", build.dataset)
    for one in entry.used:
        if one.kind == "record":
            record = entities.describe(one)
            dataset.name_source(build, build.dataset, record)
            node.add(PAV("importedFrom"), record)
            if not any(node.values(PAV("importedOn"))):
                node.add(PAV("importedOn"), moment(entry.ended))


def _ended(build: Build, entities: Entities, entry: Entry, final: bool) -> list[Iri]:
    """What a deletion ends: the last state, and the thing itself when nothing came after."""
    base = build.dataset
    if entry.activity == "resource_deleted":
        if not entry.resource_id:
            return []
        base = entities.describe(Entity("resource", entry.resource_id))
    states = dict.fromkeys((build.current.get(base, base), base))
    return [one for one in states if final or one != base]
