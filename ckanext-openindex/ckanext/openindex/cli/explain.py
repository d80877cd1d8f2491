"""``ckan openindex explain``: the tree of a figure, its inputs and rules."""

from __future__ import annotations

import click


@click.command()
@click.argument("subject", default="")
@click.option("--version", default="", help="Of the methodology; the one that is shown by default.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def explain(subject: str, version: str, lang: str) -> None:
    """Explain a figure: of a dataset, an organization, a division (its code), or the whole."""
    from ckanext.openindex.adapters import explaining, figures, methodologies
    from ckanext.openindex.domain.explain import text

    by = methodologies.of_version(version) if version else methodologies.shown()
    if by is None:
        raise click.UsageError(f"there is no version {version} of the methodology")
    found = figures.named(by, subject)
    told = explaining.explain(by, found) if found is not None else None
    if told is None:
        raise click.ClickException(f"the index has no figure of {subject or 'the whole'}")
    click.echo(text(told.tree, lang))
    if told.digest:
        since = told.since.isoformat() if told.since else ""
        click.echo(f"input sha256:{told.digest} of {since}, as of {told.as_of}")
