"""``ckan masking audit``: what is on the site already.

Exit codes: 0 nothing was found; 1 there is no such dataset; 4 something was found that nobody
decided on, or a file could not be looked at.
"""

from __future__ import annotations

from collections import Counter

import click


@click.command()
@click.option("--all", "everything", is_flag=True, help="All datasets of the site.")
@click.option("--dataset", help="One dataset, by id or name.")
@click.option("--again", is_flag=True, help="Look at what has not changed, too.")
@click.pass_context
def audit(context: click.Context, everything: bool, dataset: str | None, again: bool) -> None:
    """Look for personal and sensitive data in what readers can reach already.

    A run that was broken off goes on where it was. The page /masking/site shows what was found.
    """
    from ckan import model
    from ckanext.masking.site import auditing

    from .files import REFUSED, UNDECIDED

    if everything == bool(dataset):
        raise click.UsageError("give --all, or --dataset with a name")
    seen: Counter[str] = Counter()
    with context.meta["flask_app"].test_request_context():
        package = model.Package.get(dataset) if dataset else None
        if dataset and package is None:
            click.echo(f"no dataset {dataset}", err=True)
            raise SystemExit(REFUSED)
        only = str(package.id) if package else ""
        ids, length = (iter([only]), 1) if only else (auditing.datasets(), auditing.count())
        with click.progressbar(ids, length=length, label="datasets") as bar:
            for package_id in bar:
                auditing.audit(package_id, lambda state: seen.update([state]), again=again)
        left = auditing.open_ones(only)
    click.echo(", ".join(f"{state}: {number}" for state, number in sorted(seen.items())))
    click.echo(f"to be looked at: {left}")
    if left:
        raise SystemExit(UNDECIDED)
