"""Where dynamic masking takes over what the gate has just published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ckanext.masking.model import MaskingUpload

Rows = Iterator[list[dict[str, str | None]]]
"""Batches of rows, by the names that the DataStore table's columns have."""


def protect(upload: MaskingUpload, plan: Mapping[str, Any], clear_rows: Callable[[], Rows]) -> None:
    """Keep what entitled readers of a dynamic policy may see clear.

    Called while ``upload`` is being released: the masked file and the masked rows are in place,
    the original is in the vault under ``upload.id``. It may be called again for the same upload.
    ``plan`` is the engine's report, ``clear_rows`` reads the original's rows, also anew.
    """
