"""Where the stack lives and which ports it takes; the environment overrides every value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def port_from(name: str, default: int) -> int:
    """The port in the environment variable ``name``, or ``default``; exits when it is none."""
    raw = os.environ.get(name, "").strip() or str(default)
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise SystemExit(f"{name}={raw} is not a port: give a number from 1 to 65535")
    return int(raw)


@dataclass(frozen=True)
class Settings:
    """Folders and ports of one stack. ``STACK_DIR`` separates stacks on one machine."""

    root: Path = ROOT
    dir: Path = field(
        default_factory=lambda: Path(os.environ.get("STACK_DIR") or ROOT / ".stack").resolve()
    )
    venv: Path = field(
        default_factory=lambda: Path(os.environ.get("VENV") or ROOT / ".venv").resolve()
    )
    host: str = field(default_factory=lambda: os.environ.get("HOST") or "127.0.0.1")
    port: int = field(default_factory=lambda: port_from("PORT", 5000))
    pg_port: int = field(default_factory=lambda: port_from("PG_PORT", 55432))
    redis_port: int = field(default_factory=lambda: port_from("REDIS_PORT", 56379))
    solr_port: int = field(default_factory=lambda: port_from("SOLR_PORT", 58983))
    simulator_port: int = field(default_factory=lambda: port_from("SIMULATOR_PORT", 5055))

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
    def storage(self) -> Path:
        return self.dir / "storage"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def site_url(self) -> str:
        return os.environ.get("SITE_URL") or f"http://{self.host}:{self.port}"

    def bin(self, name: str) -> str:
        return str(self.venv / "bin" / name)

    def make_folders(self) -> None:
        for folder in (self.dir, self.logs, self.run, self.storage):
            folder.mkdir(parents=True, exist_ok=True)
