"""A SolrCloud on one machine: ZooKeeper, two nodes, one collection; what scaling out rests on."""

from __future__ import annotations

from . import solr
from .process import Process, listening
from .services import Services
from .settings import Settings, port_from
from .steps import Step, run_steps

COLLECTION = "ckan_test"


def ports() -> tuple[int, list[int]]:
    """ZooKeeper's port and the two nodes' ports, after the single server's by default."""
    base = port_from("SOLR_CLOUD_PORT", Settings().solr_port + 10)
    return base, [base + 1, base + 2]


def processes(services: Services) -> list[tuple[Process, int]]:
    zk_port, node_ports = ports()
    settings = services.settings
    lib, folder = settings.dir / "solr-lib", settings.dir / "solr-cloud"
    return [
        (Process(one.name, one.command, settings.run, settings.logs), one.port)
        for one in solr.cloud_commands(lib, folder, node_ports, zk_port)
    ]


def up() -> None:
    """Start ZooKeeper and two Solr nodes, and create the collection with two shards."""
    services = Services(Settings())
    first = ports()[1][0]

    def start(process: Process, port: int) -> str:
        return process.start_and_wait(lambda: listening(port), 90, "set SOLR_CLOUD_PORT")

    run_steps([Step("Solr from Maven Central", services.fetch_solr)])
    run_steps(
        [
            Step(process.name, lambda p=process, n=port: start(p, n))
            for process, port in processes(services)
        ]
    )
    url = f"http://127.0.0.1:{first}/solr/{COLLECTION}"
    run_steps(
        [
            Step("Collection", lambda: _collection(first)),
            Step("Test settings", lambda: services.configuration.write_cloud(url)),
        ]
    )


def _collection(port: int) -> str:
    solr.wait_nodes(port, 2)
    solr.create_collection(port, COLLECTION, shards=2)
    solr.wait_ready(port, COLLECTION)
    return "two nodes, two shards"


def down() -> None:
    """Stop the nodes and ZooKeeper."""
    for process, _ in reversed(processes(Services(Settings()))):
        print(f"  {process.name:<12} {process.stop()}")
