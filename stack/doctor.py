"""``make doctor``: checks each service and setting; names what is broken, its log, the remedy."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

from . import solr
from .packages import NEEDED, missing
from .portal import Portal
from .process import Process, listening
from .services import Services
from .settings import Settings

TELLING = "stats"  # a plugin of core that counts datasets without regard to who reads
LEAST_FREE_BYTES = 2 * 1024**3
_KEY_REMEDY = "make up writes it; without it uploads wait unencrypted, and nothing can be kept"


@dataclass(frozen=True)
class Check:
    """``run`` returns nothing when all is well, else what is wrong."""

    name: str
    run: Callable[[], str | None]
    remedy: str
    log: Path | None = None


def machine_checks(services: Services) -> list[Check]:
    settings, secrets = services.settings, services.secrets
    return [
        Check("Debian packages", _packages, "make up installs them"),
        Check("Python environment", lambda: _exists(settings.python), "make up"),
        Check("Ports", _ports, "leave them out to look at that stack; make up moves it"),
        Check("Disk space", lambda: _disk(settings), f"free some space on {settings.dir}"),
        Check("Secrets file", lambda: _private(secrets.path), f"chmod 600 {secrets.path}"),
        Check("Settings file", lambda: _private(settings.ini), "make up"),
        Check("Masking key", lambda: _private(settings.masking_key), _KEY_REMEDY),
        Check("Plugins", lambda: _plugins(settings.ini), "take it out of ckan.plugins"),
    ]


def service_checks(services: Services) -> list[Check]:
    settings, postgres, redis = services.settings, services.postgres, services.redis
    solr_process = services.solr_process()
    pg_remedy = _port_remedy("PG_PORT", settings.pg_port, postgres.process())
    redis_remedy = _port_remedy("REDIS_PORT", settings.redis_port, redis.process())
    solr_remedy = _port_remedy("SOLR_PORT", settings.solr_port, solr_process)
    copy_again = "make up copies it and restarts Solr"
    return [
        Check("PostgreSQL", lambda: _silent(postgres.ready()), pg_remedy, postgres.log),
        Check("Databases", lambda: _databases(services), "make up", postgres.log),
        Check("Redis", lambda: _silent(redis.ready()), redis_remedy, redis.process().log),
        Check("Solr", lambda: _solr(settings), solr_remedy, solr_process.log),
        Check("Solr configuration", lambda: _configset(settings), copy_again),
    ]


def portal_checks(portal: Portal) -> list[Check]:
    web = portal.web()
    remedy = _port_remedy("PORT", portal.settings.port, web)
    running = {
        **{f"Job worker ({one.name})": one for one in portal.workers()},
        "Scheduler": portal.scheduler(),
        "Demonstration platform": portal.simulator(),
    }
    return [
        Check("Web server", lambda: _silent(portal.answers()), remedy, web.log),
        Check("Search", lambda: _search(portal), _rebuild(portal), web.log),
        *(
            Check(
                name,
                lambda p=process: None if p.pid() else "is not running",
                "make up",
                process.log,
            )
            for name, process in running.items()
        ),
    ]


def doctor() -> None:
    """Print a line for each check; exit 1 when one fails."""
    services = Services(Settings())
    portal, broken = Portal(services.settings), 0
    checks = machine_checks(services) + service_checks(services) + portal_checks(portal)
    for check in checks:
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


def _rebuild(portal: Portal) -> str:
    """What to type when the services answer and the search does not."""
    command = " ".join(portal.ckan_command)
    return f"mend what is broken above first, then: {command} search-index rebuild"


def _packages() -> str | None:
    return ", ".join(missing(NEEDED)) or None


def _ports() -> str | None:
    return "; ".join(Settings.asked_otherwise()) or None


def _silent(ready: bool) -> str | None:
    return None if ready else "does not answer"


def _exists(path: Path) -> str | None:
    return None if path.exists() else f"{path} is missing"


def _private(path: Path) -> str | None:
    if not path.exists():
        return f"{path} is missing"
    mode = stat.S_IMODE(path.stat().st_mode)
    return f"{path} has mode {mode:o}: others may read passwords" if mode & 0o077 else None


def _plugins(ini: Path) -> str | None:
    parser = ConfigParser(interpolation=None)
    parser.read(ini, "utf-8")
    on = TELLING in parser.get("app:main", "ckan.plugins", fallback="").split()
    return f"{TELLING} tells readers of datasets that they may not see" if on else None


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


def _port_remedy(variable: str, port: int, process: Process) -> str:
    if process.pid() is None and listening(port):
        return f"another service holds port {port}: set {variable} and run make up"
    return "make up"
