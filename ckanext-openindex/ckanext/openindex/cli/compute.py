"""``ckan openindex compute``, ``daily``, ``tick`` and ``verify``: figures, made and checked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ._refusing import refusing

JOBS = click.option(
    "--jobs", type=click.IntRange(1, 64), default=min(os.cpu_count() or 1, 4), show_default=True,
    help="Processes that measure.",
)  # fmt: skip


@click.command()
@click.option("--all", "everything", is_flag=True, help="Look at every dataset anew.")
@click.option("--stored", is_flag=True, help="Everything, from the inputs that are stored.")
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="A past day, from what was stored."
)
@JOBS
def compute(everything: bool, stored: bool, day: datetime | None, jobs: int) -> None:
    """Compute what is marked; with an option, everything.

    --as-of compares a past day with history and ends with 1 when a figure differs; a version of
    the methodology that history does not have for that day is added to it.
    """
    if sum((everything, stored, day is not None)) > 1:
        raise click.UsageError("choose one of --all, --stored and --as-of")
    with refusing():
        if day is not None:
            _past(day, jobs)
        elif everything or stored:
            _whole(jobs, gather=everything)
        else:
            from ckanext.openindex.adapters import computing

            done = computing.marked()
            click.echo(f"{done.looked_at} datasets looked at, {done.changed} scores changed")


@click.command()
@JOBS
def daily(jobs: int) -> None:
    """What is to be done once a day: history of past days, and all figures as of today."""
    from ckanext.openindex.adapters import snapshots

    with refusing():
        for day in snapshots.missing():
            with _bar(f"history of {day}") as told:
                for one in snapshots.past(day, jobs=jobs, told=told):
                    click.echo(f"{day}: {one.figures} figures by {one.version}")
        _whole(jobs, gather=True)


@click.command()
@click.argument("dataset", required=False)
def validate(dataset: str | None) -> None:
    """Check the linked data of DATASET, or of all datasets that are due, by the SHACL shapes."""
    from ckanext.openindex.adapters import conforming

    from ._datasets import one

    if not conforming.possible():
        raise click.ClickException("nothing validates here: enable the plugins prov and dcat")
    click.echo(f"{conforming.run([one(dataset)] if dataset else None)} datasets validated")


@click.command()
def tick() -> None:
    """Queue what is due. For cron, every few minutes; beside govopen its scheduler does it."""
    from ckanext.openindex.adapters import ticking

    for name in ticking.tick():
        click.echo(f"queued {name}")


@click.command()
@click.option("--sample", type=click.IntRange(1), default=200, show_default=True)
@click.option("--all", "everything", is_flag=True, help="Every dataset.")
def verify(sample: int, everything: bool) -> None:
    """Compute figures again from stored inputs; ends with 1 when one differs."""
    from ckanext.openindex.adapters import verifying

    with refusing():
        count, wrong = verifying.verify(None if everything else sample)
    for sentence in wrong:
        click.echo(sentence)
    click.echo(f"{count} figures computed again, {len(wrong)} differences")
    if wrong:
        sys.exit(1)


def _whole(jobs: int, *, gather: bool) -> None:
    from ckanext.openindex.adapters import computing, searching, whole

    if gather:
        with _bar("looked at") as told:
            public = computing.gather(told)
        click.echo(f"{public} public datasets")
    with _bar("computed") as told:
        changed = whole.today(jobs, told)
    click.echo(f"{len(changed)} scores changed")
    with _bar("indexed") as told:
        searching.reindex(changed, told)
    computing.marked()


def _past(day: datetime, jobs: int) -> None:
    from ckanext.openindex import config
    from ckanext.openindex.adapters import snapshots

    if day.date() >= config.today():
        raise click.UsageError("--as-of takes a day that is over")
    different = 0
    with _bar("computed") as told:
        found = snapshots.past(day.date(), jobs=jobs, told=told)
    for one in found:
        said = "added to history" if one.added else f"{len(one.different)} differences"
        click.echo(f"{day.date()} by {one.version}: {one.figures} figures, {said}")
        for kind, name in one.different:
            click.echo(f"  {kind} {name} is not what history has")
        different += len(one.different)
    if different:
        sys.exit(1)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, which is told how much is done of how much."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), disable=not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
