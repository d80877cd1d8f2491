"""The portal's own processes: web server, job worker, scheduler, and the demonstration platform."""

from __future__ import annotations

import contextlib
import subprocess
import urllib.error
import urllib.request

from .process import Process
from .settings import Settings
from .steps import call

GATE_QUEUE = "masking:gate"
OTHER_QUEUES = (
    "priority",
    "govopen:harvest",
    "openindex:compute",
    "openindex:observe",
    "default",
)
WORKERS = {"worker": (*OTHER_QUEUES, GATE_QUEUE), "gate-worker": (GATE_QUEUE,)}
"""Job workers and their queues, the first one first. One has nothing to do but masking, so that a
file never waits for a harvest; the other does that last, so that neither do the harvest and the
index wait for files."""


class Portal:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.env = {
            "CKAN_INI": str(settings.ini),
            "PYTHONPATH": str(settings.root),
            "GOVOPEN_BIND": f"{settings.host}:{settings.port}",
        }

    def _process(self, name: str, command: list[str]) -> Process:
        settings = self.settings
        return Process(name, command, settings.run, settings.logs, env=self.env, cwd=settings.root)

    @property
    def ckan_command(self) -> list[str]:
        return [self.settings.bin("ckan"), "-c", str(self.settings.ini)]

    def ckan(self, *arguments: str, stdin: str | None = None) -> str:
        """Run a ``ckan`` command to its end and return what it printed."""
        log = self.settings.logs / "ckan-setup.log"
        command = [*self.ckan_command, *arguments]
        return call(command, log, env=self.env, cwd=self.settings.root, stdin=stdin)

    def web(self) -> Process:
        config = str(self.settings.root / "config" / "gunicorn.conf.py")
        command = [self.settings.bin("gunicorn"), "-c", config, "config.wsgi:application"]
        return self._process("web", command)

    def workers(self) -> list[Process]:
        """The job workers. One of them has rq's scheduler."""
        jobs = [*self.ckan_command, "jobs", "worker"]
        first, *others = WORKERS
        return [
            self._process(first, [*jobs, *WORKERS[first]]),
            *(self._process(one, [*jobs, "--no-scheduler", *WORKERS[one]]) for one in others),
        ]

    def scheduler(self) -> Process:
        return self._process("scheduler", [*self.ckan_command, "govopen", "scheduler"])

    def simulator(self) -> Process:
        port = str(self.settings.simulator_port)
        return self._process(
            "simulator", [str(self.settings.python), "-m", "demo.simulator", "--port", port]
        )

    def processes(self) -> list[Process]:
        return [self.web(), *self.workers(), self.scheduler(), self.simulator()]

    def answers(self, path: str = "/api/3/action/status_show") -> bool:
        return _answers(f"http://{self.settings.host}:{self.settings.port}{path}")

    def worker_answers(self, worker: Process) -> bool:
        """Whether a job worker has signed on in Redis under the pid we know."""
        pid = str(worker.pid() or "")
        workers = self._redis("SMEMBERS", "rq:workers")
        return bool(pid) and any(self._redis("HGET", key, "pid") == [pid] for key in workers)

    def scheduler_answers(self) -> bool:
        """Whether the scheduler has said that it is ready."""
        process = self.scheduler()
        return process.pid() is not None and "ready" in process.tail()

    def _redis(self, *words: str) -> list[str]:
        command = ["redis-cli", "-p", str(self.settings.redis_port), *words]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        return said.stdout.split()

    def simulator_answers(self) -> bool:
        return _answers(f"http://127.0.0.1:{self.settings.simulator_port}/")


def _answers(url: str) -> bool:
    """Whether an HTTP server answers below 500."""
    with contextlib.suppress(OSError):
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return bool(answer.status < 500)
        except urllib.error.HTTPError as error:
            return error.code < 500
    return False
