"""Commands of the extension."""

from __future__ import annotations

import click

from .inspect import inspect
from .probe import probe
from .usage import usage

__all__ = ["openindex"]


@click.group()
def openindex() -> None:
    """How open each dataset, department and division is."""


openindex.add_command(usage)
openindex.add_command(probe)
openindex.add_command(inspect)
