"""Figures as measurements of DQV: of one dataset, and of everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.domain.dqv.forms import Form
from ckanext.openindex.domain.dqv.measurements import (
    SCORE,
    Measured,
    Metric,
    measurements,
    vocabulary,
)
from ckanext.openindex.domain.dqv.terms import Iri, Triple
from ckanext.openindex.domain.figure import Figure, figure
from ckanext.openindex.domain.methodology import Methodology
from ckanext.openindex.domain.rollup import ROOT
from ckanext.openindex.model import NodeRow, ScoreRow

from . import figures, rating, rolling

BATCH: Final = 200


def of_dataset(methodology: Methodology, dataset_id: str, iri: Iri) -> list[Triple]:
    """Measurements of the dataset that linked data call ``iri``; none where it has no figure."""
    found = figures.dataset(methodology, dataset_id)
    if found is None:
        return []
    row = found.row
    return list(measurements(config.site_url(), _measured(iri, found.figure, row, row.as_of)))


def stream(
    form: Form, methodology: Methodology, after: str | None = None, limit: int | None = None
) -> Iterator[str]:
    """All figures in ``form``: the vocabulary, nodes, and datasets by id.

    With a ``limit`` so many datasets behind the id ``after``, without nodes.
    """
    return form.document(_groups(methodology, after, limit))


def next_after(methodology: Methodology, after: str, limit: int) -> str | None:
    """The id behind which the next page begins; None when there is none."""
    row = ScoreRow
    query = sa.select(row.dataset_id).where(row.version == methodology.version)
    query = query.where(row.dataset_id > after).order_by(row.dataset_id)
    ids = list(model.Session.scalars(query.limit(limit + 1)))
    return ids[limit - 1] if len(ids) > limit else None


def changed(methodology: Methodology) -> datetime | None:
    """When a figure last changed."""
    row = NodeRow
    query = sa.select(row.computed).where(row.version == methodology.version, row.id == ROOT)
    return model.Session.scalar(query)


def _groups(
    methodology: Methodology, after: str | None, limit: int | None
) -> Iterator[Sequence[Triple]]:
    base = config.site_url()
    yield list(_vocabulary(base, methodology))
    if limit is None:
        query = sa.select(NodeRow).where(NodeRow.version == methodology.version)
        for row in model.Session.scalars(query.order_by(NodeRow.id)):
            said = _measured(_node_iri(base, row), rolling.figure_of(row), row, row.computed.date())
            yield list(measurements(base, said))
    last, left = after or "", limit
    while left is None or left > 0:
        rows = _page(methodology.version, last, BATCH if left is None else min(BATCH, left))
        if not rows:
            return
        last = rows[-1].dataset_id
        left = None if left is None else left - len(rows)
        public = figures.public([row.dataset_id for row in rows])
        for row in rows:
            if row.dataset_id in public:
                uri = (public[row.dataset_id].extras or {}).get("uri")
                iri = Iri(uri or f"{base}/dataset/{row.dataset_id}")
                tree = figure(methodology, rating.read(row.contribution))
                yield list(measurements(base, _measured(iri, tree, row, row.as_of)))
        model.Session.expunge_all()


def _page(version: str, after: str, limit: int) -> list[ScoreRow]:
    row = ScoreRow
    query = sa.select(row).where(row.version == version, row.dataset_id > after)
    return list(model.Session.scalars(query.order_by(row.dataset_id).limit(limit)))


def _measured(iri: Iri, found: Figure, row: Any, day: date) -> Measured:
    values: dict[str, float] = {} if found.score is None else {SCORE: found.score}
    for dimension in found.dimensions:
        for one in (dimension, *dimension.rules):
            if one.value is not None:
                values[_metric(one, dimension)] = one.value
    digest = getattr(row, "input_digest", "")
    return Measured(iri, found.version, values, row.computed, day, digest)


def _metric(one: Any, dimension: Any) -> str:
    """A dimension's own metric is told apart from an indicator of its name."""
    return f"dimension-{one.id}" if one is dimension else one.id


def _vocabulary(base: str, methodology: Methodology) -> Iterator[Triple]:
    dimensions = [_named(one.id, one, ()) for one in methodology.dimensions]
    metrics = [_named(SCORE, methodology, ())]
    for one in methodology.dimensions:
        metrics.append(_named(f"dimension-{one.id}", one, (one.id,)))
        metrics += [_named(rule.id, rule, (one.id,)) for rule in one.rules]
    return vocabulary(base, methodology.version, dimensions, metrics)


def _named(name: str, said: Any, dimensions: Sequence[str]) -> Metric:
    title, about = said.title, said.about
    names, texts = {"zh": title.zh, "en": title.en}, {"zh": about.zh, "en": about.en}
    return Metric(name, names, texts, dimensions)


def _node_iri(base: str, row: NodeRow) -> Iri:
    """A department as ckanext-dcat calls it, so that both speak of one publisher."""
    if row.kind == "department":
        return Iri(f"{base}/organization/{row.id}")
    return Iri(f"{base}/openindex" if row.id == ROOT else f"{base}/openindex/division/{row.id}")
