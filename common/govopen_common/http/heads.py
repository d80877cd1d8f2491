"""Connections on which the head of an answer comes in time, or not at all.

A time-out of a socket starts anew with each byte: a server that sends its headers one by one could
hold a worker for ever. The body is counted by whoever reads it.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection


class _Timed(io.RawIOBase):
    """What comes from a socket; until ``arrived`` no later than ``deadline``."""

    def __init__(self, sock: socket.socket, deadline: float | None) -> None:
        self._sock, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)

    def arrived(self) -> None:
        """The head is there: from now on the socket's own time-out holds."""
        self._deadline = None

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def readinto(self, buffer: Any) -> int | None:
        if self._deadline is None:
            return self._raw.readinto(buffer)  # type: ignore[no-any-return]
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        usual = self._sock.gettimeout()
        self._sock.settimeout(left)
        try:
            return self._raw.readinto(buffer)  # type: ignore[no-any-return]
        finally:
            self._sock.settimeout(usual)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        patience = sock.gettimeout()
        self._timed = _Timed(sock, None if patience is None else time.monotonic() + patience)
        self.fp.close()
        self.fp = io.BufferedReader(self._timed)

    def begin(self) -> None:
        super().begin()
        self._timed.arrived()


class TimedConnection(HTTPConnection):
    """The head of each answer comes within the time that one waits for data."""

    response_class = _Answer


class TimedSecureConnection(HTTPSConnection):
    """The same over TLS."""

    response_class = _Answer
