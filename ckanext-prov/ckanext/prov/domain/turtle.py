"""Turtle (https://www.w3.org/TR/turtle/) out of lines of N-Triples, one subject after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Final

from ckanext.prov.domain.shape import PREFIXES
from ckanext.prov.domain.terms import TYPE

_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_NAMES: Final[Mapping[str, str]] = {iri: name for name, iri in PREFIXES.items()}


def lines(text: str) -> list[str]:
    """Lines of N-Triples, or of JSON: ended by line feeds alone, unlike ``str.splitlines``."""
    return [line for line in text.split("\n") if line]


def prefixes() -> str:
    """What stands at the head of each document."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + "\n"


def subjects(lines: Iterable[str]) -> Iterator[str]:
    """Lines of N-Triples, those of one subject together, as Turtle; a piece for each subject."""
    for subject, group in groupby(lines, lambda line: line.partition(" ")[0]):
        statements = (_statement(line) for line in group)
        yield _term(subject) + " " + " ;\n    ".join(statements) + " .\n"


@lru_cache(maxsize=4096)
def short(iri: str) -> str:
    """An IRI with its prefix where that is safe in JSON-LD and Turtle, else as it is."""
    cut_at = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _NAMES.get(iri[:cut_at])
    return f"{prefix}:{iri[cut_at:]}" if prefix and _LOCAL.match(iri[cut_at:]) else iri


def _statement(line: str) -> str:
    _, predicate, rest = line.split(" ", 2)
    said = "a" if predicate == f"<{TYPE}>" else _term(predicate)
    return f"{said} {_term(rest.rstrip()[:-1].rstrip())}"


def _term(term: str) -> str:
    """A term of N-Triples with its prefix, or a literal with that of its datatype."""
    if term.startswith("<"):
        iri = short(term[1:-1])
        return iri if iri != term[1:-1] else term
    if term.endswith(">"):
        text, _, datatype = term.rpartition('"^^<')
        return f'{text}"^^{_term("<" + datatype)}'
    return term
