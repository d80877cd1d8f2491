"""A harvest that writes nothing: what would become of each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.govopen.adapters import bulk_problems
from ckanext.govopen.adapters.bulk import Batch, Draft
from ckanext.govopen.domain.harvest import SourceError, fetch_record, list_pages, record_id
from ckanext.govopen.domain.harvest_run import Counts, Known, Step, next_step
from ckanext.govopen.model import HarvestRecord
from govopen_common.problem import Problem, errors

from . import draft as drafts
from .departments import Departments, Wanted
from .source import Source

_WORDS = {
    Step.CREATE: "new",
    Step.UPDATE: "changed",
    Step.RESTORE: "restored",
    Step.WITHDRAW: "withdrawn",
    Step.UNCHANGED: "unchanged",
}


@dataclass
class Report:
    """What a dry run found."""

    counts: Counts = field(default_factory=Counts)
    messages: list[str] = field(default_factory=list)
    error: str = ""


def run(source: Source, progress: Callable[[int, int | None], None]) -> Report:
    """Fetch, map and check every record. Nothing stays in the database or the index."""
    report, found = Report(), Counter[str]()
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    trial = _Trial(source, Batch(user), Departments(source.settings, user))
    seen: set[str] = set()
    try:
        for page in list_pages(source.session):
            report.messages += map(bulk_problems.line, page.problems)
            found["failed"] += len(page.problems)
            for item in page.items:
                guid = record_id(source.profile, item.id)
                if guid in seen:
                    continue
                seen.add(guid)
                word, problems = trial.judge(guid, item)
                found[word] += 1
                report.messages += [f"{guid} · {bulk_problems.line(p)}" for p in problems]
            progress(found.total(), page.total)
    except SourceError as error:
        report.error = bulk_problems.line(error.problem("list"))
    finally:
        model.Session.rollback()
    if not report.error:
        found["withdrawn"] += trial.vanished(seen)
    report.counts = Counts(**found)
    return report


@dataclass
class _Trial:
    source: Source
    batch: Batch
    departments: Departments
    _made: dict[str, str] = field(default_factory=dict)

    def judge(self, guid: str, item: object) -> tuple[str, list[Problem]]:
        """What would become of a list entry, in the words of Counts, and its problems."""
        try:
            raw = fetch_record(self.source.session, item)  # type: ignore[arg-type]
        except SourceError as error:
            return "failed", [error.problem("record")]
        record = self.source.map(raw)
        if record.failed:
            return "failed", errors(record.problems)
        row = model.Session.get(HarvestRecord, (self.source.id, guid))
        known = row and Known(row.package_id, row.raw_hash, row.content_hash, row.withdrawn)
        step = next_step(known, record.content_hash, gone=bool(record.gone))
        if step in (Step.UNCHANGED, Step.WITHDRAW):
            return _WORDS[step], []
        owner = self._owner(Wanted.of(record.fields))
        if isinstance(owner, Problem):
            return "failed", [owner]
        package = model.Package.get(known.package_id) if known else None
        stored = [resource.as_dict() for resource in package.resources] if package else []
        data = drafts.dataset(
            record, self.source.id, owner, package_id=package.id if package else None, stored=stored
        )
        problems = self.batch.save(Draft(data), dry=True).problems
        problems = [problem for problem in problems if problem.field != "related_codes"]
        return ("failed" if problems else _WORDS[step]), problems

    def _owner(self, wanted: Wanted) -> str | Problem:
        """The department; one that would be made is made in a transaction that is rolled back."""
        found = self.departments.find(wanted)
        if not isinstance(found, Problem) or self.source.settings.organization_mode != "create":
            return found
        if wanted.name not in self._made:
            group = model.Group(
                name=f"dry-run-{len(self._made)}",
                title=wanted.name,
                type="organization",
                is_organization=True,
            )
            group.extras = {}
            model.Session.add(group)
            model.Session.flush()
            self._made[wanted.name] = group.id
        return self._made[wanted.name]

    def vanished(self, seen: set[str]) -> int:
        """How many live records the list has not."""
        rows = model.Session.query(HarvestRecord.record_id).filter(
            HarvestRecord.source_id == self.source.id, HarvestRecord.withdrawn.is_(False)
        )
        return sum(row.record_id not in seen for row in rows)
