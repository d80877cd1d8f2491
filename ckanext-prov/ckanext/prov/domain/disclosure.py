"""What of an entry a reader is told who may not see the dataset as it was then.

That something happened, when, and on whose behalf belongs to a dataset's history; what its
fields were called, and ids of things beside it, belong to the phase it was in.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from ckanext.prov.domain.record import Agent, Entity, Entry

HIDDEN: Final = "hidden:"
"""What the id of an entity begins with that the reader may not see."""

INTERNAL_DETAILS: Final = frozenset({"job", "object", "submission", "row", "risk_before"})
"""Details that lead into the workings of a department; for its editors."""


@dataclass(frozen=True, slots=True)
class View:
    """What a reader may see of one dataset's log.

    ``edits``: may change the dataset. ``sees``: whether the dataset or resource with an id shows
    to the reader. ``people``, ``departments``: whether names show. ``key``: hides ids.
    """

    dataset_id: str
    key: bytes
    sees: Callable[[Entity], bool]
    edits: bool = False
    people: bool = False
    departments: bool = True


def disclosed(entry: Entry, view: View, *, held: bool) -> Entry:
    """``entry`` as the reader is told of it.

    ``held``: whether the reader could see the dataset when the entry was made.
    """
    return replace(
        entry,
        agents=tuple(_agent(agent, view) for agent in entry.agents),
        used=tuple(_entity(one, view) for one in entry.used),
        generated=tuple(_entity(one, view) for one in entry.generated),
        details=_details(entry.details, view, held=held),
    )


def hidden_id(ident: str, key: bytes) -> str:
    """The same stand-in for the same id, from which the id cannot be found."""
    return HIDDEN + hmac.new(key, ident.encode(), hashlib.sha256).hexdigest()[:32]


def _agent(agent: Agent, view: View) -> Agent:
    if agent.kind == "person":
        name = agent.name if view.people else ""
        ident = agent.id if view.edits or view.people else ""
        return replace(agent, id=ident, name=name)
    if agent.kind == "organization" and not view.departments:
        return replace(agent, name="")
    return agent


def _entity(entity: Entity, view: View) -> Entity:
    if entity.kind == "plan" or view.sees(entity):
        return entity
    return Entity(entity.kind, hidden_id(entity.id, view.key))


def _details(details: Mapping[str, Any], view: View, *, held: bool) -> dict[str, Any]:
    if view.edits:
        return dict(details)
    if held:
        return {key: value for key, value in details.items() if key not in INTERNAL_DETAILS}
    return _numbers(details)


def _numbers(details: Mapping[str, Any]) -> dict[str, Any]:
    """Counts and flags, under whatever they are called; no texts and no lists."""
    found: dict[str, Any] = {}
    for key, value in details.items():
        if key in INTERNAL_DETAILS:
            continue
        if isinstance(value, bool | int | float):
            found[key] = value
        elif isinstance(value, Mapping):
            found[key] = _numbers(cast("Mapping[str, Any]", value))
    return found
