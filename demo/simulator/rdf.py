"""Nodes of a small RDF graph, written as Turtle or JSON-LD without a library."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Iri:
    """A reference to another node."""

    value: str


@dataclass(frozen=True)
class Literal:
    """A text with a language or a datatype (a prefixed name)."""

    value: str
    language: str = ""
    datatype: str = ""


@dataclass
class Node:
    """A subject with its types and its properties, in order."""

    iri: str
    types: tuple[str, ...]
    properties: list[tuple[str, Iri | Literal]] = field(default_factory=list)

    def add(self, name: str, *values: Iri | Literal | None) -> None:
        """Adds a value for each that is not ``None``."""
        self.properties.extend((name, value) for value in values if value is not None)


def turtle(nodes: list[Node]) -> str:
    """The nodes as Turtle."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()]
    for node in nodes:
        parts = [f"a {', '.join(node.types)}"]
        parts += [f"{name} {_turtle(value)}" for name, value in node.properties]
        lines.append(f"<{node.iri}> " + " ;\n  ".join(parts) + " .")
    return "\n".join(lines) + "\n"


def _turtle(value: Iri | Literal) -> str:
    if isinstance(value, Iri):
        return f"<{value.value}>"
    text = json.dumps(value.value, ensure_ascii=False)
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.datatype}" if value.datatype else text


def json_ld(nodes: list[Node]) -> dict[str, Any]:
    """The nodes as a JSON-LD document."""
    return {"@context": PREFIXES, "@graph": [_json(node) for node in nodes]}


def _json(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": node.iri, "@type": list(node.types)}
    for name, value in node.properties:
        found.setdefault(name, []).append(_json_value(value))
    return found


def _json_value(value: Iri | Literal) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.value}
    extra = {"@language": value.language} if value.language else {}
    extra |= {"@type": value.datatype} if value.datatype else {}
    return {"@value": value.value, **extra}
