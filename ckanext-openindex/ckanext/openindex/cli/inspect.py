"""``ckan openindex inspect``: what is really in the files of resources."""

from __future__ import annotations

import click


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what is not due yet.")
@click.option("--dataset", help="Id or name of one dataset, all of whose files are opened.")
def inspect(everything: bool, dataset: str | None) -> None:
    """Open the files of public datasets that are due, within bounds.

    Each finding is kept at once. Stopped, run it again without --all: it goes on where it was.
    """
    from ckanext.openindex.adapters.inspections import running

    from ._datasets import one

    ids = [one(dataset)] if dataset else None
    done = running.run(ids, everything=everything or bool(dataset))
    click.echo(f"{done.inspected} files opened, {done.faults} with a fault", nl=False)
    click.echo(f", {done.postponed} postponed")
