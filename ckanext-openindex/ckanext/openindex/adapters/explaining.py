"""Explains stored figures from the inputs that they were computed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.explain import Explained, explain_dataset, explain_node
from ckanext.openindex.domain.figure import of_members
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.mqa import mqa, telling
from ckanext.openindex.domain.tally import Tally

from . import clock, inputs, rolling
from .figures import Found


@dataclass(frozen=True, slots=True)
class Told:
    """The tree of a figure as of a day; of a dataset, what it was computed from, and its score by
    the EU's assessment (``domain.mqa.telling``)."""

    tree: Explained
    as_of: date
    digest: str = ""
    since: datetime | None = None
    mqa: dict[str, Any] | None = None


def explain(methodology: Methodology, found: Found) -> Told | None:
    """The tree of a figure; None when its input has just gone."""
    row = found.row
    if found.kind != "dataset":
        at = row.computed.astimezone(config.timezone())
        members = rolling.members(methodology, rolling.node_of(row))
        sums = Tally.from_dict(row.sums)
        sums = of_members(members, sums) if members else sums
        tree = explain_node(
            methodology, found.figure, row.title, at, sums, of_members=bool(members)
        )
        return Told(tree, at.date())
    at = clock.end_of(row.as_of)
    stored = inputs.of(model.Session.connection(), found.id, row.computed)
    if stored is None:
        return None
    facts = stored.read()
    names = {one.id: one.name or one.id for one in facts.resources}
    tree = explain_dataset(methodology, facts, at)
    return Told(tree, row.as_of, stored.digest, stored.since, telling.told(mqa(facts), names))
