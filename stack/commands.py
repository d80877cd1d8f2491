"""What the Makefile's targets do: up, down, test services."""

from __future__ import annotations

from .portal import Portal
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
                lambda: _start(portal.simulator(), portal.simulator_answers),
            ),
            Step("Web server", lambda: _start(portal.web(), portal.answers)),
            Step("Job worker", lambda: _start(portal.worker(), portal.worker_answers)),
            Step("Scheduler", lambda: _start(portal.scheduler(), portal.scheduler_answers)),
            Step("Demonstration catalogue", lambda: _seed(services, portal)),
        ]
    )
    _greet(services)


def _start(process: Process, ready: object) -> str:
    return process.start_and_wait(lambda: bool(ready()), 90, f"see {process.log}")  # type: ignore[operator]


def _migrate(services: Services, portal: Portal) -> str:
    portal.ckan("db", "upgrade")
    grants = portal.ckan("datastore", "set-permissions")
    services.postgres.sql("govopen_datastore", grants[grants.index("/*") :])
    return "applied"


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
            Step("Test tables", lambda: _migrate_tests(services)),
        ]
    )


def _migrate_tests(services: Services) -> str:
    settings = services.settings
    ckan = [settings.bin("ckan"), "-c", str(settings.test_ini)]
    log = settings.logs / "ckan-test-setup.log"
    call([*ckan, "db", "upgrade"], log)
    grants = call([*ckan, "datastore", "set-permissions"], log)
    services.postgres.sql("govopen_test_datastore", grants[grants.index("/*") :])
    return "applied"
