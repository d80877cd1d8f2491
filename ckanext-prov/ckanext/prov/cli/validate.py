"""``ckan prov validate``: whether provenance and linked data keep the rules."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from govopen_common.problem import Problem, Rejected


@click.command()
@click.argument("dataset", required=False)
@click.option("--all", "every", is_flag=True, help="Every public dataset.")
@click.option(
    "--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of somebody's: .ttl, .nt, .rdf, .jsonld, .json (PROV-JSON) or .provn.",
)  # fmt: skip
@click.pass_context
def validate(context: click.Context, dataset: str | None, every: bool, path: Path | None) -> None:
    """Check DATASET (name or id), all of them, or a file.

    Names each statement that breaks a rule, and what to do about it. Exit code 0: no error; 1:
    errors; 2: there is nothing to check. Warnings are told and do not count.
    """
    if sum(map(bool, (dataset, every, path))) != 1:
        raise click.UsageError("name one DATASET, or give --all, or --file FILE")
    with context.meta["flask_app"].test_request_context():
        errors = _file(path) if path else _datasets(dataset)
    if errors:
        click.echo(f"{errors} errors", err=True)
        sys.exit(1)
    click.echo("no errors")


def _file(path: Path) -> int:
    from ckanext.prov.adapters import validating

    try:
        return _tell(path.name, validating.file(path.read_bytes(), path.suffix.lstrip(".").lower()))
    except Rejected as refused:
        return _tell(path.name, refused.problems)


def _datasets(reference: str | None) -> int:
    from ckan import model
    from ckanext.prov.adapters import validating
    from ckanext.prov.adapters.reader import PUBLIC, Reader
    from rich.progress import track

    if reference:
        package = model.Package.get(reference)
        if package is None:
            click.echo(f"there is no dataset {reference}", err=True)
            sys.exit(2)
        return _tell(package.name, validating.dataset(package.id, Reader(all_seeing=True)))
    errors = 0
    ids = _public_ids()
    for one in track(ids, "validating", disable=not sys.stderr.isatty()):
        errors += _tell(one, validating.dataset(one, PUBLIC))
        model.Session.expunge_all()
    return errors


def _public_ids() -> list[str]:
    from ckanext.prov.fragments import listing

    found, after = list[str](), ""
    while rows := listing.page(1000, after=after):
        after = rows[-1].id
        found += [row.id for row in rows]
    return found


def _tell(where: str, problems: Iterable[Problem]) -> int:
    """Print the problems; how many of them are errors."""
    problems = list(problems)
    for one in problems:
        click.echo(f"{where}: {one.severity}: {one.field}: {one.code}: {one.zh} {one.en}")
    return sum(one.severity == "error" for one in problems)
