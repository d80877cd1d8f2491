"""Counters behind resource codes, element codes and node codes."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import insert


class Sequence(tk.BaseModel):
    __tablename__ = "govopen_sequence"

    prefix = sa.Column(sa.UnicodeText, primary_key=True)
    value = sa.Column(sa.BigInteger, nullable=False)

    @classmethod
    def take(cls, prefix: str, count: int = 1) -> int:
        """Reserve ``count`` numbers of ``prefix`` and return the first of them.

        Runs in a transaction of its own: no number is given twice whatever the caller's
        transaction does, no lock is held while a batch is written, and a number whose
        caller fails is skipped for ever.
        """
        statement = insert(cls).values(prefix=prefix, value=count)
        statement = statement.on_conflict_do_update(
            index_elements=[cls.prefix], set_={"value": cls.value + count}
        ).returning(cls.value)
        with model.meta.engine.begin() as connection:
            return int(connection.execute(statement).scalar_one()) - count + 1
