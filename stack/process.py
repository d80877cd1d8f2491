"""Background processes of the stack: a pid file and a log each, ended only by their own pid."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .steps import StepError


def listening(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def wait_until(ready: Callable[[], bool], seconds: float, alive: Callable[[], bool]) -> bool:
    """Poll ``ready`` for at most ``seconds``; give up at once when the process is gone."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        if not alive():
            return False
        time.sleep(0.1)
    return False


@dataclass
class Process:
    """One background process: ``command`` is started in a session of its own."""

    name: str
    command: Sequence[str]
    run_dir: Path
    log_dir: Path
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None

    @property
    def pid_file(self) -> Path:
        return self.run_dir / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        return self.log_dir / f"{self.name}.log"

    def pid(self) -> int | None:
        """The pid on record, if that process still runs and is still ours."""
        try:
            pid, started = self.pid_file.read_text().split()
        except (OSError, ValueError):
            return None
        return int(pid) if _start_time(int(pid)) == started else None

    def start(self) -> int:
        running = self.pid()
        if running:
            return running
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            child = subprocess.Popen(
                list(self.command),
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **self.env},
                cwd=self.cwd,
                start_new_session=True,
            )
        self.pid_file.write_text(f"{child.pid} {_start_time(child.pid)}")
        return child.pid

    def start_and_wait(self, ready: Callable[[], bool], seconds: float, remedy: str = "") -> str:
        """Start unless running, wait until ``ready``.

        Raises :class:`StepError` with the log; a process that never got ready is stopped, so
        that the next run starts it afresh.
        """
        if ready():
            if self.pid():
                return "running"
            raise StepError(f"another service answers in {self.name}'s place", remedy, self.log)
        self.start()
        if wait_until(ready, seconds, lambda: self.pid() is not None):
            return "started"
        why = "did not answer in time" if self.pid() else "ended at once"
        self.stop()
        raise StepError(f"{self.name} {why}:\n         {self.tail()}", remedy, self.log)

    def tail(self, lines: int = 5) -> str:
        try:
            text = self.log.read_text("utf-8", "replace")
        except OSError:
            return "(no log)"
        return "\n         ".join(text.strip().splitlines()[-lines:])

    def stop(self, seconds: float = 20, sig: int = signal.SIGTERM) -> str:
        pid = self.pid()
        if pid is None:
            self.pid_file.unlink(missing_ok=True)
            return "not running"
        os.kill(pid, sig)
        if not wait_until(lambda: self.pid() is None, seconds, lambda: True):
            os.killpg(pid, signal.SIGKILL)
        self.pid_file.unlink(missing_ok=True)
        return "stopped"


def _start_time(pid: int) -> str:
    """The kernel's start time of a process, so that a recycled pid is never mistaken for ours."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]
