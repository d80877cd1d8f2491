"""The record of requests that arrived."""

from __future__ import annotations

import threading
from collections import Counter, deque
from dataclasses import dataclass

#: Requests remembered; more are only counted.
MEMORY = 20_000


@dataclass(frozen=True)
class Logged:
    """A request that arrived, and how it was answered."""

    mount: str
    role: str
    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]
    status: int


class Log:
    """Remembers the last requests, and counts all, by mount and role; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[Logged] = deque(maxlen=MEMORY)
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, entry: Logged) -> None:
        """Notes a request."""
        with self._lock:
            self._entries.append(entry)
            self._counts[entry.mount, entry.role] += 1

    def entries(self, mount: str | None = None, role: str | None = None) -> list[Logged]:
        """The last requests below the mount, in the role, oldest first; ``None`` is any."""
        with self._lock:
            return [
                entry
                for entry in self._entries
                if mount in (None, entry.mount) and role in (None, entry.role)
            ]

    def count(self, mount: str, role: str | None = None) -> int:
        """How many requests there were, remembered or not."""
        with self._lock:
            return sum(n for (m, r), n in self._counts.items() if m == mount and role in (None, r))

    def forget(self) -> None:
        """Empties the record."""
        with self._lock:
            self._entries.clear()
            self._counts.clear()
