"""Background jobs, run by ``ckan jobs worker masking:gate``."""

from __future__ import annotations

from typing import Final

SPELL: Final = 30
"""Seconds after which a job begins no further upload, so that its worker can look at other queues
as well. Starting a job costs about as much as a small file, so it is not over after one."""


def work_on_waiting() -> None:
    """Take what waits as far as it goes without a person, and remove what is over."""
    from .adapters import queue
    from .gate import resuming

    resuming.sweep()
    if resuming.work_for(SPELL):
        queue.knock()
