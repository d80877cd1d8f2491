"""``ckan govopen catalogue``: the tree out to a file, in from one, and in step with departments."""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import click
import sqlalchemy as sa
from ckan import model
from ckan.types import Context


@click.group()
def catalogue() -> None:
    """The tree of catalogues and sub-catalogues."""


@catalogue.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--node", default="", help="Only what is below this node (id or code).")
def export(file: Path, node: str) -> None:
    """Write the tree to FILE: Excel when it ends in .xlsx, CSV otherwise."""
    kind = "xlsx" if file.suffix.lower() == ".xlsx" else "csv"
    made = _call("govopen_node_export", id=node, format=kind)
    file.write_bytes(base64.b64decode(made["content"]))
    click.echo(f"wrote {file}")


@catalogue.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--partial", is_flag=True, help="Import the good rows although others are wrong.")
def import_(file: Path, partial: bool) -> None:
    """Add, rename, move and retire nodes as FILE says; nothing while any of its rows is wrong."""
    content = base64.b64encode(file.read_bytes()).decode("ascii")
    try:
        report = _call("govopen_node_import", upload=content, partial=partial)
    except tk.ValidationError as error:
        raise click.ClickException(str(error.error_summary)) from error
    for problem in report["problems"]:
        where = f"row {problem['row']}" if problem["row"] else problem["column"]
        click.echo(f"{where}: {problem['message']}", err=True)
    click.echo(f"{report['changed']} nodes changed" if report["stored"] else "nothing was changed")
    sys.exit(1 if report["problems"] else 0)


@catalogue.command("follow")
def follow() -> None:
    """Give every department its catalogue, with its title and in its place."""
    from ckanext.govopen.adapters import department_nodes

    query = sa.select(model.Group.id).where(
        model.Group.is_organization.is_(True), model.Group.state == "active"
    )
    ids = list(model.Session.scalars(query))
    for org_id in ids:
        department_nodes.follow(org_id)
    click.echo(f"{len(ids)} departments have their catalogue")


def _call(action: str, **data: Any) -> dict[str, Any]:
    """Call an action as the site itself."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    context: Context = {"user": user["name"], "ignore_auth": True}
    return dict(tk.get_action(action)(context, data))
