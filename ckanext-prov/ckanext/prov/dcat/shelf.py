"""A store for the graph of one dataset: rdflib's own is made for large ones, and slower to fill."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import Graph
from rdflib.store import Store


class Shelf(Store):
    """Triples by subject and predicate, in the order in which they were added; no prefixes."""

    def __init__(self) -> None:
        super().__init__()
        self._triples: dict[Any, dict[Any, dict[Any, None]]] = {}

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        s, p, o = triple
        self._triples.setdefault(s, {}).setdefault(p, {})[o] = None

    def remove(self, triple: Any, context: Any = None) -> None:
        for (s, p, o), _ in self.triples(triple):
            del self._triples[s][p][o]

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """What fits the pattern now; what is added meanwhile is left out."""
        s, p, o = triple_pattern
        subjects = self._triples if s is None else {s: self._triples.get(s, {})}
        found = list[Any]()
        for subject, said in subjects.items():
            for predicate in said if p is None else (p,):
                values = said.get(predicate, {})
                kept = values if o is None else (o,) if o in values else ()
                found += [((subject, predicate, value), iter(())) for value in kept]
        return iter(found)

    def __len__(self, context: Any = None) -> int:
        return sum(len(values) for said in self._triples.values() for values in said.values())

    def bind(self, *args: Any, **kwargs: Any) -> None:
        """Bind nothing: each profile binds dozens of prefixes, and our lines need none."""

    def namespace(self, prefix: str) -> None:
        return None

    def prefix(self, namespace: Any) -> None:
        return None

    def namespaces(self) -> Iterator[Any]:
        return iter(())


class PlainGraph(Graph):
    """A graph on a shelf."""

    def __init__(self) -> None:
        super().__init__(store=Shelf(), bind_namespaces="none")

    def add(self, triple: Any) -> PlainGraph:
        """Add a triple without asking of what kind its terms are."""
        self.store.add(triple, self)
        return self

    def bind(self, *args: Any, **kwargs: Any) -> None:
        """Bind nothing."""
