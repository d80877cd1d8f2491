"""Counting on, off, and CKAN's core tracking, on the same dataset page, turn by turn."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.report import Report, Row, Skipped
from stack.settings import ROOT, Settings

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
VISITS = 10
ALONE = 2000
MOST_MS = 1.0
VARIANTS = {
    "off": ("openindex", "false"),
    "on": ("openindex", "true"),
    "tracking": ("openindex tracking", "false"),
}


def run() -> Report:
    ini = Settings().test_ini
    if not ini.exists():
        raise Skipped("`make test-services` has not been run")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sites = {name: _ini(Path(folder), ini, name) for name in VARIANTS}
        name = _prepared(sites["tracking"])
        try:
            asking = {one: stack.enter_context(_Site(sites[one], one, name)) for one in VARIANTS}
            times = _turns(asking)
            alone = asking["on"].asked("count", 1_000_000, ALONE)
            read = asking["on"].asked("read", 0, ALONE)
        finally:
            _ckan(sites["off"], "dataset", "purge", name)
    return _report(times, alone, read)


def _turns(asking: dict[str, Any]) -> dict[str, list[float]]:
    """Milliseconds of visits; each round asks all variants, the first of them in turn."""
    times: dict[str, list[float]] = {name: [] for name in asking}
    order = list(asking)
    for number in range(ROUNDS):
        for name in order[number % 3 :] + order[: number % 3]:
            times[name] += asking[name].asked("visit", 1000 + number * VISITS, VISITS)
    return times


class _Site:
    """A CKAN process that visits its own dataset page when told."""

    def __init__(self, ini: Path, variant: str, dataset: str) -> None:
        # A browser also sends core tracking's request, which is its counting.
        beacon = ("POST", "/_tracking", f"url=/dataset/{dataset}&type=page")
        paths = [("GET", f"/dataset/{dataset}", "")]
        self.paths = [*paths, beacon] if variant == "tracking" else paths
        self.ini = ini

    def __enter__(self) -> _Site:
        self.process = subprocess.Popen(
            [str(Settings().python), "-m", "bench.counting.site", str(self.ini)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "BENCH_PATHS": json.dumps(self.paths)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def asked(self, what: str, first: int, count: int) -> list[float]:
        self.process.stdin.write(f"{what} {first} {count}\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("RESULT "):
                return json.loads(line.removeprefix("RESULT "))
        raise RuntimeError(f"{self.ini} ended")


def _ini(folder: Path, base: Path, variant: str) -> Path:
    plugins, counting = VARIANTS[variant]
    path = folder / f"{variant}.ini"
    path.write_text(
        f"[app:main]\nuse = config:{base}\nckan.plugins = {plugins}\n"
        f"ckanext.openindex.usage.count = {counting}\n",
        "utf-8",
    )
    return path


def _ckan(ini: Path, *words: str, stdin: str | None = None) -> str:
    done = subprocess.run(
        [Settings().bin("ckan"), "-c", str(ini), *words],
        capture_output=True, text=True, check=False, input=stdin, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise Skipped(f"{' '.join(words)}: {done.stderr[-300:]}")
    return done.stdout


def _prepared(ini: Path) -> str:
    """The tables, and a dataset with three resources; its name."""
    name = f"bench-{uuid.uuid4().hex[:8]}"
    _ckan(ini, "db", "upgrade", "-p", "tracking")
    links = [{"url": f"https://a.example/{n}.csv", "name": f"r{n}"} for n in range(3)]
    code = (
        "import sys; from ckan.cli import CKANConfigLoader as L;"
        "from ckan.config.middleware import make_app; import ckan.plugins.toolkit as tk;"
        "app = make_app(L(sys.argv[1]).get_config());"
        "app._wsgi_app.test_request_context().push();"
        "user = tk.get_action('get_site_user')({'ignore_auth': True}, {})['name'];"
        "tk.get_action('package_create')({'user': user, 'ignore_auth': True},"
        f" {{'name': '{name}', 'title': 'x', 'resources': {links!r}}})"
    )
    plain = ini.with_name("prepare.ini")
    plain.write_text(ini.read_text("utf-8") + "ckan.auth.create_unowned_dataset = true\n", "utf-8")
    done = subprocess.run(
        [str(Settings().python), "-c", code, str(plain)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise Skipped(f"no dataset could be made: {done.stderr[-300:]}")
    return name


def _report(times: dict[str, list[float]], alone: list[float], read: list[float]) -> Report:
    medians = {name: statistics.median(found) for name, found in times.items()}
    visits = len(times["on"])
    report = Report(
        "counting",
        "Counting use",
        f"{visits:,} visits by new clients to a dataset page with three resources, in turns on "
        "three sites that differ in this alone: `openindex` with counting, without, and without "
        "beside core's `tracking`, whose visit has the request that its script sends. From the "
        "request to the end of all that runs after the answer, in one process, without a server. A "
        "process reads the counts of a dataset once in 30 seconds, so that most of these visits, "
        "which are all to one dataset, do not; what reading costs stands by itself.",
    )
    report.add(
        Row("noticing and counting a use", statistics.median(alone), aim=MOST_MS,
            note=f"alone, median of {len(alone):,}", unit="ms", better="lower")
    )  # fmt: skip
    report.add(
        Row("reading the counts of a dataset that were not read lately", statistics.median(read),
            note=f"alone, median of {len(read):,}", unit="ms", better="lower")
    )  # fmt: skip
    added, peer = (_added(times[name], times["off"]) for name in ("on", "tracking"))
    report.add(
        Row("added to a visit, with the counts shown on the page", added, peer, aim=MOST_MS,
            note="median of the differences from counting off, round by round", unit="ms",
            better="lower")
    )  # fmt: skip
    report.add(Row("median of a visit", medians["on"], medians["tracking"], unit="ms",
                   note=f"off: {medians['off']:.3g} ms", better="lower"))  # fmt: skip
    return report


def _added(times: list[float], off: list[float]) -> float:
    """The median over rounds of the difference of a round's medians."""
    starts = range(0, len(off), VISITS)
    return statistics.median(
        statistics.median(times[at : at + VISITS]) - statistics.median(off[at : at + VISITS])
        for at in starts
    )
