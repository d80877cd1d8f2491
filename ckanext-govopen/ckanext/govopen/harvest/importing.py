"""Turns gathered objects into datasets, a batch at a time.

A batch goes through four steps, and may be killed in or between any of them:

1. fetch: raw records are stored as they arrive, so none is fetched twice; unchanged ones are not,
   for the object that stands for the dataset keeps them;
2. map and decide: departments are made, files fetched;
3. write: datasets, objects and the memory of records, in one transaction;
4. index: one request to Solr, after which the objects are complete. Objects that were written but
   not completed are found again and indexed again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ckan import model
from ckanext.govopen.adapters import stamp
from ckanext.govopen.adapters.bulk import Batch
from ckanext.govopen.domain.harvest import Item, RawRecord, SourceError, fetch_record
from ckanext.govopen.domain.harvest_run import Step, next_step
from ckanext.harvest.model import HarvestSource
from govopen_common.problem import Problem, errors

from . import draft as drafts
from . import states
from .departments import Departments, Wanted
from .files import fetch_files
from .ledger import Ledger
from .source import Source
from .tasks import LastPass, Task, load_tasks, open_rows
from .writing import Writer

_TO_DO: Final = (states.GATHERED, states.WAITING, "FETCH")


@dataclass
class Importer:
    """Imports objects of one job of ``source`` as ``user``.

    ``force`` writes records that have not changed too. ``last`` is given in the last pass of a
    job: before it, records whose only fault is an unknown related code, and those the source
    lists but has no longer, are put off. ``beat`` is called between requests.
    """

    source: Source
    job_id: str
    user: str
    force: bool = False
    last: LastPass | None = None
    beat: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.source.id, self.job_id)
        self.departments = Departments(self.source.settings, self.user)
        # Held, so that the session has it when ckanext-harvest asks for it with each dataset.
        self._row = HarvestSource.get(self.source.id)

    def run(self, ids: Sequence[str]) -> list[Task]:
        """Deal with the objects ``ids``, which nobody else may touch meanwhile."""
        written = open_rows(ids, (states.WRITTEN,))
        tasks = load_tasks(self.source.id, open_rows(ids, _TO_DO))
        self.fetch(tasks)
        self.decide(tasks)
        batch = Batch(self.user)
        with stamp.held():
            origin = {
                "job_id": self.job_id,
                "profile": self.source.profile.name,
                "profile_version": self.source.fingerprint[:12],
            }
            Writer(self.source.id, self.ledger, batch, self.last, origin).write(tasks)
            batch.changed += [row.package_id for row in written if row.package_id]
            refused = batch.index()
        self.complete([row.id for row in written], tasks, refused)
        return tasks

    def fetch(self, tasks: Sequence[Task]) -> None:
        """Store the raw record of each task that has only its list entry."""
        for task in tasks:
            if task.fetched or task.content is None:
                continue
            self.beat()
            try:
                raw = fetch_record(self.source.session, Item.load(task.content))
            except SourceError as error:
                task.fault = ("Fetch", [error.problem("record")])
                continue
            task.content, task.fetched_at = raw.dump(), datetime.utcnow()
            if not self._same(task):
                self.ledger.set([task.id], content=task.content, fetch_finished=task.fetched_at)
        self.ledger.flush()
        model.Session.commit()

    def decide(self, tasks: Sequence[Task]) -> None:
        """What is to be done with each task; makes departments and fetches files for it."""
        for task in tasks:
            if not task.fault:
                self._map(task)
        self.departments.ensure(
            {Wanted.of(task.record.fields) for task in tasks if task.record and task.writes}
        )
        for task in tasks:
            if task.writes:
                self._draft(task)

    def _map(self, task: Task) -> None:
        known = task.known
        if task.withdraw or task.content is None:
            task.step = Step.WITHDRAW if known and not known.withdrawn else Step.UNCHANGED
            return
        if self._same(task):
            task.step = Step.UNCHANGED
            return
        record = self.source.map(RawRecord.load(task.content))
        task.record = record
        task.step = next_step(known, record.content_hash, gone=bool(record.gone), force=self.force)
        if record.failed:
            task.fault = ("Import", errors(record.problems))
        elif record.gone and known is None:
            task.fault = ("Fetch", [Problem("record", "gone", record.gone, record.gone)])

    def _same(self, task: Task) -> bool:
        """Whether the source says of a record what it said last time, and that is enough."""
        task.raw_hash = task.raw_hash or self.source.raw_hash(task.content or "")
        known = task.known
        return bool(
            not self.force and known and not known.withdrawn and known.raw_hash == task.raw_hash
        )

    def _draft(self, task: Task) -> None:
        record = task.record
        if record is None:
            return
        owner = self.departments.find(Wanted.of(record.fields))
        if isinstance(owner, Problem):
            task.fault = ("Import", [owner])
            return
        package = model.Package.get(task.known.package_id) if task.known else None
        task.data = drafts.dataset(
            record,
            self.source.id,
            owner,
            package_id=package.id if package else None,
            stored=[resource.as_dict() for resource in package.resources] if package else (),
            fixed_ids=self.source.settings.store_files,
        )
        if task.step is Step.RESTORE:
            task.data |= {"withdrawn_at": "", "withdrawn_reason": ""}
            task.data.setdefault("status", "published")
        if self.source.settings.store_files:
            self.beat()
            flags, task.try_again = fetch_files(self.source, task.data)
            task.data["source_flags"] += [flag.as_dict() for flag in flags]

    def complete(
        self, written: Sequence[str], tasks: Sequence[Task], refused: dict[str, str]
    ) -> None:
        """Mark what is in the index as complete, and what Solr refused as failed."""
        done = [*written, *(task.id for task in tasks if task.waits_for_index)]
        now = datetime.utcnow()
        self.ledger.set(done, state=states.COMPLETE, import_finished=now)
        for object_id, reason in self._refused(written, tasks, refused):
            self.ledger.set([object_id], state=states.ERROR, report_status=states.ERRORED)
            zh, en = f"搜索引擎拒绝：{reason}", f"the search engine refused it: {reason}"
            self.ledger.error(object_id, "Import", f"index: {zh} / {en}")
        self.ledger.flush()
        model.Session.commit()

    def _refused(
        self, written: Sequence[str], tasks: Sequence[Task], refused: dict[str, str]
    ) -> list[tuple[str, str]]:
        if not refused:
            return []
        ids = [*written, *(task.id for task in tasks)]
        rows: list[Any] = open_rows(ids, (states.WRITTEN,))
        return [(row.id, refused[row.package_id]) for row in rows if row.package_id in refused]
