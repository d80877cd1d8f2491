"""Background jobs, run by ``ckan jobs worker govopen:harvest``."""

from __future__ import annotations

from typing import Final

import ckan.plugins.toolkit as tk

HARVEST_QUEUE: Final = "govopen:harvest"


def work_on_harvest(job_id: str) -> None:
    """Take part in a harvest job until nothing of it is left to claim."""
    from .harvest.work import work

    work(job_id)


def queue_harvest(job_id: str, workers: int = 1) -> None:
    """Have up to ``workers`` workers take part in a harvest job.

    No time limit: a job that hangs stops its heartbeat, and the watchdog queues it again.
    """
    for number in range(workers):
        tk.enqueue_job(
            work_on_harvest,
            [job_id],
            title=f"harvest {job_id} ({number + 1}/{workers})",
            queue=HARVEST_QUEUE,
            rq_kwargs={"timeout": -1},
        )
