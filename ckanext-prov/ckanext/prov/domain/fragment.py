"""One dataset's part of a catalogue, as lines that are put one behind the other.

N-Triples and the nodes of a JSON-LD document need nothing around them, so a catalogue is what its
parts are, and a part is made again only when its dataset changes. What several datasets speak of
(publishers, concepts) is kept apart, so that a reader gets it once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from .forms.nt import literal
from .shape import PREFIXES, REPEATABLE
from .turtle import short

_TYPE: Final = short(RDF.type)
_DISTRIBUTION: Final = URIRef(PREFIXES["dcat"] + "distribution")

_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Fragment:
    """Lines of N-Triples and JSON-LD nodes (one a line): a dataset's own, and shared ones.

    ``mentions`` are the IRIs that the shared lines describe: when one of those things changes,
    the fragment is out of date.
    """

    nt: str
    nt_shared: str
    jsonld: str
    jsonld_shared: str
    mentions: tuple[str, ...]


def cut(g: Graph, dataset: URIRef) -> Fragment:
    """The graph of one dataset in parts. A shared subject's link to what is the dataset's own
    (the catalogue that lists it) is the dataset's own."""
    mine = {dataset, *g.objects(dataset, _DISTRIBUTION)}
    inner = (f"{dataset}/", f"{dataset}#")

    @cache
    def is_own(term: Node) -> bool:
        return isinstance(term, BNode) or term in mine or str(term).startswith(inner)

    own, shared = list[Triple](), list[Triple]()
    for triple in g:
        subject, _, value = triple
        owned = is_own(subject) or (not isinstance(value, Literal) and is_own(value))
        (own if owned else shared).append(triple)
    return Fragment(
        nt=triples(own),
        nt_shared=triples(shared),
        jsonld="".join(f"{node}\n" for node in nodes(own)),
        jsonld_shared="".join(f"{node}\n" for node in nodes(shared)),
        mentions=tuple(sorted({str(s) for s, _, _ in shared if isinstance(s, URIRef)})),
    )


def triples(found: Iterable[Triple]) -> str:
    """Triples as sorted lines of N-Triples."""
    lines = {f"{_term(s)} {_term(p)} {_term(o)} .\n" for s, p, o in found}
    return "".join(sorted(lines))


def nodes(triples: Iterable[Triple]) -> Iterator[str]:
    """Triples as JSON-LD node objects under :func:`context`, sorted, each on one line."""
    found: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, value in triples:
        key = short(cast("str", predicate))
        if key == _TYPE:
            key, said = "@type", short(cast("str", value))
        else:
            said = _value(value)
        found.setdefault(_name(subject), {}).setdefault(key, []).append(said)
    for name in sorted(found):
        yield _ENCODE(_node(name, found[name]))


def merged(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Node objects out of lines of several fragments, one for each subject."""
    found: dict[str, dict[str, list[Any]]] = {}
    for line in dict.fromkeys(lines):
        node = json.loads(line)
        properties = found.setdefault(node.pop("@id"), {})
        for key, value in node.items():
            known = properties.setdefault(key, [])
            said = cast("list[Any]", value) if isinstance(value, list) else [value]
            known += [each for each in said if each not in known] if known else said
    return [_node(name, found[name]) for name in found]


def context() -> dict[str, Any]:
    """The ``@context`` of every JSON-LD document of the catalogue."""
    lists = {name: {"@id": name, "@container": "@set"} for name in sorted(REPEATABLE)}
    return {**PREFIXES, **lists}


def _term(term: Node) -> str:
    # Asking for the type itself is quicker than isinstance: rdflib's terms have an abstract base.
    if type(term) is URIRef:
        return f"<{term}>"
    if isinstance(term, Literal):
        return literal(term, term.language or "", term.datatype or "")
    return f"_:{term}" if isinstance(term, BNode) else f"<{term}>"


def _name(term: Node) -> str:
    return f"_:{term}" if type(term) is BNode else str(term)


def _value(term: Node) -> Any:
    if type(term) is URIRef:
        return {"@id": str(term)}
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@language": term.language, "@value": str(term)}
    if term.datatype is not None:
        return {"@type": short(term.datatype), "@value": str(term)}
    return str(term)


def _node(name: str, properties: Mapping[str, list[Any]]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": name}
    for key in sorted(properties):
        values = properties[key]
        if len(values) > 1:
            values = sorted(values, key=_order)
        single = len(values) == 1 and key not in REPEATABLE and key != "@type"
        node[key] = values[0] if single else values
    return node


def _order(value: Any) -> str:
    return value if isinstance(value, str) else _ENCODE(value)
