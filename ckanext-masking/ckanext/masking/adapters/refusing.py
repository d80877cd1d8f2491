"""What a caller is told whose rows do not fit; nothing of the rows."""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk

log = logging.getLogger(__name__)


def unfit(error: Exception) -> Exception:
    """A ValidationError in place of the database's, whose text has values."""
    log.warning("rows of a protected table do not fit: %s", type(error).__name__)
    message = tk._(
        "The rows do not fit the table. If a key column is masked, mask it with a pseudonym."
    )
    return tk.ValidationError({"records": [message]})
