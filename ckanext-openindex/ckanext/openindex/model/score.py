"""Present scores of datasets, and of departments and divisions."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import ARRAY, JSONB


class ScoreRow(tk.BaseModel):
    """The score of a public dataset by a version of the methodology.

    ``score`` is None when nothing was applicable. ``dimensions`` is ``{dimension id: value or
    None}``; ``indicators`` is ``{indicator id: [value or None, reason]}`` as JSON.
    ``contribution`` is what it adds to the sums of each node in ``path``, a tally as JSON.
    ``input_digest`` and ``as_of`` name what it was computed from.

    ``node_id`` is the department, or the division of a dataset without one; ``path`` goes on from
    it to the whole. ``heat`` and ``updated`` (a date in the future left out) repeat what lists are
    ordered by; ``mqa`` is the EU's score out of 405.
    """

    __tablename__ = "openindex_score"

    version = sa.Column(sa.UnicodeText, primary_key=True)
    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    node_id = sa.Column(sa.UnicodeText, nullable=False)
    path = sa.Column(ARRAY(sa.UnicodeText), nullable=False)
    score = sa.Column(sa.Float)
    band = sa.Column(sa.UnicodeText, nullable=False)
    dimensions = sa.Column(JSONB, nullable=False)
    indicators = sa.Column(sa.UnicodeText, nullable=False)
    contribution = sa.Column(sa.UnicodeText, nullable=False)
    mqa = sa.Column(sa.Integer)
    heat = sa.Column(sa.Float)
    updated = sa.Column(sa.DateTime(timezone=True))
    input_digest = sa.Column(sa.UnicodeText, nullable=False)
    as_of = sa.Column(sa.Date, nullable=False)
    computed = sa.Column(sa.DateTime(timezone=True), nullable=False)


class NodeRow(tk.BaseModel):
    """A department, county, city or the province, by a version of the methodology.

    ``sums`` (a :class:`..domain.tally.Tally`) are what its datasets, and those of all nodes below
    it, add up to; figures follow from them by the methodology's rule. ``dimensions`` are those of
    its :class:`..domain.figure.Figure`. ``parent_id`` is the node above it, None for the whole.
    """

    __tablename__ = "openindex_node"

    version = sa.Column(sa.UnicodeText, primary_key=True)
    id = sa.Column(sa.UnicodeText, primary_key=True)
    kind = sa.Column(sa.UnicodeText, nullable=False)
    parent_id = sa.Column(sa.UnicodeText)
    title = sa.Column(sa.UnicodeText, nullable=False)
    division_code = sa.Column(sa.UnicodeText, nullable=False, default="")
    datasets = sa.Column(sa.Integer, nullable=False)
    score = sa.Column(sa.Float)
    band = sa.Column(sa.UnicodeText, nullable=False)
    dimensions = sa.Column(JSONB, nullable=False)
    sums = sa.Column(JSONB, nullable=False)
    computed = sa.Column(sa.DateTime(timezone=True), nullable=False)
