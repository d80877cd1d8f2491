"""``ckan govopen import``: the rows of a workbook become datasets."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from ckanext.govopen.domain.harvest_run import EXIT_FAILED, EXIT_OK, EXIT_SOME_FAILED
from govopen_common.problem import Rejected


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--org", help="Name of the department of rows that name none.")
@click.option("--publish", is_flag=True, help="Publish at once; else datasets are drafts.")
@click.pass_context
def import_(context: click.Context, file: Path, org: str | None, publish: bool) -> None:
    """Import the datasets of the workbook FILE (xlsx, as the portal's template).

    Rows that fail are written beside it, as FILE with -failed in its name, with the reasons. Exit
    code 0: every row is in; 1: some failed; 2: the file cannot be used.
    """
    with context.meta["flask_app"].test_request_context():
        sys.exit(_import(file, org, publish))


def _import(file: Path, org: str | None, publish: bool) -> int:
    import ckan.plugins.toolkit as tk
    from ckanext.govopen.adapters import excel_write
    from ckanext.govopen.adapters.excel_import import Rights, import_workbook

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    everything = Rights(edits=lambda group: True, publishes=lambda group: True)
    try:
        report = import_workbook(
            file.read_bytes(), user, org, everything, file.name, publish=publish
        )
    except Rejected as rejected:
        for problem in rejected.problems:
            click.echo(f"{problem.zh} / {problem.en}", err=True)
        return EXIT_FAILED
    click.echo(
        f"新增 new {len(report.created)}，更新 updated {len(report.updated)}，"
        f"未变 unchanged {report.unchanged}，失败 failed {len(report.failed)}"
    )
    if not report.failed:
        return EXIT_OK
    for one in report.failed:
        click.echo(f"  {one.row.line}: {one.text('zh')} / {one.text('en')}", err=True)
    back = file.with_name(f"{file.stem}-failed.xlsx")
    back.write_bytes(excel_write.failures(report.failed))
    click.echo(f"失败的行已写入 {back} / rows that failed are in {back}")
    return EXIT_SOME_FAILED
