"""Background jobs, run by ``ckan jobs worker masking:gate``."""

from __future__ import annotations


def work_on_upload(upload_id: str) -> None:
    """Take an upload as far as it goes without a person, and remove what is over."""
    from .gate.resuming import sweep
    from .gate.working import work

    work(upload_id)
    sweep()
