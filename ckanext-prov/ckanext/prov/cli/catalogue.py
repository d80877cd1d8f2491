"""``ckan prov dump`` and ``ckan prov fragments``: the whole catalogue, and the store behind it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

JOBS = click.option(
    "--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, show_default=True,
    help="Processes that make fragments.",
)  # fmt: skip


@click.command()
@click.option("-o", "--output", type=click.File("w", "utf-8"), default="-", help="A file.")
@click.option(
    "--format", "form", type=click.Choice(["jsonld", "nt", "ttl"]), default="nt", show_default=True
)
@JOBS
@click.pass_context
def dump(context: click.Context, output: TextIO, form: str, jobs: int) -> None:
    """Write the public catalogue as linked data, as /catalog/all.FORMAT serves it."""
    from ckanext.prov.catalogue import whole
    from ckanext.prov.fragments import listing

    with context.meta["flask_app"].test_request_context(), _progress() as bar:
        _renew(context, bar, jobs)
        task = bar.add_task("written", total=listing.count())
        for piece in whole.stream(form, lambda count: bar.advance(task, count)):
            output.write(piece)


@click.command()
@click.option("--clear", is_flag=True, help="Empty the store first.")
@JOBS
@click.pass_context
def fragments(context: click.Context, clear: bool, jobs: int) -> None:
    """Make the fragments that are missing or out of date, and drop those of hidden datasets.

    The catalogue makes them by itself when somebody asks for it; this does it beforehand.
    """
    from ckanext.prov.fragments import store

    with context.meta["flask_app"].test_request_context(), _progress() as bar:
        dropped = store.clear() if clear else store.sweep()
        made, kept = _renew(context, bar, jobs)
    click.echo(f"{made} made, {kept} were up to date, {dropped} dropped")


def _renew(context: click.Context, bar: Progress, jobs: int) -> tuple[int, int]:
    from ckanext.prov.fragments import parallel, store

    task = bar.add_task("looked at", total=None)
    with parallel.makers(jobs, context.meta["flask_app"]) as makers:
        return store.renew(
            makers, lambda done, total: bar.update(task, completed=done, total=total)
        )


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
