"""Signals that the extension sends, for others to listen to by name.

``masking:file_masked``, sender: the resource's id, when the masked file has taken its place and
before the transaction that says so is committed. Arguments: ``resource_id``, ``dataset_id``,
``upload_id``, ``user`` (an id), ``policy``, ``policy_version``, ``columns`` (a list of mappings
with ``name``, ``operator``, ``rule``, ``detector`` and ``masked``, a count of cells), ``counts``
(cells by kind), ``sha256_before``, ``sha256``, ``risk_before`` and ``risk_after`` (k and the rows
in small groups, by table), ``started`` and ``ended`` (ISO 8601). No argument has a value of the
data.
"""

from __future__ import annotations

import ckan.plugins.toolkit as tk

file_masked = tk.signals.ckanext.signal("masking:file_masked")
