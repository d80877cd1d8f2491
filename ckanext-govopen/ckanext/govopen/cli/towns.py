"""``ckan govopen towns``: towns (乡镇街道) below the counties that GB/T 2260 lists."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click


@click.group()
def towns() -> None:
    """Towns below the province's counties."""


@towns.command("import")
@click.argument("file", type=click.File("rb"))
def import_(file: BinaryIO) -> None:
    """Add the towns of a CSV FILE: nine-digit code, name; UTF-8 or GB18030.

    Lines that cannot be used are named and left out. Exit code 1 when there were any.
    """
    from ckanext.govopen.adapters import towns as adapter
    from ckanext.govopen.domain.division import MAX_TOWNS_BYTES

    stored, problems = adapter.import_csv(file.read(MAX_TOWNS_BYTES + 1))
    for problem in problems:
        click.echo(f"{problem.zh}  {problem.en}", err=True)
    click.echo(f"{stored} towns stored, {len(problems)} lines left out")
    sys.exit(1 if problems else 0)
