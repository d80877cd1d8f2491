"""Commands of the extension."""

from __future__ import annotations

import click

from .compute import compute, daily, tick, validate, verify
from .explain import explain
from .inspect import inspect
from .probe import probe
from .report import report
from .usage import usage

__all__ = ["openindex"]


@click.group()
def openindex() -> None:
    """How open each dataset, department and division is."""


for command in (usage, probe, inspect, compute, daily, tick, validate, verify, explain, report):
    openindex.add_command(command)
