"""PostgreSQL, Redis and Solr together, as ``make up`` and ``make test`` need them."""

from __future__ import annotations

from . import solr
from .configure import Configuration
from .packages import NEEDED, NEEDED_BY_TESTS, install_debian, make_node, make_python
from .process import Process
from .secrets import Secrets
from .settings import Settings
from .steps import Step, StepError


class Services:
    def __init__(self, settings: Settings):
        settings.make_folders()
        self.settings = settings
        self.secrets = Secrets(settings.dir)
        self.configuration = Configuration(settings, self.secrets)
        self.postgres, self.redis = self.configuration.postgres, self.configuration.redis

    def install_steps(self, *, dev: bool) -> list[Step]:
        needed = {**NEEDED, **(NEEDED_BY_TESTS if dev else {})}
        settings = self.settings
        return [
            Step("Debian packages", lambda: install_debian(settings, needed)),
            Step("Python environment", lambda: make_python(settings, dev=dev)),
            Step(
                "Solr from Maven Central",
                self.fetch_solr,
                "check that Maven Central can be reached",
            ),
            Step("Charts from npm", lambda: make_node(settings, dev=dev)),
        ]

    def start_steps(self) -> list[Step]:
        return [
            Step("PostgreSQL cluster", self.postgres.make_cluster),
            Step("PostgreSQL", self.postgres.start),
            Step("Redis", self.redis.start),
            Step("Solr", self.start_solr),
            Step("Databases", self.postgres.make_databases),
        ]

    def fetch_solr(self) -> str:
        try:
            return "fetched" if solr.ensure_jars(self.settings.dir / "solr-lib") else "kept"
        except solr.SolrError as error:
            raise StepError(str(error)) from error

    def solr_process(self) -> Process:
        lib, home = self.settings.dir / "solr-lib", self.settings.dir / "solr"
        command = solr.command(lib, home, self.settings.solr_port)
        return Process("solr", command, self.settings.run, self.settings.logs)

    def start_solr(self) -> str:
        port = self.settings.solr_port
        try:
            changed = solr.prepare_home(self.settings.dir / "solr", self.settings.dir / "solr-lib")
        except solr.SolrError as error:
            raise StepError(str(error)) from error
        process = self.solr_process()
        if process.pid() and changed:
            process.stop()
        return process.start_and_wait(
            lambda: all(solr.ready(port, core) for core in solr.CORES),
            90,
            f"another service may hold port {port}: set SOLR_PORT",
        )

    def stop(self) -> list[tuple[str, str]]:
        """Stop what this stack started, in the reverse order."""
        return [
            ("solr", self.solr_process().stop()),
            ("redis", self.redis.stop()),
            ("postgres", self.postgres.stop()),
        ]
