"""By what a document of provenance is told to be the same, without building it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timezone

import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import get_permission_labels

from . import version

# A dataset, its log, the departments and whatever else its log names: other datasets, and those
# of other files. Titles and visibility of these show in the document.
_STAMPS = sa.text("""
WITH named AS (
  SELECT DISTINCT e ->> 'kind' AS kind, split_part(e ->> 'id', '/', 1) AS id
  FROM prov_entry, jsonb_array_elements(
    COALESCE(body -> 'used', '[]') || COALESCE(body -> 'generated', '[]')) AS e
  WHERE dataset_id = :dataset AND e ->> 'kind' IN ('dataset', 'resource', 'file')
), others AS (
  SELECT p.id, p.metadata_modified, p.private, p.state FROM package p WHERE p.id <> :dataset AND (
    p.id IN (SELECT id FROM named WHERE kind = 'dataset') OR p.id IN (
      SELECT r.package_id FROM resource r JOIN named n ON r.id = n.id WHERE n.kind <> 'dataset'))
)
SELECT p.metadata_modified AS changed, p.state, p.private, h.count, h.hash,
  h.modified AS logged, s.number, s.modified AS around,
  (SELECT string_agg(concat_ws(' ', o.id, o.metadata_modified, o.private, o.state), ',' ORDER BY id)
   FROM others o) AS others,
  (SELECT max(o.metadata_modified) FROM others o) AS others_changed
FROM package p LEFT JOIN prov_head h ON h.dataset_id = p.id LEFT JOIN prov_surroundings s ON true
WHERE p.id = :dataset
""")


@dataclass(frozen=True, slots=True)
class Stamp:
    """``etag`` names what the reader gets, ``modified`` (with a zone) when it last changed.

    ``changed`` is CKAN's own time of the dataset, ``public`` whether everybody gets the same.
    """

    etag: str
    modified: datetime
    changed: datetime
    public: bool


def of(package: model.Package, user: model.User | None) -> Stamp:
    """The stamp of what ``user`` (None: an anonymous reader) gets of a dataset's provenance."""
    row = model.Session.execute(_STAMPS, {"dataset": package.id}).one()
    labels = get_permission_labels()
    held = sorted(labels.get_user_dataset_labels(user))  # type: ignore[arg-type]
    own = sorted(labels.get_dataset_labels(package))
    said = (version.current(), tuple(row), own, held, user.id if user else "")
    moments = [_aware(row.changed), row.logged, row.around, _aware(row.others_changed)]
    return Stamp(
        etag=hashlib.sha256(repr(said).encode()).hexdigest()[:32],
        modified=max(moment for moment in moments if moment is not None),
        changed=row.changed,
        public=user is None and not set(own).isdisjoint(held),
    )


def _aware(moment: datetime | None) -> datetime | None:
    """CKAN's times are naive UTC."""
    return None if moment is None else moment.replace(tzinfo=timezone.utc)
