"""What a worker does: it takes part in a job until nothing of it is left to claim."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckanext.govopen import config
from ckanext.govopen.domain.harvest import SourceError
from ckanext.harvest.model import HarvestObject, HarvestSource
from govopen_common.problem import Rejected

from . import run as runs
from . import states
from .gather import Gatherer, copy_raw
from .importing import Importer
from .locks import claim, only_one
from .source import Source, open_source
from .tasks import last_pass

log = logging.getLogger(__name__)

Progress = Callable[[], None]
SHORTEST: Final = 0.01
LONGEST: Final = 0.2
"""Seconds between looks while another worker holds what is left: each twice the one before."""


def work(job_id: str, progress: Progress = lambda: None) -> None:
    """Work on a harvest job until nothing is left to claim, and end it when it is the last.

    Any number of workers may do this at once, in any processes; one that is killed leaves nothing
    that the others, or the next, do not find. ``progress`` is called after each batch.
    """
    run = runs.load(job_id)
    if run.stage == states.DONE:
        return
    try:
        source = open_source(HarvestSource.get(run.source_id))
        if run.mode != states.REIMPORT:
            # Credentials are for the network, which a second import does not use.
            _ = source.session
    except Rejected as error:
        runs.fail(job_id, error.problems[0])
        return
    except SourceError as error:
        runs.fail(job_id, error.problem("config"))
        return
    try:
        _Worker(source, job_id, run.mode, progress).work()
    finally:
        source.close()


class _Worker:
    def __init__(self, source: Source, job_id: str, mode: str, progress: Progress) -> None:
        self.source, self.job_id, self.mode, self.progress = source, job_id, mode, progress
        self.heart = runs.Heart(job_id)
        self._pause = SHORTEST
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        self.importer = Importer(
            source, job_id, user, force=mode == states.REIMPORT, beat=self.heart.beat
        )

    def work(self) -> None:
        while not runs.stopped(self.job_id):
            self.heart.beat()
            stage = runs.load(self.job_id).stage
            if stage in (states.GATHER, states.CHECK):
                self._gather()
            elif stage == states.PROCESS:
                self._process()
            else:
                return

    def _gather(self) -> None:
        """Gather, if nobody else does; the others wait for the whole list."""
        with only_one(f"gather:{self.job_id}") as mine:
            if mine and self.mode == states.REIMPORT:
                if runs.load(self.job_id).stage == states.GATHER:
                    copy_raw(self.source, self.job_id)
                Gatherer(self.source, self.job_id).gather()
            elif mine:
                Gatherer(self.source, self.job_id).gather()
        if not mine:
            self._rest()
        self.progress()

    def _process(self) -> None:
        if self._batch(deferred=False):
            return
        with only_one(f"finish:{self.job_id}") as mine:
            if mine and not self._left(deferred=False):
                self._finish()
                return
        self.progress()
        self._rest()

    def _rest(self) -> None:
        """Leave the others to it for a while."""
        model.Session.commit()
        time.sleep(self._pause)
        self._pause = min(2 * self._pause, LONGEST)

    def _batch(self, *, deferred: bool) -> bool:
        """Deal with one batch; False when there is none to claim."""
        with claim(self.job_id, config.harvest_batch(), deferred=deferred) as ids:
            if ids:
                self.importer.run(ids)
        if ids:
            self._pause = SHORTEST
            self.progress()
        return bool(ids)

    def _finish(self) -> None:
        """The last pass over what was put off, by one worker alone, and the end of the job."""
        if self._left(deferred=True):
            accept = runs.load(self.job_id).accept_loss
            self.importer.last = last_pass(self.source, self.job_id, accept_loss=accept)
            while not runs.stopped(self.job_id) and self._batch(deferred=True):
                self.heart.beat()
        if not runs.stopped(self.job_id):
            runs.finish(self.job_id)

    def _left(self, *, deferred: bool) -> bool:
        one = HarvestObject
        query = sa.select(one.id).where(
            one.harvest_job_id == self.job_id,
            one.state.in_(states.OPEN),
            one.retry_times > 0 if deferred else one.retry_times == 0,
        )
        return model.Session.scalar(query.limit(1)) is not None
