"""``make doctor``: checks each service and setting; names what is broken, its log, the remedy."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import solr
from .packages import NEEDED, missing
from .portal import Portal
from .process import Process, listening
from .services import Services
from .settings import Settings

LEAST_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Check:
    """``run`` returns nothing when all is well, else what is wrong."""

    name: str
    run: Callable[[], str | None]
    remedy: str
    log: Path | None = None


def checks(services: Services, portal: Portal) -> list[Check]:
    settings = services.settings
    again = "make up"
    solr_process, web = services.solr_process(), portal.web()
    return [
        Check("Debian packages", lambda: ", ".join(missing(NEEDED)) or None, "make up installs them"),
        Check("Python environment", lambda: _exists(settings.python), again),
        Check("Disk space", lambda: _disk(settings), f"free some space on {settings.dir}"),
        Check("Secrets file", lambda: _private(services.secrets.path), f"chmod 600 {services.secrets.path}"),
        Check("Settings file", lambda: _private(settings.ini), again),
        Check("PostgreSQL", lambda: None if services.postgres.ready() else "does not answer",
              _free_port("PG_PORT", settings.pg_port, services.postgres.process()), services.postgres.log),
        Check("Databases", lambda: _databases(services), again, services.postgres.log),
        Check("Redis", lambda: None if services.redis.ready() else "does not answer",
              _free_port("REDIS_PORT", settings.redis_port, services.redis.process()),
              services.redis.process().log),
        Check("Solr", lambda: _solr(settings), _free_port("SOLR_PORT", settings.solr_port, solr_process),
              solr_process.log),
        Check("Solr configuration", lambda: _configset(settings), "make up copies it and restarts Solr"),
        Check("Web server", lambda: None if portal.answers() else "does not answer",
              _free_port("PORT", settings.port, web), web.log),
        Check("Search through the portal", lambda: _search(portal), "ckan search-index rebuild", web.log),
        *(Check(label, lambda p=process: None if p.pid() else "is not running", again, process.log)
          for label, process in (("Job worker", portal.worker()), ("Scheduler", portal.scheduler()),
                                 ("Demonstration platform", portal.simulator()))),
    ]  # fmt: skip


def doctor() -> None:
    """Print a line for each check; exit 1 when one fails."""
    services = Services(Settings())
    portal, broken = Portal(services.settings), 0
    for check in checks(services, portal):
        try:
            wrong = check.run()
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        if not wrong:
            print(f"  ok     {check.name}")
        else:
            broken += 1
            print(f"  BROKEN {check.name}: {wrong}")
            print(f"         try: {check.remedy}")
            if check.log:
                print(f"         log: {check.log}")
    print("All is well." if not broken else f"{broken} broken.")
    raise SystemExit(1 if broken else 0)


def _exists(path: Path) -> str | None:
    return None if path.exists() else f"{path} is missing"


def _private(path: Path) -> str | None:
    if not path.exists():
        return f"{path} is missing"
    mode = stat.S_IMODE(path.stat().st_mode)
    return f"{path} has mode {mode:o}: others may read passwords" if mode & 0o077 else None


def _disk(settings: Settings) -> str | None:
    free = shutil.disk_usage(settings.dir).free
    return f"only {free // 1024**2} MB left" if free < LEAST_FREE_BYTES else None


def _databases(services: Services) -> str | None:
    there = services.postgres.sql("postgres", "SELECT datname FROM pg_database").splitlines()
    lost = [name for name in ("govopen", "govopen_datastore") if name not in there]
    if lost:
        return f"missing: {', '.join(lost)}"
    tables = services.postgres.sql(
        "govopen", "SELECT count(*) FROM pg_tables WHERE tablename IN ('package', 'govopen_node')"
    )
    return None if tables == "2" else "tables are missing: migrations were not applied"


def _solr(settings: Settings) -> str | None:
    silent = [core for core in solr.CORES if not solr.ready(settings.solr_port, core)]
    return f"does not answer for {', '.join(silent)}" if silent else None


def _configset(settings: Settings) -> str | None:
    for source in solr.CONFIGSET.iterdir():
        copy = settings.dir / "solr" / "ckan" / "conf" / source.name
        if not copy.exists() or copy.read_bytes() != source.read_bytes():
            return f"{source.name} differs from config/solr"
    return None


def _search(portal: Portal) -> str | None:
    answers = portal.answers("/api/3/action/package_search?rows=0")
    return None if answers else "package_search fails"


def _free_port(variable: str, port: int, process: Process) -> str:
    if process.pid() is None and listening(port):
        return f"another service holds port {port}: set {variable} and run make up"
    return "make up"
