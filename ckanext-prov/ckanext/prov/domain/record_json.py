"""An entry of the log as plain JSON and back, and the one sequence of bytes that it stands for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, Final, cast

from ckanext.prov.domain.record import Agent, Entity, Entry

MOST_FLOAT: Final = 2**53
"""Above it a float is not exact, and databases write it in another way than Python does."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ENCODE: Final = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode


def canonical(entry: Entry) -> bytes:
    """The bytes that the chain is computed over.

    JSON in UTF-8: keys sorted, no spaces, characters outside ASCII as they are, times in UTC as
    ``2026-03-02T01:30:00.000000Z``, whole floats as integers. Empty fields are written too, so
    each entry has the same keys. Raises ValueError for details that are not plain JSON.
    """
    return canonical_of(entry_to_dict(entry))


def canonical_of(body: Mapping[str, Any]) -> bytes:
    """The same of an entry that :func:`entry_to_dict` has written already."""
    return _ENCODE(body).encode()


def entry_to_dict(entry: Entry) -> dict[str, Any]:
    """``entry`` in values that ``json`` can write. Raises ValueError as :func:`canonical`."""
    return {
        "id": _text(entry.id),
        "number": entry.number,
        "dataset_id": _text(entry.dataset_id),
        "activity": entry.activity,
        "started": _moment(entry.started) if entry.started else None,
        "ended": _moment(entry.ended),
        "resource_id": _text(entry.resource_id),
        "agents": [_agent(agent) for agent in entry.agents],
        "used": [_entity(entity) for entity in entry.used],
        "generated": [_entity(entity) for entity in entry.generated],
        "plan": _entity(entry.plan) if entry.plan else None,
        "software": _text(entry.software),
        "details": _plain(entry.details),
        "reconstructed": entry.reconstructed,
    }


def entry_from_dict(data: Mapping[str, Any]) -> Entry:
    """The entry that :func:`entry_to_dict` wrote.

    Raises ValueError when a key is missing, unknown or has a value of the wrong kind.
    """
    try:
        values = dict(data)
        values["started"] = _read_moment(values["started"]) if values["started"] else None
        values["ended"] = _read_moment(values["ended"])
        values["agents"] = tuple(Agent(**agent) for agent in values["agents"])
        for name in ("used", "generated"):
            values[name] = tuple(Entity(**entity) for entity in values[name])
        values["plan"] = Entity(**values["plan"]) if values["plan"] else None
        return Entry(**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an entry of the log: {error}") from error


def _agent(agent: Agent) -> dict[str, str]:
    return {
        "kind": agent.kind,
        "id": _text(agent.id),
        "name": _text(agent.name),
        "role": _text(agent.role),
        "department": _text(agent.department),
    }


def _entity(entity: Entity) -> dict[str, str]:
    return {
        "kind": entity.kind,
        "id": _text(entity.id),
        "label": _text(entity.label),
        "sha256": _text(entity.sha256),
    }


def _moment(moment: datetime) -> str:
    utc = moment.astimezone(timezone.utc).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def _read_moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _text(text: str) -> str:
    if _UNSTORABLE.search(text):
        raise ValueError(f"{text!r} has a character that no database stores")
    return text


def _plain(value: object) -> Any:
    """``value`` as plain JSON, in the one way that survives a database."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value).items()
        return {_key(key): _plain(item) for key, item in pairs}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [_plain(item) for item in cast("Sequence[object]", value)]
    raise ValueError(f"details: {value!r} is not plain JSON")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError(f"details: the key {key!r} is not a text")
    return _text(key)


def _number(value: float) -> float | int:
    if not abs(value) <= MOST_FLOAT:
        raise ValueError(f"details: {value!r} is not a finite number below 2**53")
    return int(value) if value.is_integer() else value
