"""The objects of a batch on their way, with what is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckanext.govopen.domain.harvest import Record
from ckanext.govopen.domain.harvest_run import Known, Step, loss_problem
from ckanext.govopen.model import HarvestRecord
from ckanext.harvest.model import HarvestObject, HarvestObjectExtra
from govopen_common.problem import Problem

from . import states
from .source import Source

RES_CODE: Final = "govopen:res_code"
GONE: Final = "govopen:gone"
"""Extras of objects that were put off: the code they will have, or that the source lost them."""


@dataclass
class Task:
    """One object. ``content`` is its list entry, or its raw record once that is fetched.

    ``withdraw`` is set for what the list no longer has, ``previous`` is the object that stands
    for the dataset so far, ``fault`` the stage (Fetch, Import) that failed and why, ``put_off``
    that the last pass of the job decides.
    """

    id: str
    guid: str
    content: str | None
    withdraw: bool
    known: Known | None = None
    previous: str | None = None
    record: Record | None = None
    step: Step | None = None
    data: dict[str, Any] = field(default_factory=dict)
    raw_hash: str = ""
    fetched_at: datetime | None = None
    try_again: bool = False
    fault: tuple[str, list[Problem]] | None = None
    put_off: bool = False

    @property
    def fetched(self) -> bool:
        """Whether there is nothing (more) to fetch."""
        return self.content is None or self.content.startswith('{"documents"')

    @property
    def writes(self) -> bool:
        """Whether a dataset is to be written from the record."""
        return self.step in (Step.CREATE, Step.UPDATE, Step.RESTORE) and not self.fault

    @property
    def waits_for_index(self) -> bool:
        """Whether the task is done once its dataset is in the index."""
        return self.step is not Step.UNCHANGED and not self.fault and not self.put_off


@dataclass(frozen=True, slots=True)
class LastPass:
    """Resource codes that are about to exist, and why what is gone may not be withdrawn, if so."""

    codes: frozenset[str]
    loss: Problem | None


def open_rows(ids: Sequence[str], wanted: Sequence[str]) -> list[Any]:
    """Those of the objects that are in a wanted state, in the order of the list."""
    one = HarvestObject
    query = (
        sa.select(one.id, one.guid, one.content, one.report_status, one.package_id)
        .where(one.id.in_(list(ids)), one.state.in_(list(wanted)))
        .order_by(one.gathered)
    )
    return list(model.Session.execute(query))


def load_tasks(source_id: str, rows: Sequence[Any]) -> list[Task]:
    """The objects ``rows`` with what is known of their records."""
    memory = {
        row.record_id: row
        for row in model.Session.execute(
            sa.select(*HarvestRecord.__table__.columns).where(
                HarvestRecord.source_id == source_id,
                HarvestRecord.record_id.in_([row.guid for row in rows]),
            )
        )
    }
    tasks = []
    for row in rows:
        task = Task(row.id, row.guid, row.content, row.report_status == states.DELETED)
        if known := memory.get(row.guid):
            task.known = Known(
                known.package_id, known.raw_hash, known.content_hash, known.withdrawn
            )
            task.previous = known.object_id
        tasks.append(task)
    return tasks


def last_pass(source: Source, job_id: str, *, accept_loss: bool) -> LastPass:
    """What the records of a job that were put off need to know of each other."""
    rows = model.Session.execute(
        sa.select(HarvestObjectExtra.key, HarvestObjectExtra.value)
        .join(HarvestObject, HarvestObject.id == HarvestObjectExtra.harvest_object_id)
        .where(HarvestObject.harvest_job_id == job_id, HarvestObject.state.in_(states.OPEN))
        .where(HarvestObjectExtra.key.in_((RES_CODE, GONE)))
    ).all()
    codes = frozenset(row.value for row in rows if row.key == RES_CODE and row.value)
    gone = sum(row.key == GONE for row in rows)
    live = count_live(source.id)
    loss = None if accept_loss else loss_problem(live, gone, source.settings.max_loss)
    return LastPass(codes, loss)


def count_live(source_id: str) -> int:
    """How many datasets of a source are not withdrawn."""
    mine = (HarvestRecord.source_id == source_id, HarvestRecord.withdrawn.is_(False))
    return model.Session.scalar(sa.select(sa.func.count()).where(*mine)) or 0
