"""A Redis of the stack's own, with its data on disk so that queued jobs survive a restart."""

from __future__ import annotations

import socket

from .process import Process
from .settings import Settings
from .steps import StepError


class Redis:
    def __init__(self, settings: Settings):
        self.settings = settings

    def process(self) -> Process:
        folder = self.settings.dir / "redis"
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            "redis-server", "--port", str(self.settings.redis_port), "--bind", "127.0.0.1",
            "--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec",
            "--daemonize", "no", "--save", "",
        ]  # fmt: skip
        return Process("redis", command, self.settings.run, self.settings.logs)

    def ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.settings.redis_port), 1) as peer:
                peer.sendall(b"PING\r\n")
                return peer.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def empty(self, number: int) -> None:
        """Forget everything in one of the numbered databases."""
        with socket.create_connection(("127.0.0.1", self.settings.redis_port), 5) as peer:
            peer.sendall(f"SELECT {number}\r\nFLUSHDB\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2 and (part := peer.recv(64)):
                answer += part
        if answer != b"+OK\r\n+OK\r\n":
            raise StepError(f"Redis answered {answer!r}")

    def start(self) -> str:
        return self.process().start_and_wait(
            self.ready,
            20,
            f"another service may hold port {self.settings.redis_port}: set REDIS_PORT",
        )

    def stop(self) -> str:
        return self.process().stop()

    def url(self, number: int = 0) -> str:
        return f"redis://127.0.0.1:{self.settings.redis_port}/{number}"
