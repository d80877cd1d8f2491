"""``ckan govopen …``: commands of the catalogue, the harvest and the portal."""

from __future__ import annotations

import click

from .harvest import harvest

__all__ = ["govopen"]


@click.group()
def govopen() -> None:
    """Catalogue, harvest and portal."""


govopen.add_command(harvest)
