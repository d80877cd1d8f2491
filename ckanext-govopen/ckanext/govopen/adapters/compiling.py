"""Compiling upward in the database: what a catalogue submits, what it resembles, where it goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.domain.likeness import Entry, Titles, best
from ckanext.govopen.domain.tree import Node
from ckanext.govopen.model import Submission, SubmissionItem
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from . import catalogue, nodes, tree_edits

SOME = 1000  # as many ids as one statement takes


@dataclass(frozen=True, slots=True)
class Proposal:
    """A dataset to submit, and the one of the upper catalogue it may be."""

    dataset_id: str
    duplicate_of: str | None = None
    likeness: float = 0.0


def target_of(node: Node) -> Node | None:
    """The region's catalogue that ``node`` is compiled into: the nearest one above it."""
    above = [each for each in nodes.path(node.id)[:-1] if each.scheme == "region"]
    return above[-1] if above else None


def propose(node: Node, target: Node) -> list[Proposal]:
    """What ``node`` has published and ``target`` has not yet, each with its likely duplicate.

    What an earlier submission took for a duplicate is not submitted again. Classified entries are
    submitted, but never named as the duplicate of another.
    """
    there = _datasets(_own_nodes(target))
    seen = {row.id for row in there} | _settled(target)
    new = [row for row in _datasets(_own_nodes(node)) if row.id not in seen]
    upper = Titles(_entry(row) for row in there if row.grade != "classified")
    near = {row.id: upper.near(_entry(row)) for row in new}
    elements = _elements({*near, *(each.id for found in near.values() for each in found)})

    def whole(entry: Entry) -> Entry:
        return replace(entry, elements=elements.get(entry.id, frozenset()))

    found = [(row, best(whole(_entry(row)), map(whole, near[row.id]))) for row in new]
    return [
        Proposal(row.id, match[0], round(match[1], 3)) if match else Proposal(row.id)
        for row, match in found
    ]


def take_in(dataset_ids: Sequence[str], target: Node) -> list[str]:
    """Put datasets into the classes of ``target`` by theme; returns those that are still there.

    Writes ``compiled_into``; the caller commits and brings the index up to date.
    """
    package = model.package_table
    taken: list[str] = []
    for row in _published(model.Package.id.in_(dataset_ids)):
        place = catalogue.ensure_class(target, row.theme or "")
        places = list(dict.fromkeys([*json.loads(row.compiled_into or "[]"), place.id]))
        value = sa.func.to_jsonb(sa.cast(json.dumps(places), sa.UnicodeText))
        extras = sa.func.jsonb_set(package.c.extras, "{compiled_into}", value)
        model.Session.execute(
            sa.update(package).where(package.c.id == row.id).values(extras=extras)
        )
        taken.append(row.id)
    return taken


def _own_nodes(node: Node) -> list[Node]:
    """The node and what is below it, without the catalogues of lower regions."""
    tree = tree_edits.read()
    found, waiting = [tree.nodes[node.id]], [node.id]
    while waiting:
        below = [
            child
            for parent in waiting
            for child in tree.children(parent)
            if child.scheme != "region"
        ]
        found += below
        waiting = [child.id for child in below]
    return found


def _datasets(places: Iterable[Node]) -> list[Any]:
    chosen = list(places)
    extra = model.package_table.c.extras
    held = sa.cast(extra["compiled_into"].astext, JSONB)
    ids = sa.cast([each.id for each in chosen], ARRAY(sa.Text))
    at_home = extra["subcatalogue"].astext.in_([each.code for each in chosen])
    return list(_published(sa.or_(at_home, held.has_any(ids))))


def _published(condition: Any) -> Iterator[Any]:
    package = model.package_table
    extra = package.c.extras
    query = (
        sa.select(
            package.c.id,
            package.c.title,
            package.c.owner_org,
            extra["grade"].astext.label("grade"),
            extra["theme"].astext.label("theme"),
            extra["compiled_into"].astext.label("compiled_into"),
        )
        .where(
            package.c.type == "dataset",
            package.c.state == "active",
            sa.func.coalesce(extra["status"].astext, "published") == "published",
            condition,
        )
        .order_by(package.c.title, package.c.id)
    )
    yield from model.Session.execute(query)


def _entry(row: Any) -> Entry:
    return Entry(row.id, row.title or "", row.owner_org or "")


def _elements(dataset_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    package = model.package_table
    stored, listed = package.c.extras["elements"].astext, list(dataset_ids)
    found: dict[str, frozenset[str]] = {}
    for start in range(0, len(listed), SOME):
        query = sa.select(package.c.id, stored).where(
            package.c.id.in_(listed[start : start + SOME]), stored.isnot(None)
        )
        for dataset_id, text in model.Session.execute(query):
            codes = (row.get("element_code") for row in json.loads(text))
            found[dataset_id] = frozenset(code for code in codes if code)
    return found


def _settled(target: Node) -> set[str]:
    """Datasets that a merged submission to ``target`` found to be duplicates."""
    query = (
        sa.select(SubmissionItem.dataset_id)
        .join(Submission, Submission.id == SubmissionItem.submission_id)
        .where(
            Submission.target_id == target.id,
            Submission.state == "merged",
            SubmissionItem.proposal == "duplicate",
            SubmissionItem.decision == "accept",
        )
    )
    return set(model.Session.scalars(query))
