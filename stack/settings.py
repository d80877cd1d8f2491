"""Where the stack lives and which ports it takes.

A value comes from the environment, else from what the stack was started with (so that
``make doctor`` finds a stack started with ``PORT=8080 make up``), else from the defaults here.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Below the range that Linux gives to outgoing connections (32768 and up), which may be in use.
PORTS = {
    "PORT": 5000,
    "PG_PORT": 25432,
    "REDIS_PORT": 26379,
    "SOLR_PORT": 28983,
    "SIMULATOR_PORT": 5055,
}


def stack_dir() -> Path:
    return Path(os.environ.get("STACK_DIR") or ROOT / ".stack").resolve()


def remembered() -> dict[str, str]:
    """What this stack was last started with, by the names of the environment variables."""
    try:
        values = json.loads((stack_dir() / "settings.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in values.items()}


def text_from(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or remembered().get(name, "") or default


def port_from(name: str, default: int) -> int:
    """The port in the environment variable ``name``, or ``default``; exits when it is none."""
    raw = text_from(name, str(default))
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise SystemExit(f"{name}={raw} is not a port: give a number from 1 to 65535")
    return int(raw)


def _port(name: str) -> int:
    return field(default_factory=partial(port_from, name, PORTS[name]))


@dataclass(frozen=True)
class Settings:
    """Folders and ports of one stack. ``STACK_DIR`` separates stacks on one machine."""

    root: Path = ROOT
    dir: Path = field(default_factory=stack_dir)
    venv: Path = field(
        default_factory=lambda: Path(os.environ.get("VENV") or ROOT / ".venv").resolve()
    )
    host: str = field(default_factory=partial(text_from, "HOST", "127.0.0.1"))
    port: int = _port("PORT")
    pg_port: int = _port("PG_PORT")
    redis_port: int = _port("REDIS_PORT")
    solr_port: int = _port("SOLR_PORT")
    simulator_port: int = _port("SIMULATOR_PORT")

    @property
    def logs(self) -> Path:
        return self.dir / "log"

    @property
    def run(self) -> Path:
        return self.dir / "run"

    @property
    def ini(self) -> Path:
        return self.dir / "ckan.ini"

    @property
    def test_ini(self) -> Path:
        return self.dir / "test.ini"

    @property
    def masking_key(self) -> Path:
        return self.dir / "masking.key"

    @property
    def storage(self) -> Path:
        return self.dir / "storage"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def site_url(self) -> str:
        return text_from("SITE_URL", f"http://{self.host}:{self.port}")

    def bin(self, name: str) -> str:
        return str(self.venv / "bin" / name)

    def make_folders(self) -> None:
        for folder in (self.dir, self.logs, self.run, self.storage):
            folder.mkdir(parents=True, exist_ok=True)

    @staticmethod
    def asked_otherwise() -> list[str]:
        """Ports that the environment asks for while this stack was started with others."""
        started = remembered()
        asked = {name: os.environ.get(name, "").strip() for name in PORTS}
        return [
            f"{name}={port} was asked for, the stack was started with {started[name]}"
            for name, port in asked.items()
            if port and started.get(name, port) != port
        ]

    def remember(self) -> None:
        """Keep the ports (and a site address that was given) for later commands."""
        values = {
            "HOST": self.host,
            "PORT": self.port,
            "PG_PORT": self.pg_port,
            "REDIS_PORT": self.redis_port,
            "SOLR_PORT": self.solr_port,
            "SIMULATOR_PORT": self.simulator_port,
        }
        if os.environ.get("SITE_URL"):
            values["SITE_URL"] = os.environ["SITE_URL"]
        (self.dir / "settings.json").write_text(json.dumps(values, indent=1), "utf-8")
