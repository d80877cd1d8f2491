"""Commands of the extension."""

from __future__ import annotations

import click

from .backfill import backfill
from .catalogue import dump, fragments
from .chain import seal, verify
from .validate import validate

__all__ = ["prov"]


@click.group()
def prov() -> None:
    """The record of what happened to datasets."""


prov.add_command(backfill)
prov.add_command(verify)
prov.add_command(seal)
prov.add_command(dump)
prov.add_command(fragments)
prov.add_command(validate)
