"""The list of a source, page by page: each page and the place in the list in one transaction.

Killed at any moment, it goes on after the last page that was stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckanext.govopen.adapters import bulk_problems
from ckanext.govopen.domain.harvest import Item, Page, SourceError, list_pages, record_id
from ckanext.govopen.domain.harvest_run import loss_problem
from ckanext.govopen.model import HarvestRecord, HarvestRun
from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestObjectError
from govopen_common.problem import Problem

from . import run as runs
from . import states
from .source import Source
from .tasks import count_live


@dataclass
class Gatherer:
    """Gathers one job of ``source``; objects get the state ``state``."""

    source: Source
    job_id: str
    state: str = states.GATHERED

    def gather(self) -> None:
        """Store what is left of the list, then compare it with what is known.

        Ends the job when the list cannot be had or has lost too much.
        """
        run = runs.load(self.job_id)
        if run.stage == states.GATHER:
            try:
                for page in list_pages(self.source.session, run.cursor):
                    self._store(page)
                    if runs.stopped(self.job_id):
                        return
            except SourceError as error:
                model.Session.rollback()
                runs.fail(self.job_id, error.problem("list"))
                return
            self._advance(stage=states.CHECK)
            model.Session.commit()
        self._check()

    def _store(self, page: Page) -> None:
        """Store one page; entries that are already there, as when a list shifts, are left out."""
        items = {record_id(self.source.profile, item.id): item for item in page.items}
        one = HarvestObject
        there = set(
            model.Session.scalars(
                sa.select(one.guid).where(
                    one.harvest_job_id == self.job_id, one.guid.in_(list(items))
                )
            )
        )
        known = self._known(list(items))
        start = datetime.utcnow()
        rows = [
            self._row(guid, item, known.get(guid), start + timedelta(microseconds=number))
            for number, (guid, item) in enumerate(items.items())
            if guid not in there
        ]
        if rows:
            model.Session.execute(sa.insert(HarvestObject), rows)
        self._store_faults(page.problems)
        lost = page.missing + len(page.problems)
        self._advance(
            cursor=page.cursor,
            stage=states.GATHER if page.cursor else states.CHECK,
            gathered=HarvestRun.gathered + len(rows),
            missing=HarvestRun.missing + lost,
            **({"announced": page.total} if page.total is not None else {}),
        )
        model.Session.commit()

    def _known(self, guids: list[str]) -> dict[str, HarvestRecord]:
        rows = model.Session.execute(
            sa.select(
                HarvestRecord.record_id,
                HarvestRecord.raw_hash,
                HarvestRecord.withdrawn,
                HarvestRecord.package_id,
            ).where(HarvestRecord.source_id == self.source.id, HarvestRecord.record_id.in_(guids))
        )
        return {row.record_id: row for row in rows}

    def _row(self, guid: str, item: Item, known: Any, gathered: datetime) -> dict[str, Any]:
        """The object of a list entry; done at once when it says the same as last time."""
        row = {
            "id": make_uuid(),
            "guid": guid,
            "current": False,
            "gathered": gathered,
            "content": None,
            "state": self.state,
            "retry_times": 0,
            "harvest_job_id": self.job_id,
            "harvest_source_id": self.source.id,
            "package_id": None,
            "fetch_finished": None,
            "import_finished": None,
            "report_status": None,
        }
        if not self.source.listed_whole:
            return {**row, "content": item.dump()}
        raw = self.source.whole(item).dump()
        same = known and not known.withdrawn and known.raw_hash == self.source.raw_hash(raw)
        if same and self.state == states.GATHERED:
            return {
                **row,
                "state": states.COMPLETE,
                "report_status": states.UNMODIFIED,
                "package_id": known.package_id,
                "fetch_finished": gathered,
                "import_finished": gathered,
            }
        return {**row, "content": raw, "fetch_finished": gathered}

    def _store_faults(self, problems: Sequence[Problem]) -> None:
        """Entries that cannot be harvested count as failed, each with its reason."""
        for problem in problems:
            failed = HarvestObject(
                guid=None,
                current=False,
                state=states.ERROR,
                report_status=states.ERRORED,
                harvest_job_id=self.job_id,
                harvest_source_id=self.source.id,
                job=HarvestJob.get(self.job_id),
            )
            failed.errors.append(
                HarvestObjectError(message=bulk_problems.line(problem), stage="Gather")
            )
            model.Session.add(failed)

    def _advance(self, **values: Any) -> None:
        update = sa.update(HarvestRun).where(HarvestRun.job_id == self.job_id)
        model.Session.execute(update.values(heartbeat=datetime.utcnow(), **values))

    def _check(self) -> None:
        """Have the records that vanished withdrawn, or stop and ask."""
        run = runs.load(self.job_id)
        if run.stage != states.CHECK:
            return
        vanished = self._vanished() if run.mode != states.REIMPORT else []
        problem = None
        if vanished and not run.accept_loss:
            live, share = count_live(self.source.id), self.source.settings.max_loss
            problem = loss_problem(live, len(vanished), share, run.missing)
        if problem and problem.severity == "error":
            runs.fail(self.job_id, problem)
            return
        if problem:
            runs.note(self.job_id, problem)
        else:
            self._withdraw(vanished)
        self._advance(stage=states.PROCESS)
        model.Session.execute(
            sa.update(HarvestJob)
            .where(HarvestJob.id == self.job_id)
            .values(gather_finished=datetime.utcnow())
        )
        model.Session.commit()

    def _vanished(self) -> list[tuple[str, str]]:
        """``(record id, dataset id)`` of live records that the list has not."""
        listed = sa.exists().where(
            HarvestObject.harvest_job_id == self.job_id,
            HarvestObject.guid == HarvestRecord.record_id,
        )
        rows = model.Session.execute(
            sa.select(HarvestRecord.record_id, HarvestRecord.package_id)
            .where(
                HarvestRecord.source_id == self.source.id,
                HarvestRecord.withdrawn.is_(False),
                ~listed,
            )
            .order_by(HarvestRecord.record_id)
        )
        return [(row[0], row[1]) for row in rows]

    def _withdraw(self, vanished: Sequence[tuple[str, str]]) -> None:
        start = datetime.utcnow()
        rows = [
            {
                "id": make_uuid(),
                "guid": guid,
                "current": False,
                "gathered": start + timedelta(microseconds=number),
                "fetch_finished": start,
                "state": self.state,
                "report_status": states.DELETED,
                "retry_times": 0,
                "harvest_job_id": self.job_id,
                "harvest_source_id": self.source.id,
                "package_id": package_id,
            }
            for number, (guid, package_id) in enumerate(vanished)
        ]
        if rows:
            model.Session.execute(sa.insert(HarvestObject), rows)


def copy_raw(source: Source, job_id: str) -> None:
    """Gather from what is kept: the last raw record of all that is live or failed last time."""
    one = sa.orm.aliased(HarvestObject)
    last_job = (
        sa.select(HarvestRun.job_id)
        .where(HarvestRun.source_id == source.id, HarvestRun.job_id != job_id)
        .where(HarvestRun.mode != states.REIMPORT, HarvestRun.error == "")
        .order_by(HarvestRun.created.desc())
        .limit(1)
        .scalar_subquery()
    )
    live = sa.select(HarvestRecord.record_id).where(
        HarvestRecord.source_id == source.id, HarvestRecord.withdrawn.is_(False)
    )
    kept = (
        sa.select(one.guid, one.content, one.gathered)
        .distinct(one.guid)
        .where(
            one.harvest_source_id == source.id,
            one.content.is_not(None),
            one.fetch_finished.is_not(None),
            sa.or_(one.guid.in_(live), one.harvest_job_id == last_job),
        )
        .order_by(one.guid, one.gathered.desc())
        .subquery()
    )
    columns = ["id", "guid", "content", "gathered", "fetch_finished", "current", "state",
               "retry_times", "harvest_job_id", "harvest_source_id"]  # fmt: skip
    now = datetime.utcnow()
    rows = sa.select(
        sa.func.gen_random_uuid().cast(sa.Text), kept.c.guid, kept.c.content, kept.c.gathered,
        sa.literal(now), sa.literal(False), sa.literal(states.GATHERED), sa.literal(0),
        sa.literal(job_id), sa.literal(source.id),
    )  # fmt: skip
    model.Session.execute(sa.insert(HarvestObject).from_select(columns, rows))
    model.Session.execute(
        sa.update(HarvestRun).where(HarvestRun.job_id == job_id).values(stage=states.CHECK)
    )
    model.Session.commit()
