"""States of a harvest object and what ckanext-harvest's pages call their outcome."""

from __future__ import annotations

from typing import Final

GATHERED: Final = "GATHERED"
"""Gathered by this runner. Not ckanext-harvest's WAITING, which its queue sends out again."""
WAITING: Final = "WAITING"
"""Gathered by ckanext-harvest's own queue, which hands it to the fetch stage."""
WRITTEN: Final = "IMPORT"
"""Its dataset is in the database but perhaps not yet in the index."""
COMPLETE: Final = "COMPLETE"
ERROR: Final = "ERROR"

OPEN: Final = (GATHERED, WRITTEN)
"""What a worker may claim."""

ADDED: Final = "added"
UPDATED: Final = "updated"
UNMODIFIED: Final = "not modified"
DELETED: Final = "deleted"
"""Withdrawn: the dataset stays, marked 已下架. Set at gather time for what the list lost."""
ERRORED: Final = "errored"

GATHER: Final = "gather"
CHECK: Final = "check"
PROCESS: Final = "process"
DONE: Final = "done"
"""Stages of a run: list, compare with what is known, deal with each record, ended."""

HARVEST: Final = "harvest"
REIMPORT: Final = "reimport"
QUEUE: Final = "queue"
"""Modes of a run; ``queue`` is driven by ckanext-harvest's consumers."""
