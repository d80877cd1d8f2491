"""``ckan prov verify`` and ``ckan prov seal``: whether the log is what was written."""

from __future__ import annotations

import sys

import click
from govopen_common.problem import Problem


@click.command()
@click.argument("dataset", required=False)
@click.option("--all", "every", is_flag=True, help="Every dataset, and the seals.")
def verify(dataset: str | None, every: bool) -> None:
    """Compare the log of DATASET (name or id), or of all of them, with its hashes.

    Exit code 0: the log is whole; 1: an entry was altered, added or is missing, and is named.
    """
    from ckanext.prov.adapters import sealing, verifying
    from rich.progress import track

    if every == bool(dataset):
        raise click.UsageError("name one DATASET, or give --all")
    found = 0
    if dataset:
        ids = [_id_of(dataset)]
        found += _tell(ids[0], verifying.dataset(ids[0]))
    else:
        ids = verifying.dataset_ids()
        for one in track(ids, "verifying", disable=not sys.stderr.isatty()):
            found += _tell(one, verifying.dataset(one))
        found += _tell("seals", sealing.verify())
    if found:
        click.echo(f"{found} faults in {len(ids)} logs", err=True)
        sys.exit(1)
    click.echo(f"{len(ids)} logs are whole")


@click.command()
def seal() -> None:
    """Seal all logs as they are; keep what is printed outside of the database."""
    from ckanext.prov.adapters import sealing

    made = sealing.make()
    if made is None:
        click.echo("nothing was written since the last seal")
        return
    signed = f"signed {made.mac}" if made.mac else "not signed: set CKANEXT_PROV_SEAL_KEY"
    click.echo(
        f"seal {made.number}: {made.datasets} datasets, {made.entries} entries, "
        f"root {made.root}, {signed}"
    )


def _id_of(reference: str) -> str:
    """The id of a dataset; of one that was purged, what was given."""
    from ckan import model

    package = model.Package.get(reference)
    return package.id if package else reference


def _tell(where: str, faults: list[Problem]) -> int:
    for fault in faults:
        click.echo(f"{where}: {fault.field}: {fault.code}: {fault.zh} {fault.en}")
    return len(faults)
