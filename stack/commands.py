"""What the Makefile's targets do: up, down, test services."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from . import solr
from .configure import TEST_REDIS
from .portal import Portal
from .postgres import TEST_DATABASES
from .process import Process
from .services import Services
from .settings import Settings
from .steps import Step, call, run_steps

ACCOUNTS = (
    ("admin", "user_admin", "系统管理员 administrator"),
    ("publisher", "user_publisher", "发布者 publisher of a department"),
    ("approver", "user_approver", "审核员 approver of a department"),
    ("member", "user_member", "政务用户 government user"),
)


def up() -> None:
    """The portal with its demonstration catalogue; a second run keeps the data."""
    settings = Settings()
    services, portal = Services(settings), Portal(settings)
    settings.remember()
    print("Starting the portal")
    run_steps(services.install_steps(dev=False))
    run_steps(services.start_steps())
    run_steps(
        [
            Step("Settings", services.configuration.write),
            Step("Migrations", lambda: _migrate(services, portal)),
            Step(
                "Demonstration platform",
                lambda: _start(portal.simulator(), portal.simulator_answers, "SIMULATOR_PORT"),
            ),
            Step("Styles and scripts", lambda: _build_assets(settings, portal)),
            Step("Web server", lambda: _start(portal.web(), portal.answers, "PORT")),
            Step("Job workers", lambda: _start_workers(portal)),
            Step("Scheduler", lambda: _start(portal.scheduler(), portal.scheduler_answers)),
            Step("Demonstration catalogue", lambda: _seed(services, portal)),
        ]
    )
    _greet(services)


def _start(process: Process, ready: Callable[[], bool], port: str = "") -> str:
    remedy = f"another service may hold the port: set {port}" if port else f"see {process.log}"
    return process.start_and_wait(ready, 90, remedy)


def _start_workers(portal: Portal) -> str:
    workers = portal.workers()
    for worker in workers:
        worker.start()  # all load their plugins at the same time
    said = [_start(one, partial(portal.worker_answers, one)) for one in workers]
    return ", ".join(f"{one.name} {word}" for one, word in zip(workers, said, strict=True))


def _migrate(services: Services, portal: Portal) -> str:
    """Apply migrations, unless they are those that were applied last to these databases."""
    settings = services.settings
    files = [*settings.root.glob("ckanext-*/**/migration/**/*.py"), settings.dir / "databases"]

    def apply() -> None:
        portal.ckan("db", "upgrade")
        grants = portal.ckan("datastore", "set-permissions")
        services.postgres.sql("govopen_datastore", grants[grants.index("/*") :])

    return _unless_done(settings, "migrated", files, apply)


def _build_assets(settings: Settings, portal: Portal) -> str:
    """Bundle styles and scripts beforehand: web processes that both do it at once disturb each
    other, and the first reader would get an error."""
    files = [one for one in settings.root.glob("ckanext-*/**/assets/**/*") if one.is_file()]
    return _unless_done(settings, "bundled", files, lambda: portal.ckan("asset", "build"))


def _unless_done(
    settings: Settings, name: str, files: Iterable[Path], do: Callable[[], object]
) -> str:
    """Do what ``files``, the settings and the pinned extensions decide about, unless they are what
    they were when it was done last."""
    common = [*settings.root.glob("requirements/*.txt"), settings.ini]
    digest = hashlib.sha256()
    for file in [*sorted(files), *sorted(common)]:
        digest.update(file.read_bytes())
    stamp = settings.dir / name
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return "kept"
    do()
    stamp.write_text(digest.hexdigest())
    return "done"


def _seed(services: Services, portal: Portal) -> str:
    """Accounts, departments, a harvest source, and one run of the real harvester."""
    settings = services.settings
    passwords = {f"GOVOPEN_{key.upper()}": services.secrets[key] for _, key, _ in ACCOUNTS}
    log = settings.logs / "seed.log"
    command = [str(settings.python), "-m", "demo.seed", "--ini", str(settings.ini),
               "--platform", f"http://127.0.0.1:{settings.simulator_port}/M"]  # fmt: skip
    said = call(command, log, env={**portal.env, **passwords}, cwd=settings.root)
    return said.strip().splitlines()[-1] if said.strip() else "ok"


def _greet(services: Services) -> None:
    settings = services.settings
    print(f"\nThe portal answers at {settings.site_url}\n")
    print(f"Accounts (kept in {services.secrets.path}):")
    for name, key, role in ACCOUNTS:
        print(f"  {name:<10} {services.secrets[key]}   {role}")
    print("\nStop with `make down`; look after it with `make doctor`; logs are in", settings.logs)


def down() -> None:
    """Stop everything this stack started; the data stay."""
    services = Services(Settings())
    for process in reversed(Portal(services.settings).processes()):
        print(f"  {process.name:<10} {process.stop()}")
    for name, said in services.stop():
        print(f"  {name:<10} {said}")


def test_services() -> None:
    """What the integration tests need: services, test databases with their tables, ``test.ini``."""
    services = Services(Settings())
    services.settings.remember()
    run_steps(services.install_steps(dev=True))
    run_steps(services.start_steps())
    run_steps(
        [
            Step("Test settings", lambda: services.configuration.write(test=True)),
            Step("Empty test databases", lambda: _empty_tests(services)),
            Step("Test tables", lambda: _migrate_tests(services)),
        ]
    )


def _empty_tests(services: Services) -> str:
    """Tests begin with nothing, so that what an earlier run left behind cannot decide them."""
    services.postgres.drop_databases(TEST_DATABASES)
    services.postgres.make_databases()
    solr.empty(services.settings.solr_port, "ckan_test")
    services.redis.empty(TEST_REDIS)
    return "emptied"


def _migrate_tests(services: Services) -> str:
    settings = services.settings
    ckan = [settings.bin("ckan"), "-c", str(settings.test_ini)]
    log = settings.logs / "ckan-test-setup.log"
    for database in TEST_DATABASES:
        # Losing the last commits when PostgreSQL itself crashes is nothing here; waiting for the
        # disk at each commit is.
        alter = f"ALTER DATABASE {database} SET synchronous_commit = 'off'"
        services.postgres.sql("postgres", alter)
    call([*ckan, "db", "upgrade"], log)
    # Tests empty all tables between them, those too to which rows are only ever added.
    for extension in ("prov", "masking"):
        alter = f"ALTER DATABASE govopen_test SET {extension}.maintenance = 'on'"
        services.postgres.sql("postgres", alter)
    grants = call([*ckan, "datastore", "set-permissions"], log)
    services.postgres.sql("govopen_test_datastore", grants[grants.index("/*") :])
    return "applied"
