"""``ckan govopen …``: commands of the catalogue, the harvest and the portal."""

from __future__ import annotations

import click

from .catalogue import catalogue
from .harvest import harvest
from .imports import import_
from .scheduler import scheduler
from .search import search
from .towns import towns

__all__ = ["govopen"]


@click.group()
def govopen() -> None:
    """Catalogue, harvest and portal."""


govopen.add_command(harvest)
govopen.add_command(import_)
govopen.add_command(scheduler)
govopen.add_command(search)
govopen.add_command(catalogue)
govopen.add_command(towns)
