"""Finds the dataset that a command was told of."""

from __future__ import annotations

import click


def one(said: str) -> str:
    """The id of the dataset with this id or name. Raises UsageError when there is none."""
    from ckan import model

    package = model.Package.get(said)
    if package is None:
        raise click.UsageError(f"there is no dataset {said}")
    return str(package.id)
