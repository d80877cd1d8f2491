"""``ckan govopen harvest``: run harvests to their end, take part in one, try a profile."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import sqlalchemy as sa
from ckan import model
from ckanext.govopen.domain.harvest import ProfileError
from ckanext.govopen.domain.harvest_run import EXIT_FAILED
from ckanext.harvest.model import HarvestSource


@click.group()
def harvest() -> None:
    """Harvest sharing platforms."""


@contextmanager
def in_site(context: click.Context) -> Iterator[None]:
    """Messages, links and actions as in a request to the site."""
    with context.meta["flask_app"].test_request_context():
        yield


@harvest.command()
@click.argument("source", required=False)
@click.option("--all", "every", is_flag=True, help="Every active source of type govshare.")
@click.option("--workers", default=1, type=click.IntRange(1, 64), help="Processes (default 1).")
@click.option("--dry-run", is_flag=True, help="Fetch and check, but write nothing.")
@click.option("--reimport", is_flag=True, help="Import again from the raw records that are kept.")
@click.option("--accept-loss", is_flag=True, help="Withdraw what vanished, however much it is.")
@click.pass_context
def run(
    context: click.Context,
    source: str | None,
    every: bool,
    workers: int,
    dry_run: bool,
    reimport: bool,
    accept_loss: bool,
) -> None:
    """Harvest SOURCE (name or id) to the end; go on with its job when that was interrupted.

    Exit code 0: every record is in; 1: some failed; 2: the harvest itself failed.
    """
    from ckanext.govopen.harvest import console

    with in_site(context):
        rows = _sources(source, every)
        codes = []
        for row in rows:
            if dry_run:
                codes.append(console.dry_run(row))
            else:
                codes.append(console.run(row, workers, reimport=reimport, accept_loss=accept_loss))
    sys.exit(max(codes, default=0))


@harvest.command()
@click.argument("job")
@click.pass_context
def work(context: click.Context, job: str) -> None:
    """Take part in the harvest job JOB (id) until nothing of it is left, as one more worker."""
    from ckanext.govopen.harvest.work import work as take_part

    with in_site(context):
        take_part(job)


@harvest.command()
@click.argument("profile")
@click.argument("url")
@click.option("--records", default=3, type=click.IntRange(1, 50), help="How many (default 3).")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="Profile option.")
@click.option("--allow-private", multiple=True, metavar="HOST", help="Internal host to allow.")
@click.pass_context
def check(
    context: click.Context,
    profile: str,
    url: str,
    records: int,
    options: tuple[str, ...],
    allow_private: tuple[str, ...],
) -> None:
    """Try PROFILE (name or path) on the platform or file at URL; show what each field became."""
    from ckanext.govopen.harvest import console
    from ckanext.govopen.harvest.settings import SourceSettings

    pairs = dict(option.partition("=")[::2] for option in options)
    settings = SourceSettings(profile, allow_private=allow_private, options=pairs)
    with in_site(context):
        try:
            code = console.check(settings, url, records)
        except ProfileError as error:
            for problem in error.problems:
                click.echo(f"{problem.field}: {problem.zh} / {problem.en}", err=True)
            code = EXIT_FAILED
    sys.exit(code)


def _sources(name: str | None, every: bool) -> list[HarvestSource]:
    """The harvest sources meant. Raises UsageError."""
    if every == bool(name):
        raise click.UsageError("name one SOURCE, or give --all")
    query = sa.select(HarvestSource).where(HarvestSource.type == "govshare")
    if every:
        query = query.where(HarvestSource.active.is_(True)).order_by(HarvestSource.title)
    else:
        package = model.Package.get(name)
        query = query.where(HarvestSource.id == (package.id if package else name))
    rows = list(model.Session.scalars(query))
    if not rows:
        raise click.UsageError(f"there is no harvest source of type govshare: {name or '--all'}")
    return rows
