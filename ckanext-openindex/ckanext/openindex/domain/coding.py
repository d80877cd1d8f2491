"""Turns the frozen records of the index into JSON-ready mappings and back.

What is stored must come back equal after years, so the rules are few: a value that equals its
default is left out, an instant is ISO 8601 in UTC, a record is a mapping, a tuple is a list. A
key that a class does not know is skipped: stored inputs outlive the program that wrote them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime, time, timezone
from functools import cache
from typing import Any, ClassVar, Final, TypeVar, cast, get_args, get_origin, get_type_hints

UTC: Final = timezone.utc
_T = TypeVar("_T", bound="Coded")
_Step = Callable[[Any], Any]


def instant(value: str | date | datetime) -> datetime:
    """``value`` as an aware instant in UTC; a date is its midnight, no offset means UTC.

    Raises ``ValueError`` for text that is not ISO 8601.
    """
    if isinstance(value, str):
        value = datetime.fromisoformat(value[:-1] + "+00:00" if value[-1:] == "Z" else value)
        if value.tzinfo is UTC:
            return value
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Coded:
    """A frozen dataclass whose fields are plain values, instants, records, or tuples of these."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """The JSON-ready mapping of all fields that differ from their defaults."""
        out: dict[str, Any] = {}
        for name, default, encode, _ in _plan(type(self)):
            value = getattr(self, name)
            if value is not default and value != default:
                out[name] = encode(value) if encode is not None else value
        return out

    @classmethod
    def from_dict(cls: type[_T], data: Mapping[str, Any]) -> _T:
        """The record that ``as_dict`` wrote. Raises ``TypeError`` or ``ValueError`` for others."""
        steps = _decoders(cls)
        known = {
            name: value if (step := steps[name]) is None or value is None else step(value)
            for name, value in data.items()
            if name in steps
        }
        return cls(**known)


@cache
def _plan(kind: type[Coded]) -> tuple[tuple[str, Any, _Step | None, _Step | None], ...]:
    """Name, default, encoder and decoder of each field of ``kind``."""
    hints = get_type_hints(kind)
    plan: list[tuple[str, Any, _Step | None, _Step | None]] = []
    for one in fields(kind):
        default: Any = one.default
        if default is MISSING and one.default_factory is not MISSING:
            default = one.default_factory()
        plan.append((one.name, default, *_steps(hints[one.name])))
    return tuple(plan)


@cache
def _decoders(kind: type[Coded]) -> dict[str, _Step | None]:
    return {name: decode for name, _, _, decode in _plan(kind)}


def _steps(hint: Any) -> tuple[_Step | None, _Step | None]:
    """How values of the type ``hint`` are written and read; None where they stay as they are."""
    if hint is datetime:
        return _written, instant
    if isinstance(hint, type) and issubclass(hint, Coded):
        return Coded.as_dict, hint.from_dict
    origin, parts = get_origin(hint), get_args(hint)
    if origin is tuple:
        encode, decode = _steps(parts[0])
        return _listing(encode), _tupling(decode)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return cast("_Step", dict), cast("_Step", dict)
    inner = [part for part in parts if part is not type(None) and get_origin(hint) is not type]
    steps = [_steps(part) for part in inner if isinstance(part, type) or get_args(part)]
    return next((step for step in steps if step != (None, None)), (None, None))


def _written(value: datetime) -> str:
    return value.isoformat()


def _listing(encode: _Step | None) -> _Step:
    return list if encode is None else lambda values: [encode(value) for value in values]


def _tupling(decode: _Step | None) -> _Step:
    return tuple if decode is None else lambda values: tuple([decode(value) for value in values])
