"""``ckan masking``: scan a file, mask it, check a policy. None of it touches the database.

Exit codes: 0 done; 1 refused (a policy or a key is wrong, a file cannot be read or written); 2 the
command is misspelt; 3 the file is held, for it is not understood; 4 done, and somebody has to
look at it before it is published.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

import click
from ckanext.masking.domain.engine import FileReport, Order, apply_file, check_policy, scan_file
from ckanext.masking.domain.engine.atomic import whole_file
from ckanext.masking.domain.engine.checking import named_policy
from ckanext.masking.domain.engine.order import Progress
from ckanext.masking.domain.keys import DatasetKeys, MasterKey
from govopen_common.problem import Problem, Rejected
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

__all__ = ["masking"]

REFUSED: Final = 1
HELD: Final = 3
UNDECIDED: Final = 4
KEY: Final = "CKANEXT_MASKING_MASTER_KEY"
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_out = click.Path(dir_okay=False, path_type=Path)


@click.group()
def masking() -> None:
    """Find and mask personal and sensitive data in files."""


@masking.command()
@click.argument("file", type=_file)
@click.option("--report", type=_out, help="Write the report (JSON) here.")
def scan(file: Path, report: Path | None) -> None:
    """Say what is in the columns of FILE: kinds, certainty and counts, never values."""
    _apart(report, file)
    with _readable(), _progress() as progress:
        outcome = scan_file(file, Order(progress=progress))
    _finish(outcome, report)


@masking.command()
@click.argument("file", type=_file)
@click.option("-o", "--out", required=True, type=_out, help="The masked file.")
@click.option("--policy", required=True, help="A policy's file, or the name of a ready-made one.")
@click.option("--report", type=_out, help="Write the report (JSON) here.")
@click.option("--dataset", default="", help="The dataset's name, for keys and rules.")
@click.option(
    "--key-file",
    type=_file,
    help=f"Has the master key in hexadecimal; or set {KEY}.",
)
@click.option("--keep-suspects", is_flag=True, help="Suspects were looked at and may stay.")
def apply(
    file: Path,
    out: Path,
    policy: str,
    report: Path | None,
    dataset: str,
    key_file: Path | None,
    keep_suspects: bool,
) -> None:
    """Mask FILE by a policy. The result is written whole or not at all."""
    chosen, problems = named_policy(policy)
    if chosen is None:
        _refuse(problems)
    _apart(report, file, out)
    with _readable(), _progress() as progress:
        order = Order(
            keys=_keys(key_file, dataset or file.name),
            dataset=(dataset,) if dataset else (),
            keep_suspects=keep_suspects,
            progress=progress,
        )
        outcome = apply_file(file, out, chosen, order)
    _finish(outcome, report)


@masking.command()
@click.argument("policy", type=_file)
def check(policy: Path) -> None:
    """Say whether a POLICY can be used, and on which lines it is wrong."""
    with _readable():
        found, problems = check_policy(policy)
    if found is None:
        _refuse(problems)
    click.echo(f"{found.name} {found.version}: {found.zh} / {found.en}, {len(found.rules)} rules")


def _keys(key_file: Path | None, dataset: str) -> DatasetKeys | None:
    text = key_file.read_text("latin-1") if key_file else os.environ.get(KEY)
    return DatasetKeys(MasterKey.of_hex(text), dataset) if text else None


def _apart(report: Path | None, *others: Path) -> None:
    """A report must not be written over the file or its result."""
    if report is not None and any(report.resolve() == other.resolve() for other in others):
        zh, en = "报告不能覆盖原文件或结果，请另取文件名", "the report needs a name of its own"
        _refuse([Problem("report", "same_file", zh, en)])


@contextmanager
def _readable() -> Generator[None]:
    """Turns what may go wrong with files and keys into a line and an exit code."""
    try:
        yield
    except Rejected as error:
        _refuse(error.problems)
    except OSError as error:
        zh, en = f"无法读写 {error.filename}", f"cannot read or write {error.filename}"
        why = f"{error.strerror}"
        _refuse([Problem("file", "io", f"{zh}（{why}）", f"{en}: {why}")])


@contextmanager
def _progress() -> Generator[Progress]:
    """A line per step with its rows, on a terminal; nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(
        *columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal
    ) as bar:
        tasks: dict[str, Any] = {}
        rows: dict[str, int] = {}

        def tell(step: str, more: int) -> None:
            rows[step] = rows.get(step, 0) + more
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=rows.get("scan") if step != "scan" else None)
            bar.update(tasks[step], advance=more)

        yield tell


def _finish(outcome: FileReport, report: Path | None) -> None:
    """Write or print the report, and leave with the code that belongs to it."""
    text = json.dumps(outcome.as_dict(), ensure_ascii=False, indent=2) + "\n"
    if report is None:
        click.echo(text, nl=False)
    else:
        with _readable(), whole_file(report) as file:
            file.write(text.encode())
    if outcome.held is not None:
        click.echo(f"{outcome.held.zh}\n{outcome.held.en}", err=True)
        raise SystemExit(HELD)
    if outcome.needs_decision:
        zh, en = "发布前需要有人查看", "somebody has to look before this is published"
        click.echo(f"{zh}\n{en}", err=True)
        raise SystemExit(UNDECIDED)


def _refuse(problems: Iterable[Problem]) -> NoReturn:
    for problem in problems:
        click.echo(f"{problem.field}: {problem.zh}\n{problem.field}: {problem.en}", err=True)
    raise SystemExit(REFUSED)
