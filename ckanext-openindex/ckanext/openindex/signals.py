"""What the extension tells others. Names are stable; arguments are keywords and may grow."""

from __future__ import annotations

from typing import Final

import ckan.plugins.toolkit as tk

usage_counted: Final = tk.signals.ckanext.signal("openindex:usage_counted")
"""Counts were written, and committed. ``dataset_ids``: the datasets that were used."""

probed: Final = tk.signals.ckanext.signal("openindex:probed")
"""A resource was probed, and the outcome committed. Sender: resource id. ``dataset_id``."""

inspected: Final = tk.signals.ckanext.signal("openindex:inspected")
"""A file was inspected, and the findings committed. Sender: resource id. ``dataset_id``."""
