"""Explains stored figures from the inputs that they were computed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.explain import Explained, explain_dataset, explain_node
from ckanext.openindex.domain.methodology import Methodology

from . import clock, inputs
from .figures import Found


@dataclass(frozen=True, slots=True)
class Told:
    """The tree of a figure as of a day; of a dataset, what it was computed from."""

    tree: Explained
    as_of: date
    digest: str = ""
    since: datetime | None = None


def explain(methodology: Methodology, found: Found) -> Told | None:
    """The tree of a figure; None when its input has just gone."""
    row = found.row
    if found.kind != "dataset":
        day = row.computed.astimezone(config.timezone()).date()
        return Told(explain_node(methodology, found.figure, row.title, row.computed), day)
    at = clock.end_of(row.as_of)
    stored = inputs.of(model.Session.connection(), found.id, row.computed)
    if stored is None:
        return None
    tree = explain_dataset(methodology, stored.read(), at)
    return Told(tree, row.as_of, stored.digest, stored.since)
