"""Two portals for one run: ours with all plugins, and a stock CKAN; one web process each."""

from __future__ import annotations

import configparser
import contextlib
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stack.configure import Configuration
from stack.secrets import write_private
from stack.services import Services
from stack.settings import ROOT, Settings

STOCK_PLUGINS = "activity"


@dataclass(frozen=True)
class Site:
    """A portal under measurement: its settings file and its address."""

    name: str
    ini: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> str:
        """Run ``python`` with ``command`` under this site's settings; returns its output."""
        done = subprocess.run(
            [str(Settings().python), *command],
            env={**os.environ, "CKAN_INI": str(self.ini), "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{self.name}: {' '.join(command)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def ckan(self, *command: str) -> str:
        return self.run(Settings().bin("ckan"), "-c", str(self.ini), *command)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def make_site(name: str, services: Services, folder: Path, solr_url: str, redis: int) -> Site:
    """Make databases, settings like the portal's and tables; ``stock`` has none of our plugins."""
    postgres, port = services.postgres, free_port()
    for database in (f"bench_{name}", f"bench_{name}_datastore"):
        postgres.sql("postgres", f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        postgres.sql(
            "postgres",
            f"CREATE DATABASE {database} OWNER govopen ENCODING 'UTF8' TEMPLATE template0",
        )
    configuration = Configuration(services.settings, services.secrets)
    key = folder / f"{name}.key"
    write_private(key, services.secrets["masking_master"])
    values = configuration.values(test=False) | {
        "database": postgres.url(f"bench_{name}"),
        "datastore_write": postgres.url(f"bench_{name}_datastore"),
        "datastore_read": postgres.url(f"bench_{name}_datastore", "govopen_ro"),
        "solr": solr_url,
        "redis": services.redis.url(redis),
        "site_url": f"http://127.0.0.1:{port}",
        "storage": str(folder / name),
        "stack": str(folder / name),
        "masking_key": str(key),
    }
    ini = folder / f"{name}.ini"
    ini.write_text(_settings(values, stock=name == "stock"), "utf-8")
    site = Site(name, ini, port)
    site.ckan("db", "upgrade")
    return site


def _settings(values: dict[str, str], *, stock: bool) -> str:
    from string import Template

    text = Template((ROOT / "config" / "ckan.ini.tmpl").read_text("utf-8")).substitute(values)
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    main = parser["app:main"]
    if stock:
        for key in [key for key in main if key.startswith(("scheming.", "ckanext."))]:
            del main[key]
        main["ckan.plugins"] = STOCK_PLUGINS
    lines = [
        f"[{section}]\n" + "\n".join(f"{key} = {value}" for key, value in parser[section].items())
        for section in parser.sections()
    ]
    return "\n\n".join(lines) + "\n"


@contextlib.contextmanager
def serving(site: Site, log: Path) -> Iterator[None]:
    """Serve ``site`` with one gunicorn process while the block runs."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [Settings().bin("gunicorn"), "-w", "1", "-b", f"127.0.0.1:{site.port}",
             "--no-control-socket", "config.wsgi:application"],
            env={**os.environ, "CKAN_INI": str(site.ini), "PYTHONPATH": str(ROOT)},
            cwd=ROOT, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            _wait(site, process)
            yield
        finally:
            process.terminate()
            process.wait(30)


def _wait(site: Site, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{site.url}/api/3/action/status_show", timeout=10).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"{site.name} did not answer")
