"""Opens the files that are due, one after the other."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins as p
import sqlalchemy as sa
from ckanext.openindex import config
from ckanext.openindex.adapters import gathering, local, locks, reading
from ckanext.openindex.adapters.fetching import Failed, Fetcher
from ckanext.openindex.adapters.probes.running import fetcher
from ckanext.openindex.domain.facts import Inspection, ResourceFacts
from ckanext.openindex.domain.inspection.base import Limits
from ckanext.openindex.domain.inspection.declared import Declared
from ckanext.openindex.domain.inspection.guarded import Guarded
from ckanext.openindex.domain.probing import plan

from . import columns, store, tables, taking

log = logging.getLogger(__name__)

DOWNLOAD_SECONDS = 300.0
PATIENCE = 3
"""So many files of a host in a row that did not come, and the rest waits for the next run."""


@dataclass(frozen=True)
class Task:
    """A resource that is due."""

    dataset_id: str
    resource: ResourceFacts
    stored: Mapping[str, Any]
    version: str
    declared: tuple[Declared, ...]


@dataclass
class Report:
    """What a run did."""

    inspected: int = 0
    faults: int = 0
    postponed: int = 0


@dataclass
class _Run:
    """What a run holds: who asks, who examines, and how hosts have answered."""

    guarded: Guarded
    fetcher: Fetcher
    limits: Limits
    most: int
    delay: float
    asked: dict[str, float] = field(default_factory=dict)
    silent: dict[str, int] = field(default_factory=dict)


def run(
    dataset_ids: Collection[str] | None = None,
    *,
    everything: bool = False,
    seconds: float | None = None,
) -> Report:
    """Inspect what is due, of all public datasets or of ``dataset_ids``.

    ``everything``: also what is not due. After ``seconds`` nothing new is begun. Each finding is
    committed by itself: a run that was killed goes on where it was. Of two runs at once the
    second does nothing.
    """
    now = datetime.now(timezone.utc)
    end = time.monotonic() + (seconds or float("inf"))
    report = Report()
    with locks.tried(["inspect"]) as alone, Guarded() as guarded:
        if not alone:
            return report
        if everything and dataset_ids is None:
            store.all_due(now)
        most = config.inspect_bytes()
        limits = Limits(rows=config.inspect_rows(), inflated=most * 10)
        who = fetcher().within(DOWNLOAD_SECONDS)
        state = _Run(guarded, who, limits, most, config.probe_delay())
        batches: Iterable[Collection[str]] = reading.ids() if dataset_ids is None else [dataset_ids]
        for batch in batches:
            for task in due(batch, now, everything=everything):
                if time.monotonic() < end:
                    _inspect(task, state, report)
                else:
                    report.postponed += 1
        if dataset_ids is None:
            store.forget_gone()
    return report


def due(ids: Collection[str], now: datetime, *, everything: bool = False) -> Iterator[Task]:
    """What is to be inspected of public datasets among ``ids``: what is due, new, or changed."""
    before = store.known(ids)
    datasets = reading.public(ids)
    for dataset_id, facts in gathering.facts(ids).items():
        fields = datasets[dataset_id].fields
        stored = {one["id"]: one for one in fields["resources"]}
        declared = tuple(columns.declared(fields))
        for resource in facts.resources:
            row = stored[resource.id]
            version = "|".join(
                str(row.get(name) or "") for name in ("url", "last_modified", "size", "hash")
            )
            old = before.get(resource.id)
            wanted = everything or old is None or old[0] != version or old[1] <= now
            if wanted and _can_be_opened(resource, row):
                yield Task(dataset_id, resource, row, version, declared)


def _can_be_opened(resource: ResourceFacts, row: Mapping[str, Any]) -> bool:
    """Whether there is a file or a table: interfaces of others are not crawled."""
    if row.get("url_type") in ("upload", "datastore") or row.get("datastore_active"):
        return True
    return bool(resource.url) and not resource.api


def _inspect(task: Task, state: _Run, report: Report) -> None:
    checked = datetime.now(timezone.utc)
    try:
        found, evidence = _found(task, state, checked)
    except Failed as error:
        if error.word == "postponed":
            report.postponed += 1
            return
        found, evidence = Inspection(checked, fault=error.word), {"hops": list(error.hops)}
    again = plan.due(checked, config.probe_cycle(), found.fault, random.random())
    store.keep(task.dataset_id, task.resource.id, task.version, found, again, evidence)
    report.inspected += 1
    report.faults += bool(found.fault)


def _found(task: Task, state: _Run, checked: datetime) -> tuple[Inspection, dict[str, Any]]:
    """What is in a file, or in the table behind it where there is no file. Raises Failed."""
    resource_id = task.resource.id
    in_table = p.plugin_loaded("datastore") and local.in_datastore(resource_id)
    if in_table and task.stored.get("url_type") != "upload":
        try:
            return tables.count(resource_id, checked, state.limits)
        except sa.exc.DBAPIError as error:
            raise Failed("timeout", type(error.orig).__name__) from error
    if task.stored.get("url_type") == "upload":
        with taking.uploaded(resource_id, state.most) as taken:
            return _examined(task, state, checked, taken, in_table)
    url = task.resource.download_url or task.resource.url
    with _politely(url, state), taking.downloaded(state.fetcher, url, state.most) as taken:
        return _examined(task, state, checked, taken, in_table)


def _examined(
    task: Task, state: _Run, checked: datetime, taken: taking.Taken, in_table: bool
) -> tuple[Inspection, dict[str, Any]]:
    declared = task.declared or (tables.declared(task.resource.id) if in_table else ())
    found, evidence = state.guarded.examine(
        taken.path,
        checked,
        whole=taken.whole,
        declared_format=task.resource.format,
        columns=declared,
        limits=state.limits,
    )
    return replace(found, bytes=taken.size, digest=taken.digest), evidence


@contextmanager
def _politely(url: str, state: _Run) -> Iterator[None]:
    """Wait for the host's turn. Raises Failed (``postponed``) when it is taken or silent."""
    host = _host(url)
    if state.silent.get(host, 0) >= PATIENCE:
        raise Failed("postponed")
    with locks.tried([host]) as ours:
        if not ours:
            raise Failed("postponed")
        time.sleep(max(0.0, state.asked.get(host, 0.0) + state.delay - time.monotonic()))
        try:
            yield
        except Failed as error:
            late = error.word in ("timeout", "busy")
            state.silent[host] = state.silent.get(host, 0) + 1 if late else 0
            raise
        finally:
            state.asked[host] = time.monotonic()
        state.silent[host] = 0


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
