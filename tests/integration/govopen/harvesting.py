"""Harvests of the simulator that the tests share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from random import randrange
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import make_connection
from ckanext.govopen.domain.harvest_run import Counts
from ckanext.govopen.harvest import run as runs
from ckanext.govopen.harvest import states
from ckanext.govopen.harvest.work import work
from ckanext.govopen.model import HarvestRecord
from ckanext.harvest.model import HarvestObject, HarvestObjectError, HarvestSource

from demo.catalogue import build
from demo.model import Dataset
from demo.simulator.sources import Builtin

from .catalogue_world import act, department

_rates = count(10_000)


@dataclass
class Harvest:
    """A source and what the tests do with it."""

    source_id: str

    def run(self, **options: Any) -> Counts:
        """Run a job to its end; what became of the records."""
        self.job_id = runs.create_job(self.source_id, **options)
        work(self.job_id)
        return self.counts()

    def counts(self) -> Counts:
        return runs.counts(self.job_id)

    @property
    def error(self) -> str:
        return str(runs.load(self.job_id).error)

    def datasets(self) -> dict[str, model.Package]:
        """The datasets of the source by record id."""
        model.Session.expire_all()
        rows = model.Session.query(HarvestRecord).filter_by(source_id=self.source_id)
        return {row.record_id: model.Package.get(row.package_id) for row in rows}

    def snapshot(self) -> dict[str, Any]:
        """Everything of the datasets that a reader sees, for comparing two runs."""
        found: dict[str, Any] = {}
        for record_id, package in self.datasets().items():
            extras = {k: v for k, v in package.extras.items() if k != "source_id"}
            found[record_id] = {
                "title": package.title,
                "notes": package.notes,
                "state": package.state,
                "private": package.private,
                "tags": sorted(tag.name for tag in package.get_tags()),
                "resources": [(r.url, r.name, r.format) for r in package.resources],
                **{k: v for k, v in extras.items() if k not in ("elements", "source_url")},
            }
        return found

    def indexed(self) -> set[str]:
        """Ids of the source's datasets that Solr holds."""
        make_connection().commit()
        ids = [package.id for package in self.datasets().values()]
        if not ids:
            return set()
        words = " OR ".join(f'"{one}"' for one in ids)
        site = tk.config["ckan.site_id"]
        query = f"+id:({words}) +site_id:{site}"
        return {d["id"] for d in make_connection().search(query, rows=len(ids) + 10, fl="id")}

    def errors(self) -> dict[str, str]:
        """Messages of the last job's failed records by record id."""
        rows = model.Session.execute(
            sa.select(HarvestObject.guid, HarvestObjectError.message)
            .join(HarvestObjectError, HarvestObjectError.harvest_object_id == HarvestObject.id)
            .where(HarvestObject.harvest_job_id == self.job_id)
        )
        return {row.guid: row.message for row in rows}

    def configure(self, **config: Any) -> None:
        """Change the source's configuration."""
        source = HarvestSource.get(self.source_id)
        source.config = json.dumps({**json.loads(source.config), **config})
        model.Session.commit()


def fresh(size: int, start: int = 0) -> Builtin:
    """The first entries of the demonstration, of departments and with codes no other test has."""
    mark, prefix = uuid4().hex[:6], f"307026{randrange(10**8):08d}"
    numbers = count(1)

    def made(entry: Dataset) -> Dataset:
        department = replace(entry.department, title=f"{entry.department.title}{mark}", uscc="")
        code = f"{prefix}/{next(numbers):06d}"
        return replace(entry, department=department, code=code, related_codes=())

    return Builtin(made(entry) for entry in build().datasets[start : start + size])


def harvest_of(url: str, profile: str, **config: Any) -> Harvest:
    """A new source of the platform at ``url``, its private address allowed."""
    # ckanext-harvest refuses a second source with the same address and settings, and a port that
    # an earlier simulator had may come again: each source has a rate of its own.
    rate = next(_rates)
    settings = {"profile": profile, "allow_private": ["127.0.0.1"], "rate": rate, **config}
    source = act(
        "harvest_source_create",
        name=f"source-{uuid4().hex[:10]}",
        title="测试平台",
        url=url,
        source_type="govshare",
        owner_org=department("大数据局")["id"],
        config=json.dumps(settings),
    )
    return Harvest(source["id"])


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements sent meanwhile, without those of the harvest's own book-keeping."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)


def writes(sent: list[str], table: str) -> list[str]:
    """Those of the statements that change ``table``."""
    verbs = (f"INSERT INTO {table} ", f"UPDATE {table} ", f"DELETE FROM {table} ")
    return [statement for statement in sent if statement.startswith(verbs)]


__all__ = ["Harvest", "fresh", "harvest_of", "statements", "states", "writes"]
