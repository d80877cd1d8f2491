"""A SolrCloud on one machine: ZooKeeper, two nodes, one collection; what scaling out rests on.

It lives as long as the tests that run against it, and begins with nothing each time.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from types import FrameType

from . import solr
from .process import Process, listening
from .services import Services
from .settings import Settings, port_from
from .steps import Step, StepError, run_steps

COLLECTION = "ckan_test"
TESTS = "tests/integration/govopen/test_search.py"


def test() -> None:
    """Run the search tests against the collection; exits as they do.

    Nothing is left running, however the tests end: also after Ctrl-C or SIGTERM.
    """
    services = Services(Settings())
    settings = services.settings
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stopped)
    try:
        _up(services)
        ini = f"--ckan-ini={settings.dir / 'test-cloud.ini'}"
        command = [str(settings.python), "-m", "pytest", TESTS, ini, "-q"]
        code = subprocess.call(command, cwd=settings.root)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        _down(services)
    raise SystemExit(code)


def _stopped(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _ports() -> tuple[int, list[int]]:
    """ZooKeeper's port and the two nodes' ports, after the single server's by default."""
    base = port_from("SOLR_CLOUD_PORT", Settings().solr_port + 10)
    return base, [base + 1, base + 2]


def _processes(services: Services) -> list[tuple[Process, int]]:
    zk_port, node_ports = _ports()
    settings = services.settings
    lib, folder = settings.dir / "solr-lib", settings.dir / "solr-cloud"
    return [
        (Process(one.name, one.command, settings.run, settings.logs), one.port)
        for one in solr.cloud_commands(lib, folder, node_ports, zk_port)
    ]


def _down(services: Services, *, quiet: bool = False) -> None:
    for process, _ in reversed(_processes(services)):
        said = process.stop()
        if not quiet:
            print(f"  {process.name:<12} {said}", flush=True)


def _up(services: Services) -> None:
    """Start ZooKeeper and two Solr nodes, and create the collection with two shards."""
    _down(services, quiet=True)  # what a run that was killed outright has left
    shutil.rmtree(services.settings.dir / "solr-cloud", ignore_errors=True)
    first = _ports()[1][0]
    url = f"http://127.0.0.1:{first}/solr/{COLLECTION}"

    def start(process: Process, port: int) -> str:
        return process.start_and_wait(lambda: listening(port), 90, "set SOLR_CLOUD_PORT")

    nodes = [
        Step(process.name, lambda p=process, n=port: start(p, n))
        for process, port in _processes(services)
    ]
    run_steps(
        [
            Step("Solr from Maven Central", services.fetch_solr),
            *nodes,
            Step("Collection", lambda: _collection(first)),
            Step("Test settings", lambda: services.configuration.write_cloud(url)),
        ]
    )


def _collection(port: int) -> str:
    try:
        solr.wait_nodes(port, 2)
        solr.create_collection(port, COLLECTION, shards=2)
        solr.wait_ready(port, COLLECTION)
    except solr.SolrError as error:
        raise StepError(str(error), "look into the logs of zookeeper and the nodes") from error
    return "two nodes, two shards"
