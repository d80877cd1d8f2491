"""What readers say of datasets: ratings, requests, and the apps that they made of them."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk


class RatingRow(tk.BaseModel):
    """The rating of a dataset by a person, from 1 to 5: one for each, which may be changed.

    ``since`` is of the first, ``changed`` of the present one.
    """

    __tablename__ = "openindex_rating"

    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    user_id = sa.Column(sa.UnicodeText, primary_key=True)
    value = sa.Column(sa.SmallInteger, nullable=False)
    since = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    changed = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


class RequestRow(tk.BaseModel):
    """What a person asks of a dataset's department, and its answer, None until there is one."""

    __tablename__ = "openindex_request"

    id = sa.Column(sa.UnicodeText, primary_key=True)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False)
    user_id = sa.Column(sa.UnicodeText, nullable=False)
    text = sa.Column(sa.UnicodeText, nullable=False)
    created = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    answer = sa.Column(sa.UnicodeText)
    answered = sa.Column(sa.DateTime(timezone=True))
    answered_by = sa.Column(sa.UnicodeText)


class AppRow(tk.BaseModel):
    """Something that a person made of datasets."""

    __tablename__ = "openindex_app"

    id = sa.Column(sa.UnicodeText, primary_key=True)
    user_id = sa.Column(sa.UnicodeText, nullable=False)
    title = sa.Column(sa.UnicodeText, nullable=False)
    url = sa.Column(sa.UnicodeText, nullable=False)
    text = sa.Column(sa.UnicodeText, nullable=False)
    created = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


class AppUseRow(tk.BaseModel):
    """That an app uses a dataset, as its maker says.

    ``approved`` is None until somebody who may change the dataset has decided; only then the use
    is shown and counts, from ``decided`` on.
    """

    __tablename__ = "openindex_app_use"

    app_id = sa.Column(sa.UnicodeText, primary_key=True)
    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    approved = sa.Column(sa.Boolean)
    decided = sa.Column(sa.DateTime(timezone=True))
    decided_by = sa.Column(sa.UnicodeText)
