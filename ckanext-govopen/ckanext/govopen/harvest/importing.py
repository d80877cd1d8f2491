"""Turns gathered objects into datasets, a batch at a time.

A batch goes through four steps, and may be killed in or between any of them:

1. fetch: raw records are stored as they arrive, so none is fetched twice;
2. map and decide: unchanged records end here; departments are made, files fetched;
3. write: datasets, objects and the memory of records, in one transaction;
4. index: one request to Solr, after which the objects are complete. Objects that were written but
   not completed are found again and indexed again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckanext.govopen import signals
from ckanext.govopen.adapters import bulk_problems
from ckanext.govopen.adapters.bulk import Batch, Draft, Saved
from ckanext.govopen.domain.harvest import Item, RawRecord, Record, SourceError, fetch_record
from ckanext.govopen.domain.harvest_run import Known, Step, loss_problem, next_step
from ckanext.govopen.domain.problem import Problem, errors
from ckanext.govopen.model import HarvestRecord, HarvestRun
from ckanext.harvest.model import HarvestObject, HarvestObjectError, HarvestObjectExtra
from sqlalchemy.dialects.postgresql import insert

from . import draft as drafts
from . import states
from .departments import Departments, Wanted
from .files import fetch_files
from .source import Source

log = logging.getLogger(__name__)

RELATED: Final = "related_codes"
RES_CODE: Final = "govopen:res_code"
GONE: Final = "govopen:gone"
"""Extras of objects that were put off: the code they will have, or that the source lost them."""


@dataclass(frozen=True, slots=True)
class LastPass:
    """Resource codes that are about to exist, and why what is gone may not be withdrawn, if so."""

    codes: frozenset[str]
    loss: Problem | None


@dataclass
class Task:
    """One object on its way: what is known of it and what is to be done."""

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
    try_again: bool = False
    fault: tuple[str, list[Problem]] | None = None
    """The stage (Fetch or Import) that failed, and why."""
    put_off: bool = False


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
        self.departments = Departments(self.source.settings, self.user)

    def run(self, ids: Sequence[str]) -> None:
        """Deal with the objects ``ids``, which nobody else may touch meanwhile."""
        written = self._open(ids, (states.WRITTEN,))
        tasks = self._tasks(self._open(ids, (states.GATHERED, states.WAITING, "FETCH")))
        self.fetch(tasks)
        self.decide(tasks)
        batch = Batch(self.user)
        self.write(tasks, batch)
        batch.changed += [row.package_id for row in written if row.package_id]
        batch.index()
        self._complete([*(row.id for row in written), *(t.id for t in tasks if not t.fault)], tasks)

    # 1. fetch

    def fetch(self, tasks: Sequence[Task]) -> None:
        """Store the raw record of each task that has only its list entry."""
        for task in tasks:
            if task.content is None or _is_raw(task.content):
                continue
            self.beat()
            try:
                raw = fetch_record(self.source.session, Item.load(task.content))
            except SourceError as error:
                task.fault = ("Fetch", [error.problem("record")])
                continue
            task.content = raw.dump()
            self._set([task.id], content=task.content, fetch_finished=datetime.utcnow())
        model.Session.commit()

    # 2. map and decide

    def decide(self, tasks: Sequence[Task]) -> None:
        """What is to be done with each task; makes departments and fetches files for it."""
        for task in tasks:
            if not task.fault:
                self._map(task)
        wanted = [t for t in tasks if t.step in (Step.CREATE, Step.UPDATE, Step.RESTORE)]
        self.departments.ensure({Wanted.of(t.record.fields) for t in wanted if t.record})
        for task in wanted:
            self._draft(task)

    def _map(self, task: Task) -> None:
        if task.withdraw or task.content is None:
            task.step = Step.WITHDRAW if task.known and not task.known.withdrawn else Step.UNCHANGED
            return
        task.raw_hash = self.source.raw_hash(task.content)
        known = task.known
        if known and not known.withdrawn and not self.force and known.raw_hash == task.raw_hash:
            task.step = Step.UNCHANGED
            return
        record = self.source.map(RawRecord.load(task.content))
        task.record = record
        if record.failed:
            task.fault = ("Import", errors(record.problems))
            return
        task.step = next_step(known, record.content_hash, gone=bool(record.gone), force=self.force)
        if record.gone and known is None:
            task.fault = ("Fetch", [Problem("record", "gone", record.gone, record.gone)])

    def _draft(self, task: Task) -> None:
        record = task.record
        assert record is not None
        owner = self.departments.find(Wanted.of(record.fields))
        if isinstance(owner, Problem):
            task.fault = ("Import", [owner])
            return
        stored: list[dict[str, Any]] = []
        package_id = task.known.package_id if task.known else None
        package = model.Package.get(package_id) if package_id else None
        if package is not None:
            stored = [resource.as_dict() for resource in package.resources]
        task.data = drafts.dataset(
            record,
            self.source.id,
            owner,
            package_id=package.id if package else None,
            stored=stored,
        )
        if task.step is Step.RESTORE:
            task.data |= {"withdrawn_at": "", "withdrawn_reason": ""}
            task.data.setdefault("status", "published")
        if self.source.settings.store_files:
            self.beat()
            flags, task.try_again = fetch_files(self.source, task.data)
            task.data["source_flags"] += [flag.as_dict() for flag in flags]

    # 3. write

    def write(self, tasks: Sequence[Task], batch: Batch) -> None:
        """Write the batch in one transaction."""
        for task in tasks:
            if task.fault is None:
                self._write(task, batch)
        self._store_faults(tasks)
        batch.commit()

    def _write(self, task: Task, batch: Batch) -> None:
        if task.step is Step.UNCHANGED:
            self._unchanged(task)
            return
        if task.step is Step.WITHDRAW and (task.withdraw or self._may_withdraw(task)):
            self._withdraw(task, batch)
        if task.step is Step.WITHDRAW:
            return
        hints: dict[str, Any] = {}
        if self.last:
            hints["govopen_known_codes"] = self.last.codes
        new_id = drafts.dataset_id(self.source.id, task.guid)
        saved = batch.save(Draft(task.data, new_id, hints), lambda s: self._tell(task, s))
        if not saved.failed:
            self._saved(task, saved)
        elif self.last is None and all(p.field == RELATED for p in saved.problems):
            self._put_off(task, RES_CODE, str(task.data.get("res_code") or ""))
        else:
            task.fault = ("Import", saved.problems)

    def _unchanged(self, task: Task) -> None:
        package_id = task.known.package_id if task.known else None
        self._set(
            [task.id],
            report_status=states.UNMODIFIED,
            content=None,
            package_id=package_id,
        )
        if task.known and task.record and task.known.raw_hash != task.raw_hash:
            self._remember(task, task.known.package_id, object_id=task.previous)

    def _may_withdraw(self, task: Task) -> bool:
        """Whether a record that is listed but gone may be withdrawn; decided in the last pass."""
        if self.last is None:
            self._put_off(task, GONE)
        elif self.last.loss:
            task.fault = ("Import", [self.last.loss])
        return self.last is not None and self.last.loss is None

    def _withdraw(self, task: Task, batch: Batch) -> None:
        assert task.known is not None
        reason = (
            task.record.gone
            if task.record
            else "来源列表中已无此记录 no longer in the source's list"
        )
        now = datetime.utcnow()
        marks = {
            "status": "withdrawn",
            "withdrawn_at": now.isoformat(timespec="seconds"),
            "withdrawn_reason": reason,
        }
        names = {"record_id": task.guid, "object_id": task.id, "source_id": self.source.id}
        batch.patch(
            task.known.package_id,
            marks,
            lambda s: signals.dataset_withdrawn.send(
                s.package_id, reason=reason, dataset=s.dataset, **names
            ),
        )
        self._make_current(task, task.known.package_id, states.DELETED)
        self._remember(task, task.known.package_id, withdrawn=True)

    def _tell(self, task: Task, saved: Saved) -> None:
        signal = (
            signals.dataset_restored if task.step is Step.RESTORE else signals.dataset_harvested
        )
        signal.send(
            saved.package_id,
            action=saved.action,
            source_id=self.source.id,
            record_id=task.guid,
            object_id=task.id,
            raw=task.content,
            dataset=saved.dataset,
        )

    def _saved(self, task: Task, saved: Saved) -> None:
        report = {"create": states.ADDED, "update": states.UPDATED}.get(
            saved.action, states.UNMODIFIED
        )
        self._make_current(task, saved.package_id, report)
        self._remember(task, saved.package_id)
        if task.step is Step.RESTORE and saved.action == "update":
            model.Session.execute(
                sa.update(HarvestRun)
                .where(HarvestRun.job_id == self.job_id)
                .values(restored=HarvestRun.restored + 1)
            )

    def _make_current(self, task: Task, package_id: str, report: str) -> None:
        """The object that stands for the dataset from now on, in place of the one before."""
        if task.previous and task.previous != task.id:
            self._set([task.previous], current=False)
        self._set(
            [task.id],
            state=states.WRITTEN,
            report_status=report,
            current=report != states.DELETED,
            package_id=package_id,
            import_started=datetime.utcnow(),
        )

    def _remember(
        self,
        task: Task,
        package_id: str,
        *,
        withdrawn: bool = False,
        object_id: str | None = None,
    ) -> None:
        hash_ = task.record.content_hash if task.record else ""
        row = {
            "source_id": self.source.id,
            "record_id": task.guid,
            "package_id": package_id,
            "object_id": object_id or task.id,
            "raw_hash": "" if task.try_again else task.raw_hash,
            "content_hash": "" if task.try_again else hash_,
            "withdrawn": withdrawn,
            "modified": datetime.utcnow(),
        }
        statement = insert(HarvestRecord).values(**row)
        keys = ("source_id", "record_id")
        model.Session.execute(
            statement.on_conflict_do_update(
                index_elements=keys, set_={k: v for k, v in row.items() if k not in keys}
            )
        )

    def _put_off(self, task: Task, key: str, value: str = "") -> None:
        """Leave a record to the last pass, when everything else is there."""
        task.put_off = True
        self._set([task.id], retry_times=1)
        extra = {"id": make_uuid(), "harvest_object_id": task.id, "key": key, "value": value}
        model.Session.execute(sa.insert(HarvestObjectExtra), [extra])

    def _store_faults(self, tasks: Iterable[Task]) -> None:
        rows: list[dict[str, Any]] = []
        now = datetime.utcnow()
        for task in tasks:
            if task.fault is None:
                continue
            stage, problems = task.fault
            self._set(
                [task.id],
                state=states.ERROR,
                report_status=states.ERRORED,
                import_finished=now,
                **({"fetch_finished": now} if stage == "Import" else {}),
            )
            rows += [
                {
                    "id": make_uuid(),
                    "harvest_object_id": task.id,
                    "message": f"{task.guid} · {bulk_problems.line(problem)}",
                    "stage": stage,
                    "created": now,
                }
                for problem in problems
            ]
        if rows:
            model.Session.execute(sa.insert(HarvestObjectError), rows)

    # 4. index

    def _complete(self, ids: Sequence[str], tasks: Sequence[Task]) -> None:
        put_off = {task.id for task in tasks if task.put_off}
        done = [one for one in ids if one not in put_off]
        if done:
            self._set(done, state=states.COMPLETE, import_finished=datetime.utcnow())
            model.Session.commit()

    # objects

    def _open(self, ids: Sequence[str], wanted: Sequence[str]) -> list[Any]:
        """Those of the objects that are still to be dealt with, in the order of the list."""
        one = HarvestObject
        query = (
            sa.select(one.id, one.guid, one.content, one.report_status, one.package_id)
            .where(one.id.in_(list(ids)), one.state.in_(list(wanted)))
            .order_by(one.gathered)
        )
        return list(model.Session.execute(query))

    def _tasks(self, rows: Sequence[Any]) -> list[Task]:
        memory = {
            row.record_id: row
            for row in model.Session.execute(
                sa.select(*HarvestRecord.__table__.columns).where(
                    HarvestRecord.source_id == self.source.id,
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

    def _set(self, ids: Sequence[str], **values: Any) -> None:
        model.Session.execute(
            sa.update(HarvestObject)
            .where(HarvestObject.id.in_(ids))
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _is_raw(content: str) -> bool:
    """Whether an object's content is a raw record, not yet only its list entry."""
    return content.startswith('{"documents"')


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
