"""The writing step of a batch: datasets, objects and memory in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from ckanext.govopen import signals
from ckanext.govopen.adapters import bulk_problems
from ckanext.govopen.adapters.bulk import Batch, Draft, Saved
from ckanext.govopen.domain.harvest_run import Step

from . import draft as drafts
from . import states
from .ledger import Ledger
from .tasks import GONE, RES_CODE, LastPass, Task

RELATED: Final = "related_codes"
NO_LONGER_LISTED: Final = "来源列表中已无此记录 no longer in the source's list"
_REPORT: Final = {"create": states.ADDED, "update": states.UPDATED, "none": states.UNMODIFIED}


@dataclass
class Writer:
    """Writes the tasks of a batch; ``last`` is given in the last pass of the job.

    ``origin`` says in signals what wrote: ``job_id``, ``profile``, ``profile_version``.
    """

    source_id: str
    ledger: Ledger
    batch: Batch
    last: LastPass | None
    origin: Mapping[str, str] = field(default_factory=dict)

    def write(self, tasks: Sequence[Task]) -> None:
        """Write the batch and make it permanent."""
        self.batch.prepare([self._draft(task) for task in tasks if task.data and not task.fault])
        for task in tasks:
            if task.fault is None:
                self._one(task)
        for task in tasks:
            if task.fault is not None:
                self._store_fault(task)
        self.ledger.flush()
        self.batch.commit()

    def _one(self, task: Task) -> None:
        if task.step is Step.UNCHANGED:
            self._unchanged(task)
        elif task.step is Step.WITHDRAW:
            if task.withdraw or self._may_withdraw(task):
                self._withdraw(task)
        else:
            self._save(task)

    def _unchanged(self, task: Task) -> None:
        known, now = task.known, datetime.utcnow()
        self.ledger.set(
            [task.id],
            state=states.COMPLETE,
            report_status=states.UNMODIFIED,
            content=None,
            package_id=known.package_id if known else None,
            import_finished=now,
            **({"fetch_finished": task.fetched_at} if task.fetched_at else {}),
        )
        if known and task.record and known.raw_hash != task.raw_hash:
            self._remember(task, known.package_id, object_id=task.previous)

    def _draft(self, task: Task) -> Draft:
        hints: dict[str, Any] = {"govopen_known_codes": self.last.codes} if self.last else {}
        return Draft(task.data, drafts.dataset_id(self.source_id, task.guid), hints)

    def _save(self, task: Task) -> None:
        saved = self.batch.save(self._draft(task), lambda one: self._tell(task, one))
        if not saved.failed:
            self._make_current(task, saved.package_id, _REPORT[saved.action])
            self._remember(task, saved.package_id)
            if task.step is Step.RESTORE and saved.action == "update":
                self.ledger.restored()
        elif self.last is None and all(problem.field == RELATED for problem in saved.problems):
            self._put_off(task, RES_CODE, str(task.data.get("res_code") or ""))
        else:
            task.fault = ("Import", saved.problems)

    def _tell(self, task: Task, saved: Saved) -> None:
        restored = task.step is Step.RESTORE
        signal = signals.dataset_restored if restored else signals.dataset_harvested
        signal.send(
            saved.package_id,
            action=saved.action,
            source_id=self.source_id,
            record_id=task.guid,
            object_id=task.id,
            raw=task.content,
            dataset=saved.dataset,
            **self.origin,
        )

    def _may_withdraw(self, task: Task) -> bool:
        """Whether a record that is listed but gone may be withdrawn; decided in the last pass."""
        if self.last is None:
            self._put_off(task, GONE, "")
        elif self.last.loss:
            task.fault = ("Import", [self.last.loss])
        return self.last is not None and self.last.loss is None

    def _withdraw(self, task: Task) -> None:
        if task.known is None:
            return
        package_id = task.known.package_id
        reason = task.record.gone if task.record else NO_LONGER_LISTED
        marks = {
            "status": "withdrawn",
            "withdrawn_at": datetime.utcnow().isoformat(timespec="seconds"),
            "withdrawn_reason": reason,
        }
        names = {"record_id": task.guid, "object_id": task.id, "source_id": self.source_id}
        self.batch.patch(
            package_id,
            marks,
            lambda saved: signals.dataset_withdrawn.send(
                saved.package_id, reason=reason, dataset=saved.dataset, **names, **self.origin
            ),
        )
        self._make_current(task, package_id, states.DELETED)
        self._remember(task, package_id, withdrawn=True)

    def _make_current(self, task: Task, package_id: str, report: str) -> None:
        """The object that stands for the dataset from now on, in place of the one before."""
        if task.previous and task.previous != task.id:
            self.ledger.set([task.previous], current=False)
        self.ledger.set(
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
        content_hash = task.record.content_hash if task.record else ""
        self.ledger.remember(
            task.guid,
            package_id=package_id,
            object_id=object_id or task.id,
            raw_hash="" if task.try_again else task.raw_hash,
            content_hash="" if task.try_again else content_hash,
            withdrawn=withdrawn,
        )

    def _put_off(self, task: Task, key: str, value: str) -> None:
        """Leave a record to the last pass, when everything else is there."""
        task.put_off = True
        self.ledger.set([task.id], retry_times=1)
        self.ledger.note(task.id, key, value)

    def _store_fault(self, task: Task) -> None:
        stage, problems = task.fault or ("", [])
        self.ledger.set(
            [task.id],
            state=states.ERROR,
            report_status=states.ERRORED,
            import_finished=datetime.utcnow(),
        )
        for problem in problems:
            self.ledger.error(task.id, stage, f"{task.guid} · {bulk_problems.line(problem)}")
