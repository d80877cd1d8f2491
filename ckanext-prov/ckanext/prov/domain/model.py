"""A PROV document: entities, activities and agents with attributes, and relations between them.

Terms are those of PROV-DM (https://www.w3.org/TR/prov-dm/). All forms are written from this model,
so they say the same. Everything has an IRI; there are no blank nodes. Whatever is described and is
neither an activity nor an agent is an entity, also a licence or a checksum: PROV-JSON and PROV-N
know nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal

from ckanext.prov.domain import iri as iris
from ckanext.prov.domain.relations import SHAPES, RelationKind
from ckanext.prov.domain.terms import (
    BOOLEAN,
    CLASSES,
    DATE,
    DATE_TIME,
    DOUBLE,
    INTEGER,
    LANG_STRING,
    NOTHING,
    STRING,
    Iri,
)

Kind = Literal["entity", "activity", "agent"]

# All that XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), surrogates among it.
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MINUTE: Final = timedelta(minutes=1)
_MOST_OFFSET: Final = timedelta(hours=14)
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")  # BCP 47, as far as forms need it


@dataclass(frozen=True, slots=True)
class Text:
    """A literal: its lexical form, and a datatype or a language tag.

    Line ends become a line feed, and characters that XML cannot hold become U+FFFD: so each form
    can carry the text, and all carry the same.
    """

    value: str
    datatype: Iri = STRING
    lang: str = ""

    def __post_init__(self) -> None:
        if "\r" in self.value or _ILLEGAL.search(self.value):
            unified = self.value.replace("\r\n", "\n").replace("\r", "\n")
            object.__setattr__(self, "value", _ILLEGAL.sub("\ufffd", unified))


Value = Iri | Text


def tagged(value: str, locale: str) -> Text:
    """``value`` in a language; a locale such as ``zh_Hans_CN`` becomes the tag ``zh-Hans-CN``.

    Without a locale, or with one that is no language tag (BCP 47), the text has no language.
    """
    tag = locale.replace("_", "-")
    return Text(value, LANG_STRING, tag) if _TAG.match(tag) else Text(value)


def moment(value: datetime) -> Text:
    """A time as xsd:dateTime in the zone it was told in. Raises ValueError without a zone.

    A zone that xsd:dateTime does not know (seconds, beyond 14 hours) becomes UTC.
    """
    offset = value.utcoffset()
    if offset is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    if offset % _MINUTE or abs(offset) > _MOST_OFFSET:
        value = value.astimezone(timezone.utc)
    return Text(value.isoformat(), DATE_TIME)


def day(value: date) -> Text:
    """A date as xsd:date."""
    return Text(value.isoformat(), DATE)


def number(value: bool | int | float) -> Text:
    """A truth value, a whole number or another as xsd:boolean, xsd:integer or xsd:double."""
    if isinstance(value, bool):
        return Text("true" if value else "false", BOOLEAN)
    return Text(repr(value), INTEGER if isinstance(value, int) else DOUBLE)


@dataclass(slots=True)
class Node:
    """An entity, an activity or an agent. Attributes keep their order and never repeat."""

    iri: Iri
    kinds: set[Kind] = field(default_factory=set[Kind])
    types: dict[Iri, None] = field(default_factory=dict[Iri, None])
    attributes: dict[tuple[Iri, Value], None] = field(
        default_factory=dict[tuple[Iri, "Value"], None]
    )

    def add(self, predicate: Iri, value: Value | None) -> None:
        """Say something of it; nothing for None."""
        if value is not None:
            self.attributes[predicate, value] = None

    def values(self, predicate: Iri) -> Iterator[Value]:
        """What is said with ``predicate``, in the order it was said."""
        return (value for name, value in self.attributes if name == predicate)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from ``subject`` to ``object``; with an ``iri`` it is qualified.

    ``object`` is empty where PROV-DM lets it be unknown, such as the activity of a generation of
    which the time alone is known. ``attributes`` are predicates of PROV-O and others on the
    qualified relation.
    """

    kind: RelationKind
    subject: Iri
    object: Iri
    iri: Iri = NOTHING
    time: Text | None = None
    activity: Iri = NOTHING
    plan: Iri = NOTHING
    role: Iri = NOTHING
    attributes: tuple[tuple[Iri, Value], ...] = ()


Ends = tuple[RelationKind, Iri, Iri]


@dataclass(slots=True)
class Document:
    """What is said of ``subject``. Two documents are equal when they say the same.

    ``base`` is the address below which most IRIs are; forms with prefixes shorten it.
    """

    subject: Iri
    base: str = field(default="", compare=False)
    nodes: dict[Iri, Node] = field(default_factory=dict[Iri, Node])
    relations: dict[Relation, None] = field(default_factory=dict[Relation, None])
    _qualified: set[Ends] = field(default_factory=set[Ends], repr=False, compare=False)

    def node(self, kind: Kind, iri: Iri, *types: Iri) -> Node:
        """The node ``iri``, made when it is new, with ``kind`` and ``types`` added."""
        node = self.nodes.get(iri)
        if node is None:
            node = self.nodes[iri] = Node(iri)
        node.kinds.add(kind)
        for one in types:
            if one not in CLASSES.values():
                node.types[one] = None
        return node

    def relate(
        self,
        kind: RelationKind,
        subject: Iri,
        object: Iri = NOTHING,
        *,
        iri: Iri = NOTHING,
        time: Text | None = None,
        activity: Iri = NOTHING,
        plan: Iri = NOTHING,
        role: Iri = NOTHING,
        attributes: tuple[tuple[Iri, Value], ...] = (),
    ) -> None:
        """Add a relation. What tells more than two ends gets a stable IRI below its subject's.

        Where a qualified relation has the same ends, a plain one says nothing new and is dropped.
        """
        ends = (kind, subject, object)
        more = time or activity or plan or role or attributes
        if not more and not iri and ends in self._qualified:
            return
        if not iri and SHAPES[kind].qualified and (more or kind == "revision"):
            iri = iris.qualified(subject, kind, object, activity, plan, role)
        if iri:
            self._qualified.add(ends)
            self.relations.pop(Relation(*ends), None)
        relation = Relation(kind, subject, object, iri, time, activity, plan, role, attributes)
        self.relations[relation] = None
