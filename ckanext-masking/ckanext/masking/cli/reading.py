"""``ckan masking audit-prune`` and ``sweep``: what need not be kept any longer."""

from __future__ import annotations

import click


@click.command("audit-prune")
@click.option("--days", type=click.IntRange(1), help="Instead of ckanext.masking.audit_days.")
def audit_prune(days: int | None) -> None:
    """Forget clear reads that are older than the setting says. To be run every day."""
    from ckanext.masking.gate.housekeeping import forget

    gone = forget(days or 0)
    if gone is None:
        click.echo("clear reads are kept for ever (ckanext.masking.audit_days is 0)")
    else:
        click.echo(f"{gone} clear reads forgotten")


@click.command()
def sweep() -> None:
    """Drop what is kept clear of resources that are gone. The scheduler does so, too."""
    from ckanext.masking.adapters import protection

    click.echo(f"{protection.sweep()} resources swept")
