"""Counts when a web process, or the one that writes them down, is killed in the middle."""

from __future__ import annotations

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

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.adapters.usage import running

from .index_world import dataset, department
from .test_usage_counting import BROWSER, counted, get, nothing_counted

__all__ = ["nothing_counted"]

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal", "nothing_counted")
ROOT = Path(__file__).resolve().parents[3]


def until(true: Callable[[], object], seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)


@pytest.fixture
def ini(tmp_path: Path, ckan_config) -> Path:
    """The test settings for other processes, which believe this machine's X-Forwarded-For."""
    path = tmp_path / "other.ini"
    path.write_text(
        f"[app:main]\nuse = config:{config.tk.config['__file__']}\n"
        "ckanext.openindex.usage.trusted_proxies = 127.0.0.1\n",
        "utf-8",
    )
    return path


@pytest.fixture
def web(ini: Path) -> Iterator[Callable[[str], bool]]:
    """A web server with one worker; called with an address of a client and a path, it asks."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("gunicorn")), "-w", "1", "-b", f"127.0.0.1:{port}",
         "--timeout", "120", "config.wsgi:application"],
        cwd=ROOT, env={**os.environ, "CKAN_INI": str(ini)}, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def ask(client: str, path: str) -> bool:
        said = {"User-Agent": BROWSER, "X-Forwarded-For": client}
        try:
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=said)
            with urllib.request.urlopen(request, timeout=60) as answer:
                answer.read()
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    ask.pid = process.pid
    until(lambda: ask("198.51.100.250", "/api/3/action/status_show"))
    yield ask
    process.terminate()
    process.wait(60)


def workers(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children]


@pytest.mark.slow
def test_kill_9_of_a_web_process_loses_at_most_the_request_in_flight(web):
    made = dataset(department())
    answered = 0
    for number in range(6):
        until(lambda n=number: web(f"198.51.100.{n}", f"/dataset/{made['name']}"))
        answered += 1
        if number in (1, 3):
            for worker in workers(web.pid):
                os.kill(worker, signal.SIGKILL)
    # The last answer may be back before its count is.
    until(lambda: counted()["view"] >= answered - 1, 10)
    assert answered - 2 <= counted()["view"] <= answered


def test_kill_9_of_a_flush_neither_loses_nor_doubles(app, ini: Path):
    made = dataset(department())
    for number in range(5):
        get(app, f"/dataset/{made['name']}", peer=f"203.0.113.{number}")
    command = [str(Path(sys.executable).with_name("ckan")), "-c", str(ini)]
    with model.meta.engine.connect() as holder, holder.begin():
        # The flush comes to a stop in the middle of its transaction.
        holder.execute(sa.text("LOCK TABLE openindex_usage_total IN EXCLUSIVE MODE"))
        flush = subprocess.Popen([*command, "openindex", "usage", "flush"])
        waiting = sa.text(
            "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
            " WHERE NOT l.granted AND c.relname = 'openindex_usage_total'"
        )
        until(lambda: holder.scalar(waiting))
        flush.send_signal(signal.SIGKILL)
        assert flush.wait(30) == -signal.SIGKILL
    assert counted() == {"view": 5}
    assert running.flush().hits == 0
    assert counted() == {"view": 5}
