"""Signals of the catalogue, sent inside the transaction that makes the change.

A receiver that raises undoes the change of that one dataset. Names are stable; arguments are
keywords and may grow.
"""

from __future__ import annotations

from typing import Final

import ckan.plugins.toolkit as tk

_namespace = tk.signals.ckanext

dataset_harvested: Final = _namespace.signal("govopen:dataset_harvested")
"""A record became a dataset. Sender: package id. ``action`` is ``create`` or ``update``;
``source_id``, ``record_id``, ``object_id`` (may be None), ``raw`` (the record as it came),
``dataset`` (the validated dict), ``job_id``, ``profile`` (name), ``profile_version`` (a digest of
the profile and its options)."""

dataset_withdrawn: Final = _namespace.signal("govopen:dataset_withdrawn")
"""A dataset was marked as withdrawn. Sender: package id. ``source_id``, ``record_id``,
``object_id``, ``reason``, ``dataset``; of a harvest also ``job_id``, ``profile`` and
``profile_version``."""

dataset_restored: Final = _namespace.signal("govopen:dataset_restored")
"""A withdrawn dataset is back. Sender: package id. Arguments as ``dataset_harvested``."""

harvest_finished: Final = _namespace.signal("govopen:harvest_finished")
"""A harvest job ended. Sender: job id. ``source_id``, ``counts`` (by outcome), ``error``."""

dataset_imported: Final = _namespace.signal("govopen:dataset_imported")
"""A row of a workbook became a dataset. Sender: package id. ``action``, ``user``, ``file``,
``row`` (number in the sheet), ``dataset``."""

dataset_received: Final = _namespace.signal("govopen:dataset_received")
"""A signed push became a dataset. Sender: package id. ``action``, ``source_id``, ``record_id``,
``dataset``."""

catalogue_submitted: Final = _namespace.signal("govopen:catalogue_submitted")
"""A catalogue was submitted to the one above it. Sender: submission id. ``node_id``,
``target_id``, ``user`` (name), ``datasets`` (ids)."""

catalogue_returned: Final = _namespace.signal("govopen:catalogue_returned")
"""A submitted catalogue was sent back. Sender: submission id. ``node_id``, ``target_id``,
``user``, ``reason``, ``datasets`` (ids)."""

catalogue_merged: Final = _namespace.signal("govopen:catalogue_merged")
"""A submitted catalogue was taken into the upper one. Sender: submission id. ``node_id``,
``target_id``, ``user``, ``datasets`` (ids of those taken in)."""

index_begins: Final = _namespace.signal("govopen:index_begins")
"""Documents of datasets are about to be made for the search index: a receiver that is asked for
something of each may read it for all of them now. Sender: a word. ``dataset_ids``."""

scheduler_looked: Final = _namespace.signal("govopen:scheduler_looked")
"""The scheduler has queued what was due, and will look again in half a minute: a receiver queues
what is due elsewhere. Sender: a word."""
