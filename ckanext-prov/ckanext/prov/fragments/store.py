"""The store of fragments as a whole: emptied, swept, renewed."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from ckan import model
from ckanext.prov.model import DocumentRow, FragmentRow

from . import listing
from .parallel import Makers

BATCH = 200


def clear() -> int:
    """Empty the store; how many fragments there were."""
    gone = model.Session.execute(sa.delete(FragmentRow)).rowcount
    model.Session.execute(sa.delete(DocumentRow))
    model.Session.commit()
    return int(gone)


def sweep() -> int:
    """Drop what is kept of datasets that are not in the catalogue; how many they were.

    Changes through CKAN drop their own; this is for changes that went past it, in SQL.
    """
    public = sa.select(model.Package.id).where(*listing.conditions())
    gone = 0
    for row in (FragmentRow, DocumentRow):
        hidden = sa.delete(row).where(row.dataset_id.not_in(public))
        gone += model.Session.execute(hidden).rowcount
    model.Session.commit()
    return int(gone)


def renew(
    makers: Makers, told: Callable[[int, int], None] = lambda done, total: None
) -> tuple[int, int]:
    """Make what is missing or out of date; how many were made, and how many were not needed.

    ``told`` gets how many datasets are done, and how many there are.
    """
    total, done, wanted, after = listing.count(), 0, 0, ""
    while rows := listing.page(BATCH, after=after):
        after = rows[-1].id
        held = listing.held(rows)
        missing = [row for row in rows if row.id not in held]
        wanted += len(missing)
        makers.make(missing)
        done += len(rows)
        told(done, total)
        model.Session.expunge_all()
    return makers.finish(), done - wanted
