"""PROV-JSON and PROV-N, read by the library ``prov``, as a document."""

from __future__ import annotations

import warnings
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from ckanext.prov.domain.model import Document, Kind, Node, Text, Value, moment, number
from ckanext.prov.domain.reading.base import MOST_STATEMENTS, Reading, no_zone, refuse
from ckanext.prov.domain.relations import SHAPES, RelationKind
from ckanext.prov.domain.terms import (
    ENDED,
    LABEL,
    LANG_STRING,
    NOTHING,
    PROV,
    STARTED,
    STRING,
    Iri,
)

from prov.constants import PROV_N_MAP
from prov.identifier import Identifier
from prov.model import Literal, ProvDocument, ProvRecord, ProvRelation

_PREDICATES: Final = MappingProxyType(
    {
        PROV("label"): LABEL,
        PROV("location"): PROV("atLocation"),
        PROV("startTime"): STARTED,
        PROV("endTime"): ENDED,
    }
)
_KINDS: Final[MappingProxyType[str, Kind]] = MappingProxyType(
    {"entity": "entity", "activity": "activity", "agent": "agent"}
)
_SUBTYPES: Final = MappingProxyType[str, RelationKind](
    {shape.subtype: kind for kind, shape in SHAPES.items() if shape.subtype}
)
_PLAIN: Final = MappingProxyType[str, RelationKind](
    {shape.record: kind for kind, shape in SHAPES.items() if not shape.subtype}
)
_INVOLVED: Final = (PROV("activity"), PROV("starter"), PROV("ender"))


def from_prov(data: bytes, extension: str, base: str) -> Reading:
    """The document of PROV-JSON or PROV-N. Raises Rejected.

    Records in bundles are read as if they stood outside. Anonymous identifiers of relations
    (``_:id1``) are no identifiers.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            content = data.decode("utf-8-sig")
            found = ProvDocument.deserialize(content=content, format=extension).flattened()
            records = list(found.records)
    except Exception as error:  # the readers of prov raise whatever they come across
        reason = str(error).strip()[:200] or type(error).__name__
        raise refuse(
            "syntax",
            f"文件不符合该格式的语法：{reason}。请更正后再试。",
            f"the file is not well formed: {reason}; mend it.",
        ) from error
    if len(records) > MOST_STATEMENTS:
        raise refuse(
            "too_many_statements",
            f"文件中的语句超过 {MOST_STATEMENTS} 条。请拆分后再试。",
            f"the file has more than {MOST_STATEMENTS} statements; split it.",
        )
    reading = Reading(Document(NOTHING, f"{base.rstrip('/')}/" if base else ""))
    for record in records:
        if isinstance(record, ProvRelation):
            _read_relation(reading, record)
        else:
            _read_element(reading, record)
    return reading


def _read_element(reading: Reading, record: ProvRecord) -> None:
    iri = _name(record.identifier)
    node = reading.document.nodes.setdefault(iri, Node(iri))
    node.kinds.add(_KINDS[PROV_N_MAP[record.get_type()]])
    for name, given in record.attributes:
        predicate = _predicate(name)
        value = _value(reading, iri, predicate, given)
        if predicate != PROV("type") or isinstance(value, Text):
            node.add(predicate, value)
        elif value is not None:
            node.types[value] = None


def _read_relation(reading: Reading, record: ProvRelation) -> None:
    kind = _PLAIN.get(PROV_N_MAP[record.get_type()])
    if kind is None:  # a mention, of bundles
        return
    formal = list(record.formal_attributes)
    subject, target = (_name(value) for _, value in formal[:2])
    said: dict[str, Any] = {name.uri: value for name, value in formal[2:]}
    attributes: list[tuple[Iri, Value]] = []
    role = NOTHING
    for name, given in record.extra_attributes:
        predicate = _predicate(name)
        value = _value(reading, subject, predicate, given)
        if predicate == PROV("type") and isinstance(value, str) and value in _SUBTYPES:
            kind = _SUBTYPES[value]
        elif predicate == PROV("role") and isinstance(value, str):
            role = value
        elif value is not None:
            attributes.append((predicate, value))
    involved = next((_name(said[name]) for name in _INVOLVED if said.get(name)), NOTHING)
    time = _value(reading, subject, PROV("time"), said.get(PROV("time")))
    reading.document.relate(
        kind,
        subject,
        target,
        iri=_name(record.identifier),
        time=time if isinstance(time, Text) else None,
        activity=involved,
        plan=_name(said.get(PROV("plan"))),
        role=role,
        attributes=tuple(attributes),
    )


def _predicate(name: Identifier) -> Iri:
    iri = Iri(name.uri)
    return _PREDICATES.get(iri, iri)


def _name(value: Any) -> Iri:
    return Iri(value.uri) if isinstance(value, Identifier) else NOTHING


def _value(reading: Reading, subject: Iri, predicate: Iri, given: Any) -> Value | None:
    """A value of ``prov`` in our model; None, with a problem, for a time without a zone."""
    if isinstance(given, Identifier):
        return Iri(given.uri)
    if isinstance(given, datetime):
        return _time(reading, subject, predicate, given)
    if isinstance(given, (bool, int, float)):
        return number(given)
    if isinstance(given, Literal):
        if given.langtag:
            return Text(given.value, LANG_STRING, given.langtag)
        return Text(given.value, Iri(given.datatype.uri) if given.datatype else STRING)
    return None if given is None else Text(str(given))


def _time(reading: Reading, subject: Iri, predicate: Iri, given: datetime) -> Text | None:
    if given.tzinfo is not None:
        return moment(given)
    name = f"prov:{predicate.removeprefix(PROV)}"
    reading.problems.append(no_zone(subject, name, given.isoformat()))
    return None
