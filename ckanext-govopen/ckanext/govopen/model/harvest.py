"""The harvest's memory: how far a job is, which record became which dataset, what was received."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from ckan.plugins import toolkit as tk


class HarvestRun(tk.BaseModel):
    """How far a harvest job is. One row a job, kept after the job has ended.

    ``stage`` is gather, process or done; ``cursor`` is where the listing goes on; ``heartbeat``
    is written by whoever works on the job, so a job that nobody works on can be told.
    """

    __tablename__ = "govopen_harvest_run"

    job_id = sa.Column(sa.UnicodeText, primary_key=True)
    source_id = sa.Column(sa.UnicodeText, nullable=False)
    mode = sa.Column(sa.UnicodeText, nullable=False, default="harvest")
    stage = sa.Column(sa.UnicodeText, nullable=False, default="gather")
    cursor = sa.Column(sa.UnicodeText)
    announced = sa.Column(sa.Integer)
    gathered = sa.Column(sa.Integer, nullable=False, default=0)
    missing = sa.Column(sa.Integer, nullable=False, default=0)
    restored = sa.Column(sa.Integer, nullable=False, default=0)
    accept_loss = sa.Column(sa.Boolean, nullable=False, default=False)
    error = sa.Column(sa.UnicodeText, nullable=False, default="")
    attempts = sa.Column(sa.Integer, nullable=False, default=0)
    heartbeat = sa.Column(sa.DateTime, nullable=False, default=datetime.utcnow)
    created = sa.Column(sa.DateTime, nullable=False, default=datetime.utcnow)
    finished = sa.Column(sa.DateTime)


class HarvestRecord(tk.BaseModel):
    """A record of a source and the dataset it became: the identity is source and record id."""

    __tablename__ = "govopen_harvest_record"

    source_id = sa.Column(sa.UnicodeText, primary_key=True)
    record_id = sa.Column(sa.UnicodeText, primary_key=True)
    package_id = sa.Column(sa.UnicodeText, nullable=False)
    object_id = sa.Column(sa.UnicodeText)
    raw_hash = sa.Column(sa.UnicodeText, nullable=False, default="")
    content_hash = sa.Column(sa.UnicodeText, nullable=False, default="")
    withdrawn = sa.Column(sa.Boolean, nullable=False, default=False)
    modified = sa.Column(sa.DateTime, nullable=False, default=datetime.utcnow)


class ReceivedCall(tk.BaseModel):
    """A signed call that was accepted, kept while its time stamp is good: the same is refused."""

    __tablename__ = "govopen_received_call"

    digest = sa.Column(sa.UnicodeText, primary_key=True)
    expires = sa.Column(sa.DateTime, nullable=False)
