"""What datasets and files are declared to derive from."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk


class DerivationRow(tk.BaseModel):
    """``dataset_id`` (or its ``resource_id``) derives from one source, named in one way: a
    dataset here, a resource of a dataset here, or the IRI of something elsewhere.

    Rows tell what holds now; the log tells when each was declared and taken back.
    """

    __tablename__ = "prov_derivation"

    id = sa.Column(sa.UnicodeText, primary_key=True, default=make_uuid)
    dataset_id = sa.Column(sa.UnicodeText, nullable=False)
    resource_id = sa.Column(sa.UnicodeText, nullable=False, default="")
    source_dataset_id = sa.Column(sa.UnicodeText, nullable=False, default="")
    source_resource_id = sa.Column(sa.UnicodeText, nullable=False, default="")
    source_iri = sa.Column(sa.UnicodeText, nullable=False, default="")
    note = sa.Column(sa.UnicodeText, nullable=False, default="")
    made = sa.Column(sa.DateTime(timezone=True), nullable=False)

    @classmethod
    def of(cls, dataset_id: str) -> list[DerivationRow]:
        """What a dataset and its resources derive from, the oldest declaration first."""
        query = sa.select(cls).where(cls.dataset_id == dataset_id).order_by(cls.made, cls.id)
        return list(model.Session.scalars(query))
