"""Which resource of a dataset a harvested one is, so that resource ids survive a re-harvest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Final

_Key = Callable[[Mapping[str, Any]], Hashable | None]


def _both(resource: Mapping[str, Any], first: str, second: str) -> Hashable | None:
    one, two = resource.get(first), resource.get(second)
    return (one, two) if one and two else None


_KEYS: Final[tuple[_Key, ...]] = (
    lambda r: r.get("source_key") or None,
    lambda r: r.get("source_file") or None,
    lambda r: r.get("url") or None,
    lambda r: _both(r, "name", "format"),
    lambda r: r.get("name") or None,
)
"""Tried in turn, the surest first; what they leave over is matched by format, then position."""


def match_resources(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> list[str | None]:
    """For each of ``new`` the id of the resource of ``old`` that it is, or None for a new one.

    No id is given twice. Resources are dicts with ``id`` (old only), ``source_key``,
    ``source_file`` (the address a stored file came from), ``url``, ``name`` and ``format``.
    """
    found: list[str | None] = [None] * len(new)
    free = {str(resource["id"]): resource for resource in old}
    for key in _KEYS:
        _match(found, free, new, key)
    _match(found, free, new, lambda r: str(r.get("format") or "").lower() or None)
    return found


def _match(
    found: list[str | None],
    free: dict[str, Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
    key: _Key,
) -> None:
    """Give each of ``new`` without an id the first free resource with the same key."""
    waiting: dict[Hashable, list[str]] = {}
    for identity, resource in free.items():
        mark = key(resource)
        if mark is not None:
            waiting.setdefault(mark, []).append(identity)
    for position, resource in enumerate(new):
        mark = key(resource) if found[position] is None else None
        if mark is not None and waiting.get(mark):
            identity = waiting[mark].pop(0)
            found[position] = identity
            del free[identity]
