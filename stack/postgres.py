"""A PostgreSQL cluster of the stack's own: TCP on loopback, passwords, no Unix socket.

PostgreSQL refuses to run as root, so as root everything runs as the ``postgres`` user. Where
that user cannot enter the stack's folder (a clone below ``/root``), the cluster lies under
``/var/lib/postgresql`` and ``.stack/pg`` points there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from .process import Process, listening
from .secrets import Secrets
from .settings import Settings
from .steps import StepError, call

TEST_DATABASES = ("govopen_test", "govopen_test_datastore")
DATABASES = ("govopen", "govopen_datastore", *TEST_DATABASES)
TUNING = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "jit": "off",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    # Statements and details of errors have values of the rows in them, and a log is no place for
    # those: neither what failed, nor what a process did that was killed.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
SILENT = ("govopen_datastore", "govopen_test_datastore")
"""Databases whose errors quote a value in their very message; CKAN logs that there was one."""


class Postgres:
    def __init__(self, settings: Settings, secrets: Secrets):
        self.settings, self.secrets = settings, secrets
        self.as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.log = settings.logs / "postgres.log"

    @property
    def data(self) -> Path:
        link = self.settings.dir / "pg"
        return link.resolve() if link.is_symlink() else link

    def tool(self, name: str) -> str:
        """The newest installed PostgreSQL's ``name``; Debian keeps them outside PATH."""
        found = sorted(
            Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
            key=lambda path: int(path.parts[4]) if path.parts[4].isdigit() else 0,
        )
        tool = str(found[-1]) if found else shutil.which(name)
        if not tool:
            raise StepError(f"{name} not found", "apt-get install postgresql")
        return tool

    def make_cluster(self) -> str:
        if (self.data / "PG_VERSION").exists():
            return "kept"
        self._make_folder()
        password_file = self.settings.run / "pg-password"
        password_file.write_text(self.secrets["postgres"])
        if self.as_postgres:
            shutil.chown(password_file, "postgres")
        password_file.chmod(0o600)
        readable = self.data / "initdb-password"
        shutil.move(str(password_file), str(readable))
        initdb = [
            *self.as_postgres, self.tool("initdb"), "-D", str(self.data / "data"), "-U", "postgres",
            "-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", "--pwfile", str(readable),
        ]  # fmt: skip
        try:
            call(initdb, self.log, cwd=Path("/"))
        finally:
            readable.unlink(missing_ok=True)
        (self.data / "PG_VERSION").write_text((self.data / "data" / "PG_VERSION").read_text())
        return "created"

    def _make_folder(self) -> None:
        link = self.settings.dir / "pg"
        if link.is_symlink() or link.exists():
            shutil.rmtree(self.data, ignore_errors=True)
            if link.is_symlink():
                link.unlink()
        link.mkdir(mode=0o700, parents=True)
        if not self.as_postgres:
            return
        shutil.chown(link, "postgres", "postgres")
        enter = subprocess.run([*self.as_postgres, "test", "-w", str(link)], cwd="/", check=False)
        if enter.returncode:
            name = hashlib.sha256(str(link).encode()).hexdigest()[:12]
            elsewhere = Path(f"/var/lib/postgresql/govopen-{name}")
            shutil.rmtree(elsewhere, ignore_errors=True)
            elsewhere.mkdir(mode=0o700, parents=True)
            shutil.chown(elsewhere, "postgres", "postgres")
            link.rmdir()
            link.symlink_to(elsewhere)

    def process(self) -> Process:
        options = {**TUNING, "port": str(self.settings.pg_port)}
        command = [*self.as_postgres, self.tool("postgres"), "-D", str(self.data / "data")]
        for key, value in options.items():
            command += ["-c", f"{key}={value}"]
        return Process("postgres", command, self.settings.run, self.settings.logs, cwd=Path("/"))

    def start(self) -> str:
        return self.process().start_and_wait(
            self.ready, 60, f"another service may hold port {self.settings.pg_port}: set PG_PORT"
        )

    def ready(self) -> bool:
        if not listening(self.settings.pg_port):
            return False
        return self._psql("postgres", "SELECT 1").returncode == 0

    def stop(self) -> str:
        # The recorded process may be runuser: it passes SIGTERM on to PostgreSQL.
        return self.process().stop(seconds=60)

    def _psql(self, database: str, sql: str) -> subprocess.CompletedProcess[str]:
        port = str(self.settings.pg_port)
        where = ["-h", "127.0.0.1", "-p", port, "-U", "postgres", "-d", database]
        return subprocess.run(
            [self.tool("psql"), *where, "-v", "ON_ERROR_STOP=1", "-qAt"],
            input=sql,
            text=True,
            capture_output=True,
            check=False,
            env={**os.environ, "PGPASSWORD": self.secrets["postgres"]},
        )

    def sql(self, database: str, sql: str) -> str:
        """Run SQL as the superuser and return its output. Raises :class:`StepError`."""
        result = self._psql(database, sql)
        if result.returncode:
            raise StepError(result.stderr.strip(), "see the PostgreSQL log", self.log)
        return result.stdout.strip()

    def make_databases(self) -> str:
        """Role ``govopen`` (owner), role ``govopen_ro`` (DataStore reader), and the databases."""
        for role in ("govopen", "govopen_ro"):
            if not self.sql("postgres", f"SELECT 1 FROM pg_roles WHERE rolname='{role}'"):
                self.sql("postgres", f"CREATE ROLE {role} LOGIN PASSWORD '{self.secrets[role]}'")
        there = self.sql("postgres", "SELECT datname FROM pg_database").splitlines()
        made = [name for name in DATABASES if name not in there]
        for name in made:
            self.sql(
                "postgres",
                f"CREATE DATABASE {name} OWNER govopen ENCODING 'UTF8' TEMPLATE template0",
            )
        for name in SILENT:
            self.sql("postgres", f"ALTER DATABASE {name} SET log_min_messages = 'fatal'")
        mark = self.settings.dir / "databases"
        if not mark.exists() or set(made) - set(TEST_DATABASES):
            # A new mark for new databases: what was applied to the old ones is not in them.
            mark.write_text(uuid4().hex)
        return f"{len(made)} created" if made else "kept"

    def drop_databases(self, names: Sequence[str]) -> None:
        """Drop databases, whoever is connected to them."""
        for name in names:
            self.sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def url(self, database: str, role: str = "govopen") -> str:
        return (
            f"postgresql://{role}:{self.secrets[role]}@127.0.0.1:{self.settings.pg_port}/{database}"
        )
