"""``ckan prov backfill``: the log of what existed before the log."""

from __future__ import annotations

import sys

import click


@click.command()
@click.argument("dataset", required=False)
def backfill(dataset: str | None) -> None:
    """Read activities, harvest objects and metadata into the log of DATASET, or of all of them.

    What is read is marked as reconstructed. Run again, it adds what has come since and no entry
    twice; a dataset that was changed behind the log's back is found too.
    """
    from ckan import model
    from ckanext.prov.adapters import backfill as filling
    from rich.progress import track

    package = model.Package.get(dataset) if dataset else None
    if dataset and package is None:
        raise click.UsageError(f"there is no dataset {dataset}")
    ids = [package.id] if package else filling.dataset_ids()
    added = 0
    for one in track(ids, "reading what is remembered", disable=not sys.stderr.isatty()):
        added += filling.dataset(one)
        model.Session.expunge_all()
    click.echo(f"{added} entries added to {len(ids)} logs")
