"""Triples in four forms, each written subject by subject, so that a document can be streamed.

A document is what ``head`` gives, the pieces of ``body`` for each group of triples with
``between`` between two of them, and ``tail``. Triples of one subject stand together in a group.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any, ClassVar, Final
from xml.sax.saxutils import escape, quoteattr

from .terms import PREFIXES, TYPE, Iri, Literal, Triple, Value, short

_ESCAPED: Final = re.compile(r'[\\"\n\r]')
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_LOCAL: Final = re.compile(r"\w+:[A-Za-z]\w*\Z", re.ASCII)
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Form(ABC):
    """A way to write triples down."""

    extension: ClassVar[str]
    media_type: ClassVar[str]
    head: ClassVar[str] = ""
    between: ClassVar[str] = ""
    tail: ClassVar[str] = ""

    @abstractmethod
    def subject(self, triples: list[Triple]) -> str:
        """What is said of one subject."""

    def body(self, triples: Iterable[Triple]) -> Iterator[str]:
        """What is said of each subject of a group."""
        for _, group in groupby(triples, lambda triple: triple[0]):
            yield self.subject(list(group))

    def document(self, groups: Iterable[Iterable[Triple]]) -> Iterator[str]:
        """Pieces of a whole document."""
        yield self.head
        first = True
        for group in groups:
            for piece in self.body(group):
                yield piece if first else self.between + piece
                first = False
        yield self.tail


class NTriples(Form):
    """https://www.w3.org/TR/n-triples/"""

    extension = "nt"
    media_type = "application/n-triples"

    def subject(self, triples: list[Triple]) -> str:
        return "".join(f"<{s}> <{p}> {_term(o, '<{}>'.format)} .\n" for s, p, o in triples)


class Turtle(Form):
    """https://www.w3.org/TR/turtle/"""

    extension = "ttl"
    media_type = "text/turtle"
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

    def subject(self, triples: list[Triple]) -> str:
        said = (f"{'a' if p == TYPE else _turtle(p)} {_term(o, _turtle)}" for _, p, o in triples)
        return f"\n<{triples[0][0]}> " + " ;\n    ".join(said) + " .\n"


class JsonLd(Form):
    """https://www.w3.org/TR/json-ld11/, one node object for each subject."""

    extension = "jsonld"
    media_type = "application/ld+json"
    head = '{"@context":' + json.dumps(dict(PREFIXES)) + ',"@graph":[\n'
    between = ",\n"
    tail = "\n]}\n"

    def subject(self, triples: list[Triple]) -> str:
        node: dict[str, Any] = {"@id": triples[0][0]}
        for _, predicate, value in triples:
            key = "@type" if predicate == TYPE else short(predicate)
            node.setdefault(key, []).append(_json(key, value))
        return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


class RdfXml(Form):
    """https://www.w3.org/TR/rdf-syntax-grammar/"""

    extension = "rdf"
    media_type = "application/rdf+xml"
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF'
        + "".join(f' xmlns:{name}="{iri}"' for name, iri in PREFIXES.items())
        + ">\n"
    )
    tail = "</rdf:RDF>\n"

    def subject(self, triples: list[Triple]) -> str:
        said = "".join(map(_element, triples))
        return f"<rdf:Description rdf:about={quoteattr(triples[0][0])}>\n{said}</rdf:Description>\n"


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {form.extension: form for form in (Turtle(), JsonLd(), RdfXml(), NTriples())}
)
"""Forms by extension, the preferred one first."""


def _term(value: Value, iri: Any) -> str:
    if not isinstance(value, Literal):
        return str(iri(value))
    text = _ESCAPED.sub(lambda found: _ESCAPES[found.group()], value.text)
    if value.lang:
        return f'"{text}"@{value.lang}'
    return f'"{text}"^^{iri(value.datatype)}' if value.datatype else f'"{text}"'


def _turtle(iri: str) -> str:
    name = short(iri)
    return name if name != iri and _LOCAL.match(name) else f"<{iri}>"


def _json(key: str, value: Value) -> Any:
    if isinstance(value, Iri):
        return short(value) if key == "@type" else {"@id": value}
    if value.lang:
        return {"@language": value.lang, "@value": value.text}
    if value.datatype:
        return {"@type": short(value.datatype), "@value": value.text}
    return {"@value": value.text}


def _element(triple: Triple) -> str:
    _, predicate, value = triple
    name = short(predicate)
    if isinstance(value, Iri):
        return f"  <{name} rdf:resource={quoteattr(value)}/>\n"
    about = f' xml:lang="{value.lang}"' if value.lang else ""
    about += f" rdf:datatype={quoteattr(value.datatype)}" if value.datatype else ""
    return f"  <{name}{about}>{escape(_NOT_XML.sub('', value.text))}</{name}>\n"
