"""One dataset's part of a catalogue, as lines that are put one behind the other.

N-Triples and the nodes of a JSON-LD document need nothing around them, so a catalogue is what its
parts are, and a part is made again only when its dataset changes. What several datasets speak of
(publishers, concepts) is kept apart, so that a reader gets it once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, Final, cast

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from .shape import PREFIXES, REPEATABLE

_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_DISTRIBUTION: Final = URIRef(PREFIXES["dcat"] + "distribution")


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

    def is_own(term: Node) -> bool:
        return isinstance(term, BNode) or term in mine or str(term).startswith(inner)

    own, shared = _graph(), _graph()
    for triple in g:
        subject, _, value = triple
        owned = is_own(subject) or (not isinstance(value, Literal) and is_own(value))
        (own if owned else shared).add(triple)
    return Fragment(
        nt=triples(own),
        nt_shared=triples(shared),
        jsonld="".join(f"{node}\n" for node in nodes(own)),
        jsonld_shared="".join(f"{node}\n" for node in nodes(shared)),
        mentions=tuple(sorted({str(s) for s in shared.subjects() if isinstance(s, URIRef)})),
    )


def triples(g: Graph) -> str:
    """A graph as sorted lines of N-Triples."""
    lines = g.serialize(format="nt", encoding="utf-8").decode("utf-8").splitlines()
    return "".join(f"{line}\n" for line in sorted(filter(None, lines)))


def nodes(g: Graph) -> Iterator[str]:
    """A graph as JSON-LD node objects under :func:`context`, sorted, each on one line."""
    found: dict[str, dict[str, list[Any]]] = {}
    for subject, predicate, value in g:
        key = "@type" if predicate == RDF.type else short(str(predicate))
        said = short(str(value)) if key == "@type" else _value(value)
        found.setdefault(_name(subject), {}).setdefault(key, []).append(said)
    for name in sorted(found):
        yield json.dumps(_node(name, found[name]), ensure_ascii=False, separators=(",", ":"))


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


def turtle(lines: Iterable[str]) -> Iterator[str]:
    """Lines of N-Triples, those of one subject together, as Turtle; a piece for each subject."""
    for subject, group in groupby(lines, lambda line: line.partition(" ")[0]):
        statements = (_turtle_statement(line) for line in group)
        yield _turtle_term(subject) + " " + " ;\n    ".join(statements) + " .\n"


def turtle_prefixes() -> str:
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + "\n"


@lru_cache(maxsize=4096)
def short(iri: str) -> str:
    """An IRI with its prefix where that is safe in JSON-LD and Turtle, else as it is."""
    cut_at = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _NAMES.get(iri[:cut_at])
    return f"{prefix}:{iri[cut_at:]}" if prefix and _LOCAL.match(iri[cut_at:]) else iri


_NAMES: Final[Mapping[str, str]] = {iri: name for name, iri in PREFIXES.items()}


def _graph() -> Graph:
    return Graph(bind_namespaces="none")


def _turtle_statement(line: str) -> str:
    _, predicate, rest = line.split(" ", 2)
    said = "a" if predicate == f"<{RDF.type}>" else _turtle_term(predicate)
    return f"{said} {_turtle_term(rest.rstrip()[:-1].rstrip())}"


def _turtle_term(term: str) -> str:
    """A term of N-Triples with its prefix, or a literal with that of its datatype."""
    if term.startswith("<"):
        iri = short(term[1:-1])
        return iri if iri != term[1:-1] else term
    if term.endswith(">"):
        text, _, datatype = term.rpartition('"^^<')
        return f'{text}"^^{_turtle_term("<" + datatype)}'
    return term


def _name(term: Node) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _value(term: Node) -> Any:
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@language": term.language, "@value": str(term)}
    if term.datatype is not None:
        return {"@type": short(str(term.datatype)), "@value": str(term)}
    return str(term)


def _node(name: str, properties: Mapping[str, list[Any]]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": name}
    for key in sorted(properties):
        values = sorted(properties[key], key=_order)
        single = len(values) == 1 and key not in REPEATABLE and key != "@type"
        node[key] = values[0] if single else values
    return node


def _order(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
