"""Probes what is due: one request at a time to a host, some hosts at once."""

from __future__ import annotations

import logging
import queue
import random
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import urlsplit

from ckanext.openindex import config
from ckanext.openindex.adapters import asking, gathering, local, locks, reading
from ckanext.openindex.adapters.fetching import Bounds, Fetcher
from ckanext.openindex.domain.facts import ProbeKind, ResourceFacts
from ckanext.openindex.domain.probing import plan
from govopen_common.http.address import AddressPolicy

from . import store

log = logging.getLogger(__name__)

HOSTS_AT_ONCE = 4
PATIENCE = 3
"""So many addresses of a host in a row without an answer, and the rest waits for the next run."""


@dataclass(frozen=True)
class Task:
    """An address that is due."""

    dataset_id: str
    resource_id: str
    kind: ProbeKind
    url: str


Said = queue.Queue[tuple[Task, asking.Outcome | None]]


@dataclass
class Report:
    """What a run did. ``postponed``: addresses of hosts that did not answer or were taken."""

    asked: int = 0
    reachable: int = 0
    postponed: int = 0


def run(
    dataset_ids: Collection[str] | None = None,
    *,
    everything: bool = False,
    seconds: float | None = None,
) -> Report:
    """Probe what is due, of all public datasets or of ``dataset_ids``.

    ``everything``: also what is not due. After ``seconds`` nothing new is begun. Each outcome is
    committed by itself: a run that was killed goes on where it was.
    """
    now = datetime.now(timezone.utc)
    if everything and dataset_ids is None:
        store.all_due(now)
    report = Report()
    batches: Iterable[Collection[str]] = reading.ids() if dataset_ids is None else [dataset_ids]
    by_host: dict[str, list[Task]] = defaultdict(list)
    for batch in batches:
        for task in due(batch, now, everything=everything):
            if (found := local.find(task.resource_id, task.url)) is not None:
                _keep(task, asking.ours(task.url, task.kind, found.how, found.there), report)
            else:
                by_host[_host(task.url)].append(task)
    _ask_hosts(by_host, report, seconds)
    if dataset_ids is None:
        store.forget_gone()
    return report


def due(ids: Collection[str], now: datetime, *, everything: bool = False) -> list[Task]:
    """What is to be asked of public datasets among ``ids``: what is due, new, or has moved."""
    known = store.known(ids)
    tasks: list[Task] = []
    for dataset_id, facts in gathering.facts(ids).items():
        for resource in facts.resources:
            for kind, url in _addresses(resource):
                before = known.get((resource.id, kind))
                if everything or before is None or before[0] != url or before[1] <= now:
                    tasks.append(Task(dataset_id, resource.id, kind, url))
    return tasks


def _addresses(resource: ResourceFacts) -> Iterable[tuple[ProbeKind, str]]:
    if resource.access_url:
        yield "access", resource.access_url
    if resource.download_url:
        yield "download", resource.download_url


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def fetcher() -> Fetcher:
    """Who asks, by the settings."""
    bounds = Bounds(total=config.probe_seconds(), wait=min(10.0, config.probe_seconds()))
    agent = f"openindex-probe (+{config.site_url()})"
    return Fetcher(AddressPolicy(config.probe_allowed()), agent, bounds)


def _ask_hosts(by_host: dict[str, list[Task]], report: Report, seconds: float | None) -> None:
    """Ask each host in a thread of its own; only this thread writes."""
    said: Said = queue.Queue()
    ended = threading.Event()
    watch = threading.Timer(seconds or threading.TIMEOUT_MAX, ended.set)
    watch.daemon = True
    watch.start()
    delay, who = config.probe_delay(), fetcher()
    with locks.tried(sorted(by_host)) as ours, ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        tasks = [by_host[host] for host in sorted(ours)]
        report.postponed += sum(len(some) for some in by_host.values()) - sum(map(len, tasks))
        for some in tasks:
            pool.submit(_ask_host, who, some, delay, said, ended)
        try:
            for _ in range(sum(map(len, tasks))):
                task, outcome = said.get()
                if outcome is None:
                    report.postponed += 1
                else:
                    _keep(task, outcome, report)
        finally:
            watch.cancel()
            ended.set()


def _ask_host(
    who: Fetcher,
    tasks: list[Task],
    delay: float,
    said: Said,
    ended: threading.Event,
) -> None:
    silent, answers = 0, dict[str, asking.Outcome]()
    for task in tasks:
        outcome: asking.Outcome | None = None
        try:
            if not ended.is_set() and silent < PATIENCE:
                outcome = _asked(who, task, answers, delay, ended)
                silent = silent + 1 if outcome.probe.error in ("timeout", "busy") else 0
        except Exception:
            log.exception("the probe of %s failed", task.url)
        said.put((task, outcome))


def _asked(
    who: Fetcher,
    task: Task,
    answers: dict[str, asking.Outcome],
    delay: float,
    ended: threading.Event,
) -> asking.Outcome:
    """The outcome for a task: the same address is asked once for all that share it."""
    if task.url not in answers:
        if answers:
            ended.wait(delay)
        answers[task.url] = asking.ask(who, task.url, task.kind)
    return answers[task.url].of(task.kind)


def _keep(task: Task, outcome: asking.Outcome, report: Report) -> None:
    probe = outcome.probe
    again = plan.due(
        probe.checked, config.probe_cycle(), probe.error, random.random(), outcome.retry_after
    )
    store.keep(task.dataset_id, task.resource_id, probe, again, outcome.evidence)
    report.asked += 1
    report.reachable += probe.reachable
