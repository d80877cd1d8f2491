"""Scans one resource, or the texts of one dataset, as a reader would get them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import uploader
from ckanext.masking.adapters import ledger
from ckanext.masking.domain.engine import Survey, scan_file, survey_rows
from ckanext.masking.domain.engine.plan import kinds
from ckanext.masking.domain.formats.base import Kind
from ckanext.masking.domain.review.words import flagged
from govopen_common import stored
from govopen_common.problem import Problem

CLEAN: Final = "clean"
FOUND: Final = "found"
UNREAD: Final = "unread"
LINK: Final = "link"
ROWS: Final = 10_000
"""Rows asked of the DataStore at a time."""
NO_FILE: Final = Problem(
    "file",
    "no_file",
    "找不到文件，请重新上传或删除该资源",
    "the file is not in its place; upload it again, or delete the resource",
)


class Seen(NamedTuple):
    """What came of a scan."""

    state: str
    findings: list[dict[str, Any]]
    problem: dict[str, str]


def stamp(resource: model.Resource) -> str:
    """A text that changes whenever what readers get of a resource may have changed."""
    if resource.url_type == "upload":
        path = stored.on_disk(_keeper(resource), str(resource.id))
        if path is not None and path.is_file():
            status = path.stat()
            return f"file:{status.st_size}:{status.st_mtime_ns}"
    return f"{resource.url_type or 'link'}:{_rows(str(resource.id))}:{resource.metadata_modified}"


def texts_stamp(package: model.Package) -> str:
    """The same of a dataset's texts."""
    return str(package.metadata_modified)


def scan_resource(resource: model.Resource) -> Seen:
    """Look at a resource's file, or its table; and at neither for a link to elsewhere."""
    if resource.url_type == "upload":
        return _file(resource)
    if _rows(str(resource.id)):
        return _seen(_of_survey(_table(str(resource.id))))
    return Seen(LINK, [], {})


def scan_texts(package: model.Package) -> Seen:
    """Look at the title, description and tags of a dataset and the names of its files."""
    texts = {"title": package.title or "", "notes": package.notes or ""}
    texts["tags"] = "，".join(tag.name for tag in package.get_tags())
    for number, resource in enumerate(package.resources):
        texts[f"resources.{number}.name"] = resource.name or ""
        texts[f"resources.{number}.description"] = resource.description or ""
    return _seen(
        _finding(where, kind, "probable", 1, decided=False)
        for where, found in flagged(texts).items()
        for kind in found
    )


def _file(resource: model.Resource) -> Seen:
    try:
        with _at_hand(resource) as path:
            report = scan_file(path).as_dict()
    except (OSError, LookupError):
        return Seen(UNREAD, [], NO_FILE.as_dict())
    if "held" in report:
        held = report["held"]
        problem = Problem("file", held["reason"], held["zh"], held["en"])
        return Seen(UNREAD, [], problem.as_dict())
    known = _decided(str(resource.id))
    return _seen(
        _finding(column["name"], one["detector"], one["certainty"], one["cells"],
                 decided=(column["name"], one["detector"]) in known)
        for table in report["tables"]
        for column in table["columns"]
        for one in column["found"]
    )  # fmt: skip


def _of_survey(survey: Survey) -> Iterator[dict[str, Any]]:
    for column, report in survey.reports.items():
        if column.kind is not Kind.CELLS:
            continue
        counts: dict[str, int] = {}
        for tally in report.tallies:
            counts[tally.detector] = counts.get(tally.detector, 0) + tally.cells
        for one in kinds(report):
            cells = counts.get(one.detector, 0)
            yield _finding(
                column.name, one.detector, one.certainty.name.lower(), cells, decided=False
            )


def _decided(resource_id: str) -> set[tuple[str, str]]:
    """Columns and kinds that the gate knew when it published the file: decided or by policy."""
    findings = ledger.findings_of(resource_id)
    return {
        (str(column["name"]), str(one["detector"]))
        for table in findings.get("tables") or ()
        for column in table["columns"]
        for one in column.get("found") or ()
    }


def _seen(found: Iterable[dict[str, Any]]) -> Seen:
    findings = list(found)
    open_ones = [one for one in findings if not one["decided"]]
    return Seen(FOUND if open_ones else CLEAN, findings, {})


def _finding(
    where: str, detector: str, certainty: str, cells: int, *, decided: bool
) -> dict[str, Any]:
    return {
        "where": where,
        "detector": detector,
        "certainty": certainty,
        "cells": cells,
        "decided": decided,
    }


def _keeper(resource: model.Resource) -> Any:
    """The uploader that has the file of a resource."""
    about = {"id": resource.id, "url": resource.url, "url_type": "upload"}
    return uploader.get_resource_uploader(about)


@contextmanager
def _at_hand(resource: model.Resource) -> Iterator[Path]:
    """The file of an upload on this disk: where it lies, or a copy for as long as it is scanned.

    Raises OSError or LookupError when it is not in its place.
    """
    keeper = _keeper(resource)
    path = stored.on_disk(keeper, str(resource.id))
    if path is not None:
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=Path(resource.url or "").suffix) as copy:
        for piece in stored.pieces(keeper, str(resource.id)):
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)


def _rows(resource_id: str) -> int:
    if not p.plugin_loaded("datastore"):
        return 0
    try:
        return int(_search(resource_id, limit=0).get("total") or 0)
    except tk.ObjectNotFound:
        return 0


def _table(resource_id: str) -> Survey:
    survey = Survey({})
    offset = 0
    while records := _search(resource_id, limit=ROWS, offset=offset)["records"]:
        rows = [{key: value for key, value in row.items() if key != "_id"} for row in records]
        survey = survey_rows(rows, known=survey)
        offset += len(records)
    return survey


def _search(resource_id: str, **asked: Any) -> dict[str, Any]:
    """As somebody who may see the resource, and nothing clear in it, reads its table."""
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    given = {"resource_id": resource_id, "sort": "_id", **asked}
    found = tk.get_action("datastore_search")({"user": site, "ignore_auth": True}, given)
    return dict(found)
