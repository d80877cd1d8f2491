"""``ckan openindex probe``: whether the addresses of resources answer."""

from __future__ import annotations

import click


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what is not due yet.")
@click.option("--dataset", help="Id or name of one dataset, all of whose addresses are asked.")
def probe(everything: bool, dataset: str | None) -> None:
    """Ask the addresses of public datasets that are due, one at a time for each host.

    Each outcome is kept at once. Stopped, run it again without --all: it goes on where it was.
    """
    from ckanext.openindex.adapters.probes import running

    from ._datasets import one

    ids = [one(dataset)] if dataset else None
    done = running.run(ids, everything=everything or bool(dataset))
    click.echo(f"{done.asked} addresses asked, {done.reachable} answer, {done.postponed} postponed")
