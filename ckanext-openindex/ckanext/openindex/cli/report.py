"""``ckan openindex report``: a report for a department, a division, or the whole."""

from __future__ import annotations

from pathlib import Path

import click

from ._refusing import refusing


@click.command()
@click.option("--org", default="", help="Id or name of an organization.")
@click.option("--division", default="", help="Code of a division.")
@click.option("--period", required=True, help="2026, 2026Q3 or 2026-09.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="A file that ends in .pdf, .xlsx or .html.",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def report(org: str, division: str, period: str, output: Path, lang: str) -> None:
    """Write a report; without --org and --division, of the whole.

    It says what everybody may see. Ends with 2 when something is wrong with what it was given or
    Chromium is missing for a PDF, with 1 when Chromium fails; then no file is written.
    """
    from ckanext.openindex.domain.report.period import parse
    from ckanext.openindex.reports import gathering, writing
    from ckanext.openindex.reports.forms.pdf import PrintingFailed

    if org and division:
        raise click.UsageError("choose one of --org and --division")
    kind = "organization" if org else "division" if division else ""
    with refusing():
        asked = parse(period)
        writing.form_of(output)
        made = gathering.gather(kind, org or division, asked, lang)
        try:
            writing.write(made, output)
        except PrintingFailed as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{output}: {made.title}, {made.name}")
