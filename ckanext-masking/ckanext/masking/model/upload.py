"""What the gate holds: one row for each file, or batch of rows, that somebody handed in."""

from __future__ import annotations

from datetime import datetime, timezone

import sqlalchemy as sa
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(timezone.utc)


class MaskingUpload(tk.BaseModel):
    """A thing that is held, and how far it has come. No column has a value of the data.

    ``kind`` is ``file`` or ``rows``; ``state`` one of ``domain.gate.states``. ``name`` is the
    file's name, or a neutral one when the name itself holds something sensitive. ``sha256`` and
    ``size`` are those of the original. ``findings`` is the engine's report, ``problem`` says in
    both languages why it stands still, ``decision`` what a person decided, ``request`` how rows
    are to be written. ``worker`` and ``lease`` say who works on it and until when that is taken
    for granted; ``step`` and ``done`` (rows) are progress. ``original`` is where the original is:
    ``quarantine``, ``vault`` (until ``kept_until``) or ``dropped``.
    """

    __tablename__ = "masking_upload"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=make_uuid)
    package_id = sa.Column(sa.UnicodeText, nullable=False)
    resource_id = sa.Column(sa.UnicodeText, nullable=False)
    kind = sa.Column(sa.UnicodeText, nullable=False, default="file")
    state = sa.Column(sa.UnicodeText, nullable=False, default="held")
    number = sa.Column(sa.BigInteger, sa.Identity(), nullable=False)
    name = sa.Column(sa.UnicodeText, nullable=False, default="")
    sha256 = sa.Column(sa.UnicodeText, nullable=False)
    size = sa.Column(sa.BigInteger, nullable=False)
    masked_sha256 = sa.Column(sa.UnicodeText, nullable=False, default="")
    policy = sa.Column(sa.UnicodeText, nullable=False, default="")
    policy_version = sa.Column(sa.UnicodeText, nullable=False, default="")
    findings = sa.Column(JSONB, nullable=False, default=dict)
    problem = sa.Column(JSONB, nullable=False, default=dict)
    decision = sa.Column(JSONB, nullable=False, default=dict)
    request = sa.Column(JSONB, nullable=False, default=dict)
    attempts = sa.Column(sa.Integer, nullable=False, default=0)
    worker = sa.Column(sa.UnicodeText, nullable=False, default="")
    lease = sa.Column(sa.DateTime(timezone=True))
    step = sa.Column(sa.UnicodeText, nullable=False, default="")
    done = sa.Column(sa.BigInteger, nullable=False, default=0)
    original = sa.Column(sa.UnicodeText, nullable=False, default="quarantine")
    kept_until = sa.Column(sa.DateTime(timezone=True))
    user_id = sa.Column(sa.UnicodeText, nullable=False, default="")
    previous_id = sa.Column(sa.UnicodeText, nullable=False, default="")
    created = sa.Column(sa.DateTime(timezone=True), nullable=False, default=now)
    changed = sa.Column(sa.DateTime(timezone=True), nullable=False, default=now)
    ended = sa.Column(sa.DateTime(timezone=True))
