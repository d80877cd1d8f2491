"""``ckan govopen search``: check the administrator's words, show how a text is searched."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from ckanext.govopen.adapters import search as searching
from ckanext.govopen.adapters import words
from ckanext.govopen.domain.search.synonyms import SynonymError


@click.group()
def search() -> None:
    """Search words and queries."""


@search.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def check(folder: str | None) -> None:
    """Check synonyms and question words: those in force, or the files of FOLDER.

    Changed files are in force within seconds by themselves; this says beforehand whether they are
    sound. Exit code 1 when a file cannot be used.
    """
    try:
        found = words.read(Path(folder)) if folder else words.current()
    except SynonymError as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(1)
    one_way = len(found.synonyms.also)
    click.echo(f"{len(found.synonyms.words)} words with synonyms, {one_way} of them one way")
    asked = found.questions
    click.echo(f"{len(asked.phrases)} question phrases, {len(asked.particles)} particles")


@search.command()
@click.argument("text")
def explain(text: str) -> None:
    """Show the query that Solr gets for TEXT, clause by clause."""
    params = searching.before_search({"q": text})
    for clause in params["q"].split(") OR ("):
        click.echo("  (" + clause.strip("()") + ")")
    click.echo(f"mm {params.get('mm', '-')}  qf {params.get('qf', '-')}")
