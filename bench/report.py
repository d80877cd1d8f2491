"""What a benchmark measured: rows of ``name, ours, peer, ratio, aim, met, note`` with the machine
and the versions, written as JSON and as the Markdown table that the docs include."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("ckan", "ckanext-scheming", "ckanext-dcat", "ckanext-harvest")


class Skipped(Exception):
    """A benchmark cannot be run here; the message says what is missing."""


@dataclass(frozen=True)
class Row:
    """One figure. ``aim`` is compared with the figure that ``aim_of`` names; ``better`` says which
    way. ``ratio`` is ours to peer's; ``met`` is None when there is no aim."""

    name: str
    ours: float | int | None
    peer: float | int | None = None
    aim: float | int | None = None
    note: str = ""
    unit: str = ""
    aim_of: Literal["ours", "ratio"] = "ours"
    better: Literal["higher", "lower"] = "higher"

    @property
    def ratio(self) -> float | None:
        return round(self.ours / self.peer, 3) if self.ours is not None and self.peer else None

    @property
    def met(self) -> bool | None:
        value = self.ours if self.aim_of == "ours" else self.ratio
        if self.aim is None or value is None:
            return None
        return value >= self.aim if self.better == "higher" else value <= self.aim

    def as_dict(self) -> dict[str, object]:
        """The row as the JSON file holds it."""
        order = ("name", "ours", "peer", "ratio", "aim", "met", "note", "unit", "aim_of", "better")
        return {key: getattr(self, key) for key in order}


@dataclass
class Report:
    """A benchmark's rows; ``name`` is the file's, ``about`` what was measured against what."""

    name: str
    title: str
    about: str
    rows: list[Row] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Keep a row, and print it, so that a long run that fails has shown what it found."""
        self.rows.append(row)
        print(_line(row), flush=True)

    def write(self, folder: Path = RESULTS) -> None:
        """Write ``<name>.json`` and ``<name>.md`` into ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        data = {
            "name": self.name, "title": self.title, "about": self.about,
            "command": f"make bench B={self.name}", "date": date.today().isoformat(),
            "machine": machine(), "versions": {**versions(), **self.versions},
            "rows": [row.as_dict() for row in self.rows],
        }  # fmt: skip
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        (folder / f"{self.name}.json").write_text(text, "utf-8")
        (folder / f"{self.name}.md").write_text(self.markdown(), "utf-8")

    def markdown(self) -> str:
        """The report as Markdown: a heading, what was measured, a table, the machine."""
        lines = [
            f"## {self.title}", "", self.about, "",
            "| what | ours | peer | ratio | aim | met | note |",
            "| --- | ---: | ---: | ---: | ---: | --- | --- |",
        ]  # fmt: skip
        lines += [_line(row) for row in self.rows]
        shown = {**versions(), **self.versions}
        listed = ", ".join(f"{name} {version}" for name, version in shown.items())
        lines += [
            "",
            f"`make bench B={self.name}`, {date.today().isoformat()}, "
            f"{machine()['cpus']} CPUs, {listed}.",
        ]
        return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    met = {True: "yes", False: "**no**", None: ""}[row.met]
    sign = "≥" if row.better == "higher" else "≤"
    times = "×" if row.aim_of == "ratio" else ""
    aim = "" if row.aim is None else f"{sign} {_show(row.aim)}{times}"
    figures = [_show(row.ours, row.unit), _show(row.peer, row.unit), _show(row.ratio)]
    cells = [row.name, *figures, aim, met, row.note]
    return "| " + " | ".join(cells) + " |"


def _show(value: float | int | None, unit: str = "") -> str:
    if value is None:
        return ""
    form = "," if isinstance(value, int) else ",.3g" if abs(value) < 100 else ",.0f"
    text = format(value, form)
    return f"{text} {unit}".strip()


def machine() -> dict[str, object]:
    """What the figures depend on: processors, memory in GB, system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpus": os.cpu_count(), "memory_gb": round(memory, 1), "system": platform.system(),
        "processor": platform.machine(),
    }  # fmt: skip


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that are installed."""
    installed = {dist.name: dist.version for dist in importlib.metadata.distributions()}
    known = {package: installed[package] for package in PACKAGES if package in installed}
    return {"python": platform.python_version(), **known}
