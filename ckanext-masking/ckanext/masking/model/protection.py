"""Tables that some may read clear, who may, and who did."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import ARRAY, JSONB


class MaskingProtection(tk.BaseModel):
    """A resource whose table and file hold masked values, while those entitled may read clear.

    ``table_name`` is the clear table, in a schema that only the writing user of the DataStore may
    use; "" when the resource has none. ``columns`` says by column who sees it how
    (:mod:`..domain.reading.levels`). ``upload_id`` is that of the file, under which the vault has
    the original.
    """

    __tablename__ = "masking_protection"

    resource_id = sa.Column(sa.UnicodeText, primary_key=True)
    upload_id = sa.Column(sa.UnicodeText, nullable=False, default="")
    table_name = sa.Column(sa.UnicodeText, nullable=False, default="")
    policy = sa.Column(sa.UnicodeText, nullable=False)
    policy_version = sa.Column(sa.UnicodeText, nullable=False)
    columns = sa.Column(JSONB, nullable=False, default=list)
    rows = sa.Column(sa.BigInteger, nullable=False, default=0)
    changed = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


class MaskingGrant(tk.BaseModel):
    """That a user may read what a policy gives the holders of the grant ``name``.

    It holds for one resource, dataset or organisation (``scope`` and ``scope_id``), for
    ``columns`` (none: all of them), from ``valid_from`` until before ``valid_until``, unless it
    is revoked. ``purpose`` is what the reader is taken to read for when he says nothing.
    """

    __tablename__ = "masking_grant"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=make_uuid)
    name = sa.Column(sa.UnicodeText, nullable=False, default="clear-read")
    user_id = sa.Column(sa.UnicodeText, nullable=False)
    scope = sa.Column(sa.UnicodeText, nullable=False)
    scope_id = sa.Column(sa.UnicodeText, nullable=False)
    columns = sa.Column(ARRAY(sa.UnicodeText), nullable=False, default=list)
    purpose = sa.Column(sa.UnicodeText, nullable=False, default="")
    valid_from = sa.Column(sa.DateTime(timezone=True), nullable=False)
    valid_until = sa.Column(sa.DateTime(timezone=True), nullable=False)
    created = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    created_by = sa.Column(sa.UnicodeText, nullable=False, default="")
    revoked = sa.Column(sa.DateTime(timezone=True))
    revoked_by = sa.Column(sa.UnicodeText, nullable=False, default="")


class MaskingAudit(tk.BaseModel):
    """One clear read. Rows are added and never changed; none has a value of the data.

    ``columns`` are those that were read clearer than everybody sees them, ``filters`` the names
    of the columns that were searched, ``rows`` how many left, ``exit`` the way they took, and
    ``grants`` the ids of the grants that the reader held.
    """

    __tablename__ = "masking_audit"

    id = sa.Column(sa.BigInteger, sa.Identity(), primary_key=True)
    time = sa.Column(
        sa.DateTime(timezone=True), nullable=False, server_default=sa.func.clock_timestamp()
    )
    user_id = sa.Column(sa.UnicodeText, nullable=False)
    purpose = sa.Column(sa.UnicodeText, nullable=False)
    resource_id = sa.Column(sa.UnicodeText, nullable=False)
    package_id = sa.Column(sa.UnicodeText, nullable=False)
    owner_org = sa.Column(sa.UnicodeText, nullable=False, default="")
    columns = sa.Column(ARRAY(sa.UnicodeText), nullable=False, default=list)
    filters = sa.Column(ARRAY(sa.UnicodeText), nullable=False, default=list)
    rows = sa.Column(sa.BigInteger, nullable=False)
    exit = sa.Column(sa.UnicodeText, nullable=False)
    policy = sa.Column(sa.UnicodeText, nullable=False)
    policy_version = sa.Column(sa.UnicodeText, nullable=False)
    grants = sa.Column(ARRAY(sa.UnicodeText), nullable=False, default=list)
