"""Generated passwords and keys, in one file that only its owner may read."""

from __future__ import annotations

import json
import os
import secrets as random
from pathlib import Path

NAMES = (
    "postgres", "govopen", "govopen_ro", "session", "api_token", "receive_key",
    "user_admin", "user_publisher", "user_approver", "user_member", "masking_master",
)  # fmt: skip
HEX = frozenset({"masking_master"})
"""Those of 32 bytes in hexadecimal digits; the others are texts of 24 characters."""


class Secrets:
    """``secrets[name]``: made at the first use, kept in ``<stack>/secrets.json`` with mode 600."""

    def __init__(self, folder: Path):
        self.path = folder / "secrets.json"
        self._values: dict[str, str] = (
            json.loads(self.path.read_text()) if self.path.exists() else {}
        )
        missing = [name for name in NAMES if name not in self._values]
        if missing:
            self._values |= {name: _make(name) for name in missing}
            write_private(self.path, json.dumps(self._values, indent=1))

    def __getitem__(self, name: str) -> str:
        return self._values[name]


def _make(name: str) -> str:
    return random.token_hex(32) if name in HEX else random.token_urlsafe(18)


def write_private(path: Path, text: str) -> None:
    """Write a file whole, which only its owner may read."""
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    temporary.replace(path)
