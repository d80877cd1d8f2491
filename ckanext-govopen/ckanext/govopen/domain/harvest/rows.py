"""Files whose rows are records: JSON Lines, a JSON array, CSV, Excel."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any, Final, cast

from ckanext.govopen.domain.harvest.charset import decode
from ckanext.govopen.domain.harvest.cleaning import is_empty, text_of
from ckanext.govopen.domain.harvest.evaluate import evaluate
from ckanext.govopen.domain.harvest.expression import ExpressionError
from ckanext.govopen.domain.harvest.profile import FileSource
from ckanext.govopen.domain.harvest.record import Item, Page
from ckanext.govopen.domain.harvest.session import Session
from ckanext.govopen.domain.harvest.transport import Request, SourceError
from govopen_common.problem import Problem
from python_calamine import CalamineError, CalamineWorkbook

MAX_FILE: Final = 512 * 1024 * 1024
"""Bytes of a catalogue file; 100,000 records of a kilobyte take 100 MB."""


def file_pages(session: Session, start_cursor: str | None = None) -> Iterator[Page]:
    """The rows of the source's file in pages; the cursor is the number of rows done.

    Rows without an id become problems. Of rows with the same id the later ones get ``#2``, ``#3``
    when the profile numbers duplicates. Raises SourceError when the file cannot be read.
    """
    source = session.profile.file
    if source is None:
        return
    skipped = int(start_cursor) if start_cursor and start_cursor.isdigit() else 0
    body = _body(session)
    counts: dict[str, int] = {}
    items: list[Item] = []
    problems: list[Problem] = []
    held: Page | None = None
    for number, (row, fault) in enumerate(_rows(source, body), start=1):
        identity = "" if fault else _identity(source, row, number)
        if identity and session.profile.duplicates == "number":
            counts[identity] = counts.get(identity, 0) + 1
            if counts[identity] > 1:
                identity = f"{identity}#{counts[identity]}"
        if number <= skipped:
            continue
        if identity:
            items.append(Item(identity, row))
        else:
            problems.append(fault or _no_id(number))
        if len(items) + len(problems) >= source.page_size:
            if held is not None:
                yield held
            held = Page(str(number), items, None, 0, problems)
            items, problems = [], []
    if items or problems:
        if held is not None:
            yield held
        held = Page(None, items, None, 0, problems)
    if held is not None:
        yield Page(None, held.items, None, 0, held.problems)


def _identity(source: FileSource, row: dict[str, Any], number: int) -> str:
    try:
        return text_of(evaluate(source.id, row, row))
    except ExpressionError as error:
        raise SourceError(
            "file",
            f"第 {number} 行的标识无法计算：{error}，请核对 file.id",
            f"the id of row {number} cannot be worked out: {error}; check file.id",
        ) from error


def _body(session: Session) -> bytes:
    limits = session.profile.limits
    response = session.raw(Request("GET", session.url, max_bytes=max(limits.max_bytes, MAX_FILE)))
    if not 200 <= response.status < 300:
        raise SourceError(
            f"http-{response.status}",
            f"文件无法取得（HTTP {response.status}），请确认地址",
            f"the file cannot be had (HTTP {response.status}); check the address",
        )
    return response.body


def _rows(source: FileSource, body: bytes) -> Iterator[tuple[dict[str, Any], Problem | None]]:
    match source.format:
        case "csv":
            yield from ((row, None) for row in _csv(source, body))
        case "excel":
            yield from ((row, None) for row in _excel(source, body))
        case "json":
            yield from ((row, None) for row in _json(body, source.charset))
        case _:
            yield from _jsonlines(body, source.charset)


def _jsonlines(body: bytes, charset: str | None) -> Iterator[tuple[dict[str, Any], Problem | None]]:
    # Line by line: decoding a whole file at once would hold it twice.
    for number, line in enumerate(io.BytesIO(body), start=1):
        text = _line(line, charset).strip().lstrip("\ufeff")
        if not text:
            continue
        try:
            row = json.loads(text)
        except ValueError as error:
            yield {}, _bad_row(number, str(error))
            continue
        if isinstance(row, dict):
            yield cast("dict[str, Any]", row), None
        else:
            yield {}, _bad_row(number, "not an object")


def _line(line: bytes, charset: str | None) -> str:
    if charset is None:
        with suppress(UnicodeDecodeError):
            return line.decode()
    return decode(line, "", charset)


def _json(body: bytes, charset: str | None) -> Iterator[dict[str, Any]]:
    try:
        data = json.loads(decode(body, "", charset))
    except ValueError as error:
        raise _unreadable("JSON", str(error)) from error
    for row in cast("list[Any]", data) if isinstance(data, list) else [data]:
        yield cast("dict[str, Any]", row) if isinstance(row, dict) else {}


def _csv(source: FileSource, body: bytes) -> Iterator[dict[str, Any]]:
    text = decode(body, "", source.charset).lstrip("\ufeff")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=source.delimiter)
    try:
        yield from _tabular(list(row) for row in _after_header(rows, source.header))
    except csv.Error as error:
        raise _unreadable("CSV", str(error)) from error


def _excel(source: FileSource, body: bytes) -> Iterator[dict[str, Any]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        if isinstance(source.sheet, int):
            sheet = book.get_sheet_by_index(source.sheet)
        else:
            sheet = book.get_sheet_by_name(source.sheet)
        rows = sheet.iter_rows()
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise _unreadable("Excel", str(error)) from error
    offset = sheet.start[0] if sheet.start else 0
    cells = ([_cell(value) for value in row] for row in rows)
    yield from _tabular(_after_header(cells, source.header - offset))


def _after_header(rows: Iterator[list[Any]], header: int) -> Iterator[list[Any]]:
    """``rows`` from row number ``header`` (from 1) on."""
    for number, row in enumerate(rows, start=1):
        if number >= header:
            yield row


def _tabular(rows: Iterator[list[Any]]) -> Iterator[dict[str, Any]]:
    """Rows as mappings of the first row's names; wholly empty rows are left out."""
    names: list[str] | None = None
    for row in rows:
        if names is None:
            names = [text_of(name) for name in row]
        elif any(not is_empty(value) for value in row):
            yield {name: value for name, value in zip(names, row, strict=False) if name}


def _cell(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return value


def _bad_row(number: int, reason: str) -> Problem:
    return Problem(
        "id",
        "row",
        f"第 {number} 行无法读取（{reason}），请改正该行",
        f"row {number} cannot be read ({reason}); mend the row",
    )


def _no_id(number: int) -> Problem:
    return Problem(
        "id",
        "no-id",
        f"第 {number} 行没有标识，无法采集；请核对 file.id",
        f"row {number} has no id and cannot be harvested; check file.id",
    )


def _unreadable(kind: str, reason: str) -> SourceError:
    return SourceError(
        "file",
        f"文件无法按 {kind} 读取（{reason}），请核对格式",
        f"the file cannot be read as {kind} ({reason}); check its format",
    )
