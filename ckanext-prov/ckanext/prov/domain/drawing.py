"""What of a document is drawn, and told in a table: its newest activities and what hangs on them.

Read from the JSON-LD that the page links (:mod:`.forms.jsonld`), so that drawing, table and
statement are of one source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, cast

Shape = Literal["entity", "activity", "agent", "plan"]
Form = Literal["", "version", "state", "file", "record"]
Json = Mapping[str, Any]

MOST_NODES: Final = 40
"""Nodes of a drawing that people can still follow."""

RELATIONS: Final = MappingProxyType(
    {
        "prov:used": "used",
        "prov:wasGeneratedBy": "generated",
        "prov:wasInvalidatedBy": "invalidated",
        "prov:wasDerivedFrom": "derived",
        "prov:wasRevisionOf": "revised",
        "prov:wasAssociatedWith": "associated",
        "prov:wasAttributedTo": "attributed",
        "prov:actedOnBehalfOf": "delegated",
        "prov:specializationOf": "special",
        "prov:hadPlan": "planned",
    }
)
"""Properties that are drawn, and the words by which pages call them."""

_BEYOND: Final = frozenset({"special", "attributed", "delegated"})
"""Relations that join what is there and bring in nothing of themselves."""
_NAMES: Final = ("dct:title", "foaf:name", "rdfs:label", "skos:prefLabel")
_STATE: Final = re.compile(r"#state-(\d+)\Z")


@dataclass(frozen=True, slots=True)
class Link:
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A node: what it is called, and what it says of others that are drawn.

    ``form`` and ``mark``: a version and its label, a state of something and its number, the bytes
    of a file and their checksum's beginning, a record of a source that has no name. ``when`` is
    an xsd:dateTime, empty where none is known.
    """

    iri: str
    shape: Shape
    name: str
    form: Form = ""
    mark: str = ""
    when: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """``nodes``: the newest activity first, each before what hangs on it. ``total``: how many
    there would be without a limit."""

    nodes: tuple[Drawn, ...]
    total: int


def drawing(graph: Sequence[Json], language: str, most: int = MOST_NODES) -> Drawing:
    """The drawing of ``graph`` (the ``@graph`` of a document), with names in ``language``."""
    nodes = {str(node["@id"]): node for node in graph}
    links = {iri: tuple(_links(node, nodes)) for iri, node in nodes.items()}
    around = _around(links)
    order = list(_order(nodes, around))
    chosen: dict[str, None] = {}
    for group in order:
        new = [iri for iri in group if iri not in chosen]
        if chosen and len(chosen) + len(new) > most:
            break
        chosen.update(dict.fromkeys(new[:most]))
    return Drawing(
        tuple(_drawn(nodes, iri, links[iri], chosen, language) for iri in chosen),
        len({iri for group in order for iri in group}),
    )


def _links(node: Json, nodes: Mapping[str, Json]) -> Iterator[Link]:
    for name, word in RELATIONS.items():
        for target in _values(node, name):
            if target in nodes:
                yield Link(word, target)
    for qualified in _values(node, "prov:qualifiedAssociation"):
        for plan in _values(nodes.get(qualified, {}), "prov:hadPlan"):
            if plan in nodes:
                yield Link("planned", plan)


def _around(links: Mapping[str, Iterable[Link]]) -> dict[str, list[str]]:
    """Neighbours by relations that bring something in, both ways, each once."""
    found: dict[str, dict[str, None]] = {}
    for iri, said in links.items():
        for link in said:
            if link.relation not in _BEYOND:
                found.setdefault(iri, {})[link.target] = None
                found.setdefault(link.target, {})[iri] = None
    return {iri: list(others) for iri, others in found.items()}


def _order(nodes: Mapping[str, Json], around: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The subject with what it derives from, then each activity with its neighbours, the newest
    first."""
    activities = [iri for iri in nodes if _shape(nodes[iri]) == "activity"]
    subject = next(iter(nodes), "")
    near = [iri for iri in around.get(subject, ()) if iri not in set(activities)]
    if subject:
        yield [subject, *near, *_values(nodes[subject], "prov:wasAttributedTo")]
    for iri in sorted(activities, key=lambda one: _when(nodes[one]), reverse=True):
        agents = [other for other in around.get(iri, ()) if _shape(nodes[other]) == "agent"]
        behind = [two for one in agents for two in _values(nodes[one], "prov:actedOnBehalfOf")]
        yield list(dict.fromkeys([iri, *around.get(iri, ()), *behind]))


def _drawn(
    nodes: Mapping[str, Json],
    iri: str,
    links: Iterable[Link],
    chosen: Mapping[str, None],
    language: str,
) -> Drawn:
    node = nodes[iri]
    form, mark = _form(node)
    name = _name(node, language)
    for base in () if name else _values(node, "prov:specializationOf"):
        name = name or _name(nodes.get(base, {}), language)
    kept = dict.fromkeys(link for link in links if link.target in chosen and link.target != iri)
    return Drawn(iri, _shape(node), name, form, mark, _when(node), tuple(kept))


def _shape(node: Json) -> Shape:
    types = _values(node, "@type")
    if "prov:Plan" in types:
        return "plan"
    if "prov:Activity" in types:
        return "activity"
    return "agent" if "prov:Agent" in types else "entity"


def _form(node: Json) -> tuple[Form, str]:
    iri = str(node.get("@id", ""))
    state = _STATE.search(iri)
    if state:
        return "state", state.group(1)
    if "/file/" in iri and _values(node, "prov:specializationOf"):
        return "file", iri.rpartition("/")[2][:8]
    if "/provenance/record/" in iri and not any(node.get(name) for name in _NAMES):
        return "record", ""
    versions = _values(node, "dcat:version")
    is_version = bool(versions) and bool(_values(node, "prov:specializationOf"))
    return ("version", versions[0]) if is_version else ("", "")


def _when(node: Json) -> str:
    for name in ("prov:endedAtTime", "prov:generatedAtTime"):
        if found := _values(node, name):
            return found[0]
    return ""


def _name(node: Json, language: str) -> str:
    """The name in the language, or else any."""
    for prop in _NAMES:
        said = cast("list[Any]", node.get(prop) or [])
        texts = [(_text(one), _language(one)) for one in said]
        fitting = [text for text, lang in texts if lang.split("-")[0] == language.split("_")[0]]
        if texts:
            return (fitting or [text for text, _ in texts])[0]
    return ""


def _values(node: Json, name: str) -> list[str]:
    said: Any = node.get(name) or []
    return [_text(one) for one in (cast("list[Any]", said) if isinstance(said, list) else [said])]


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        held = cast("Mapping[str, object]", value)
        return str(held.get("@id") or held.get("@value") or "")
    return str(value)


def _language(value: object) -> str:
    return str(cast("Json", value).get("@language", "")) if isinstance(value, Mapping) else ""
