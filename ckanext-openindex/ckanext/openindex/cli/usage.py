"""``ckan openindex usage``: the counts of views, downloads and calls."""

from __future__ import annotations

import click


@click.group()
def usage() -> None:
    """Views, downloads and calls of the API."""


@usage.command()
def flush() -> None:
    """Write what was counted in Redis into the database. May run as often as one likes."""
    from ckanext.openindex.adapters.usage import running

    done = running.flush()
    click.echo(f"{done.hits} uses of {len(done.datasets)} datasets in {done.batches} batches")
    if done.unknown:
        click.echo(f"{done.unknown} of them of what does not exist any more")


@usage.command()
def index() -> None:
    """Index used datasets anew now, so that searches are sorted by their views."""
    from ckanext.openindex.adapters.usage import running

    click.echo(f"{running.index_used()} datasets indexed")


@usage.command()
def status() -> None:
    """How counting fares: what waits, what was lost, when it was last written."""
    from ckanext.openindex.adapters.usage.status import status as ask

    said = ask()
    click.echo(f"counting: {'on' if said.counting else 'off'}")
    click.echo(f"counted since: {said.since or 'nothing was counted yet'}")
    click.echo(f"last written: {said.flushed or 'never'}")
    waits = "Redis does not answer" if said.waiting is None else f"{said.waiting} uses"
    click.echo(f"waiting: {waits}, {said.batches} batches begun")
    lost = said.lost_waiting + sum(n for _, n in said.losses)
    click.echo(f"lost while Redis was away: {lost}")
    for day, n in said.losses:
        click.echo(f"  {day}: {n}")
    if said.beside_tracking:
        click.echo("CKAN's tracking plugin counts too: take it out of ckan.plugins")
