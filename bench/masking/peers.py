"""Presidio in an environment of its own, for what it needs is at odds with CKAN's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.report import Skipped

ENVIRONMENT = Path(__file__).parents[2] / ".stack" / "peers" / "presidio"
PACKAGES = ("presidio-analyzer==2.2.366", "presidio-structured==0.0.10")


def python() -> Path:
    """The Python of the peers, installed when it is first asked for. Raises ``Skipped``."""
    found = ENVIRONMENT / "bin" / "python"
    try:
        if not found.exists():
            subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        if subprocess.run([found, "-c", "import presidio_structured"], check=False).returncode:
            install = [str(found), "-m", "pip", "install", "-q", *PACKAGES]
            subprocess.run(install, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Skipped(f"Presidio cannot be installed: {error}") from None
    return found


def run(what: str, path: Path, rows: int) -> dict[str, Any]:
    """What ``peer_side.py`` tells: rows, seconds, versions."""
    side = Path(__file__).with_name("peer_side.py")
    command = [str(python()), str(side), what, str(path), str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])
