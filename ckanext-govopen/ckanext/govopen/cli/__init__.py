"""``ckan govopen …``: commands of the catalogue, the harvest and the portal."""

from __future__ import annotations

import click

__all__ = ["get_commands"]


@click.group()
def govopen() -> None:
    """Catalogue, harvest and portal."""


def get_commands() -> list[click.Command]:
    return [govopen]
