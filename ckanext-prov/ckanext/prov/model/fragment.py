"""Datasets' parts of the catalogue, as an anonymous reader sees them."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import ARRAY


class FragmentRow(tk.BaseModel):
    """A :class:`..domain.fragment.Fragment` with the stamps of what it was made of.

    It holds while ``version`` is the site's (settings, vocabularies, software), ``modified`` is
    the dataset's, and ``entries`` counts its log (0 where the log does not show). A row goes when
    the dataset stops being public, or something in ``mentions`` changes.
    """

    __tablename__ = "prov_fragment"

    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    version = sa.Column(sa.UnicodeText, nullable=False)
    modified = sa.Column(sa.DateTime, nullable=False)
    entries = sa.Column(sa.Integer, nullable=False, default=0)
    mentions = sa.Column(ARRAY(sa.UnicodeText), nullable=False)
    nt = sa.Column(sa.UnicodeText, nullable=False)
    nt_shared = sa.Column(sa.UnicodeText, nullable=False)
    jsonld = sa.Column(sa.UnicodeText, nullable=False)
    jsonld_shared = sa.Column(sa.UnicodeText, nullable=False)


class SurroundingsRow(tk.BaseModel):
    """One row, whose ``number`` grows with each change of something that fragments mention.

    Who makes fragments holds a share of it, who changes surroundings locks it: so no fragment is
    kept that was made of what another transaction has just replaced.
    """

    __tablename__ = "prov_surroundings"

    id = sa.Column(sa.Integer, primary_key=True)
    number = sa.Column(sa.BigInteger, nullable=False, server_default="0")
    modified = sa.Column(sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


class DocumentRow(tk.BaseModel):
    """The provenance of a public dataset, or of its ``resource_id``, as an anonymous reader gets
    it in one form. It holds while ``etag`` is what the stamps say (:mod:`..fragments.stamps`)."""

    __tablename__ = "prov_document"

    dataset_id = sa.Column(sa.UnicodeText, primary_key=True)
    resource_id = sa.Column(sa.UnicodeText, primary_key=True, default="")
    extension = sa.Column(sa.UnicodeText, primary_key=True)
    etag = sa.Column(sa.UnicodeText, nullable=False)
    body = sa.Column(sa.LargeBinary, nullable=False)
