"""Harvests on a terminal: progress, summary, and what a profile makes of a platform."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchIndexError
from ckanext.govopen.adapters import bulk_problems
from ckanext.govopen.adapters.http_local import local_file
from ckanext.govopen.domain.harvest import Session, SourceError, try_profile
from ckanext.govopen.domain.harvest.trial import RecordTrial
from ckanext.govopen.domain.harvest_run import (
    EXIT_FAILED,
    EXIT_OK,
    EXIT_SOME_FAILED,
    Counts,
    exit_code,
)
from ckanext.harvest.model import HarvestObject, HarvestObjectError, HarvestSource
from govopen_common.problem import Rejected
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from . import dry, states, watchdog
from . import run as runs
from .settings import SourceSettings
from .source import open_source, open_url, resolve
from .work import work

SHOWN_ERRORS = 20
LABELS = {
    "new": "新增 new",
    "changed": "更新 changed",
    "unchanged": "未变 unchanged",
    "withdrawn": "下架 withdrawn",
    "restored": "恢复 restored",
    "failed": "失败 failed",
}

console = Console(highlight=False)


def run(row: HarvestSource, workers: int, *, reimport: bool, accept_loss: bool) -> int:
    """Run a job of the source to its end, or an interrupted one; the exit code."""
    name = row.title or row.url
    mode = states.REIMPORT if reimport else states.HARVEST
    try:
        job_id = runs.create_job(row.id, mode=mode, accept_loss=accept_loss)
    except runs.JobBusy as busy:
        job_id = busy.job_id
        if not watchdog.take_over(job_id):
            console.print(
                f"{name}: 任务 {job_id} 正由 ckan harvester 的队列处理 / is with the queue of"
                " `ckan harvester`; wait, or abort it there"
            )
            return EXIT_FAILED
        console.print(f"{name}: 继续未结束的任务 / going on with the open job {job_id}")
    others = [_fork(job_id) for _ in range(workers - 1)]
    with _bar(name) as bar:
        task = bar.add_task(name, total=None)

        def progress() -> None:
            found, listed = runs.counts(job_id), runs.load(job_id)
            total = found.total if listed.stage != states.GATHER else listed.announced
            bar.update(task, total=total or None, completed=found.done)

        try:
            work(job_id, progress)
        except SearchIndexError as error:
            console.print(
                f"{error}\n任务 {job_id} 未完成，搜索引擎恢复后再次运行即可继续 / "
                "the job is not done; run this again once the search engine answers",
                markup=False,
            )
            return EXIT_FAILED
        for other in others:
            other.join()
        model.Session.commit()
        progress()
    return _summary(name, job_id)


def _fork(job_id: str) -> multiprocessing.process.BaseProcess:
    """One more worker, a child that shares nothing with this process but the code."""
    model.Session.remove()
    model.meta.engine.dispose()
    child = multiprocessing.get_context("fork").Process(target=_child, args=(job_id,))
    child.start()
    return child


def _child(job_id: str) -> None:
    model.meta.engine.dispose(close=False)
    work(job_id)


def _bar(name: str) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )


def _summary(name: str, job_id: str) -> int:
    listed, found = runs.load(job_id), runs.counts(job_id)
    console.print(_table(name, found))
    for message in _errors(job_id):
        console.print(f"  [red]✗[/red] {escape(message)}")
    if listed.error:
        console.print(listed.error, style="red", markup=False)
    return exit_code(found, listed.error)


def _table(name: str, found: Counts) -> Table:
    table = Table(title=escape(name))
    values = found.as_dict()
    for key, label in LABELS.items():
        table.add_column(label, justify="right", style="red" if key == "failed" else "")
    table.add_row(*(str(values[key]) for key in LABELS))
    return table


def _errors(job_id: str) -> list[str]:
    one = HarvestObject
    query = (
        sa.select(HarvestObjectError.message)
        .join(one, HarvestObjectError.harvest_object_id == one.id)
        .where(one.harvest_job_id == job_id)
        .order_by(one.gathered)
        .limit(SHOWN_ERRORS)
    )
    return list(model.Session.scalars(query))


def dry_run(row: HarvestSource) -> int:
    """Fetch and check every record of the source, writing nothing; the exit code."""
    name = f"{row.title or row.url}（试运行 dry run）"
    try:
        source = open_source(row)
    except Rejected as error:
        for problem in error.problems:
            console.print(bulk_problems.line(problem), markup=False)
        return EXIT_FAILED
    with _bar(name) as bar:
        task = bar.add_task(name, total=None)
        report = dry.run(source, lambda done, total: bar.update(task, total=total, completed=done))
    source.close()
    console.print(_table(name, report.counts))
    for message in report.messages[:SHOWN_ERRORS]:
        console.print(f"  ✗ {message}", markup=False)
    if report.error:
        console.print(report.error, markup=False)
    return exit_code(report.counts, report.error)


def check(settings: SourceSettings, url: str, records: int) -> int:
    """Try a profile on a few records; the exit code. Raises ProfileError."""
    source = open_url(url, settings)
    try:
        session = source.session
    except SourceError as error:
        console.print(bulk_problems.line(error.problem("credentials")), markup=False)
        return EXIT_FAILED
    if "://" not in url and Path(url).exists():
        session = Session(source.profile, url, local_file(url), options=settings.options)
    trial = try_profile(session, resolve, records)
    source.close()
    if trial.failure:
        console.print(bulk_problems.line(trial.failure), markup=False)
        return EXIT_FAILED
    console.print(f"总数 total: {trial.total if trial.total is not None else '?'}")
    for one in trial.records:
        _show(one)
    if not trial.records:
        console.print(
            "列表中没有记录，请核对 list.items / the list has no record; check list.items"
        )
    failed = [one for one in trial.records if one.failure or (one.record and one.record.failed)]
    return EXIT_SOME_FAILED if failed or not trial.records else EXIT_OK


def _show(one: RecordTrial) -> None:
    if one.failure:
        console.print(f"{one.id}: {bulk_problems.line(one.failure)}", markup=False)
        return
    table = Table(title=escape(one.id), show_lines=False)
    for label in ("字段 field", "取值 expression", "来源值 found", "结果 became", "说明 note"):
        table.add_column(label, overflow="fold")
    for field in one.fields:
        row = (field.field, field.expression, field.found[:80], field.became[:80], field.note)
        table.add_row(*map(escape, row))
    console.print(table)
    for problem in one.record.problems if one.record else []:
        console.print(f"  ✗ {bulk_problems.line(problem)}", markup=False)
