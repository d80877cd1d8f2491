"""The SolrCloud of the tests is taken down however they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stack import cloud
from stack.process import Process


@pytest.fixture
def sleepers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Process]]:
    """Processes in place of ZooKeeper and the nodes; signals are as before in the end."""
    monkeypatch.setenv("STACK_DIR", str(tmp_path))
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    made = [Process(name, command, tmp_path, tmp_path) for name in ("zookeeper", "solr-1")]
    monkeypatch.setattr(cloud, "_processes", lambda services: [(one, 1) for one in made])
    monkeypatch.setattr(cloud, "_up", lambda services: [one.start() for one in made])
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield made
    for number, handler in kept.items():
        signal.signal(number, handler)
    for one in made:
        one.stop()


def fail(*args: object, **more: object) -> int:
    return 1


def signalled(number: signal.Signals) -> Callable[..., int]:
    def call(*args: object, **more: object) -> int:
        os.kill(os.getpid(), number)
        return 0

    return call


@pytest.mark.parametrize(
    ("call", "code"),
    [(fail, 1), (signalled(signal.SIGTERM), 143), (signalled(signal.SIGINT), 130)],
)
def test_nothing_is_left_running_however_the_tests_end(
    sleepers: list[Process], monkeypatch: pytest.MonkeyPatch, call: Callable[..., int], code: int
):
    monkeypatch.setattr(subprocess, "call", call)
    with pytest.raises(SystemExit) as left:
        cloud.test()
    assert left.value.code == code
    assert [one.pid() for one in sleepers] == [None, None]
