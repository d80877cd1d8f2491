"""The whole catalogue in one answer, written while it is read: its size takes no memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final

from ckan import model
from ckanext.prov.dcat import building
from ckanext.prov.domain import fragment, turtle
from ckanext.prov.fragments import listing, reading

BATCH: Final = 200
MEDIA_TYPES: Final = {
    "nt": "application/n-triples",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
}


def stream(extension: str, told: Callable[[int], None] | None = None) -> Iterator[str]:
    """Pieces of the catalogue as ``nt``, ``ttl`` or ``jsonld``; ``told`` gets counts of datasets.

    A dataset that is published meanwhile may be in it or not; one that was there all the time is.
    """
    head, _ = building.root()
    if extension == "jsonld":
        opening = json.dumps(fragment.context(), ensure_ascii=False)
        yield f'{{"@context":{opening},"@graph":[\n'
        yield ",\n".join(fragment.nodes(head))
        for own, shared in _parts("jsonld", told):
            lines = turtle.lines(own + shared)
            yield "".join(f",\n{line}" for line in lines)
        yield "\n]}\n"
        return
    if extension == "ttl":
        yield turtle.prefixes()
        yield from turtle.subjects(turtle.lines(fragment.triples(head)))
    else:
        yield fragment.triples(head)
    for own, shared in _parts("nt", told):
        if extension == "nt":
            yield own + shared
        else:
            yield "".join(turtle.subjects(turtle.lines(own + shared)))


def _parts(form: reading.Form, told: Callable[[int], None] | None) -> Iterator[tuple[str, str]]:
    """Own and shared lines of batch after batch; a shared line comes once."""
    after, seen = "", set[int]()
    while rows := listing.page(BATCH, after=after):
        after = rows[-1].id
        parts = reading.parts(rows, form)
        shared = {line for _, lines in parts for line in turtle.lines(lines)}
        new = {line for line in shared if hash(line) not in seen}
        seen.update(map(hash, new))
        # Sorted, for Turtle groups neighbouring lines of one subject.
        yield "".join(own for own, _ in parts), "".join(f"{line}\n" for line in sorted(new))
        if told is not None:
            told(len(rows))
        model.Session.expunge_all()
