"""The signal by which any extension has something written into the log.

    tk.signals.ckanext.signal("prov:record").send(
        dataset_id, activity="checked", user="li-si", details={"errors": 0}
    )

Names are stable; arguments are keywords and may grow. The entry is written in the transaction
that is under way when the signal is sent; the sender commits.
"""

from __future__ import annotations

from typing import Final

import ckan.plugins.toolkit as tk

record: Final = tk.signals.ckanext.signal("prov:record")
"""Something was done. Sender: id or name of the dataset.

``activity``: one of :data:`ckanext.prov.domain.record.ACTIVITIES`. Optional: ``resource_id``;
``used`` and ``generated``: lists of dicts with ``kind`` (dataset, version, resource, file,
record, plan), ``id`` and perhaps ``label`` and ``sha256``; ``plan``: one such dict; ``started``
and ``ended``: datetimes or ISO 8601 texts with a zone (now, when it does not say); ``details``:
plain JSON with counts and names, never a value out of a file; ``user``: name of the user who did
it; ``program``: name of the program that did it, when it was no person.

Raises ValidationError, with every fault in Chinese and English, for an activity nobody knows, a
time without a zone, a derivation from a dataset that ``user`` may not see or that derives from
this one, and for whatever else is no entry; nothing is written then."""

recorded: Final = tk.signals.ckanext.signal("prov:recorded")
"""Entries were written. Sender: dataset id. ``entries``: the entries, numbered. Sent before the
transaction commits, so that a receiver that raises undoes it."""
