"""What many machines rest on, with processes of one: shared queue, shared database, shared index.

Two job workers and two web servers, all started as an administrator starts them, take part in
one harvest through Redis and PostgreSQL alone.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.govopen.domain.harvest_run import Counts
from ckanext.govopen.harvest import run as runs
from ckanext.govopen.jobs import HARVEST_QUEUE, work_on_harvest
from rq import Worker
from rq.job import Job

from demo.simulator import Simulator

from .harvesting import Harvest, fresh, harvest_of

ROOT = Path(__file__).parents[3]
SIZE = 60
PATIENCE = 120

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "with_request_context"),
    pytest.mark.ckan_config("ckanext.govopen.harvest.batch", "4"),
]


def until(ready: Callable[[], Any], what: str) -> Any:
    """Wait for an event; fail by its name after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := ready():
            return found
        time.sleep(0.1)
    return pytest.fail(f"{what} did not happen within {PATIENCE} s")


@pytest.fixture
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., int]]:
    """Start a process under the tests' settings; all are ended with the test."""
    ini = (request.config.rootpath / request.config.getoption("ckan_ini")).resolve()
    env = {**os.environ, "CKAN_INI": str(ini), "PYTHONPATH": str(ROOT)}
    started: list[subprocess.Popen[bytes]] = []

    def run(*command: str) -> int:
        log = (tmp_path / f"process-{len(started)}.log").open("wb")
        words = [str(Path(sys.executable).with_name(command[0])), *command[1:]]
        process = subprocess.Popen(words, cwd=ROOT, env=env, stdout=log, stderr=log)
        started.append(process)
        return process.pid

    yield run
    for process in started:
        process.send_signal(signal.SIGTERM)
    for process in started:
        process.wait(60)


def title_at(port: int, name: str) -> str | None:
    """The title of a dataset as a web server has it, or None while it does not answer."""
    url = f"http://127.0.0.1:{port}/api/3/action/package_show?id={name}"
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return str(json.load(answer)["result"]["title"])
    except (urllib.error.URLError, ConnectionError):
        return None


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_two_web_servers_and_two_workers_share_one_queue_and_finish_one_job(
    start: Callable[..., int], request: pytest.FixtureRequest
):
    redis = connect_to_redis()
    ports = [free_port(), free_port()]
    for port in ports:
        start(
            "gunicorn",
            "--bind",
            f"127.0.0.1:{port}",
            "--no-control-socket",
            "config.wsgi:application",
        )
    pids = [start("ckan", "jobs", "worker", HARVEST_QUEUE) for _ in range(2)]
    until(lambda: set(pids) <= {one.pid for one in Worker.all(redis)}, "the workers' signing on")

    with Simulator(mounts={"many": ("M", fresh(SIZE))}) as platform:
        harvest: Harvest = harvest_of(
            platform.url("many"), "sharing-platform", options={"size": 10}
        )
        harvest.job_id = runs.create_job(harvest.source_id)
        queued = [
            tk.enqueue_job(work_on_harvest, [harvest.job_id], queue=HARVEST_QUEUE).id for _ in pids
        ]

        def done() -> bool:
            return all(Job.fetch(one, redis).is_finished for one in queued)

        until(done, "the end of both jobs")
    names = {Job.fetch(one, redis).worker_name for one in queued}
    assert len(names) == 2, "one worker did both"
    assert harvest.counts() == Counts(new=SIZE)

    public = [one for one in harvest.datasets().values() if not one.private]
    assert public
    for port in ports:
        until(lambda p=port: title_at(p, public[0].name), "a web server's answer")
        assert [title_at(port, one.name) for one in public[:5]] == [o.title for o in public[:5]]
    assert harvest.indexed() == {one.id for one in harvest.datasets().values()}
