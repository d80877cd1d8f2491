"""Many rows into a table at once, by PostgreSQL's COPY."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL: Final = "\\N"


def copy(
    connection: sa.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add ``rows`` to ``table``; see :func:`lines` and :func:`send`."""
    send(connection, table, columns, lines(rows))


def lines(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as COPY reads them. A tuple is an array of text; mappings and lists are JSON."""
    return "".join(["\t".join(map(_written, row)) + "\n" for row in rows])


def send(connection: sa.Connection, table: str, columns: Sequence[str], text: str) -> None:
    """Add the rows of ``text``, which ``lines`` made, to ``table``.

    ``table`` and ``columns`` are names of ours, never what somebody sent.
    """
    driver = connection.connection.cursor()
    with driver:
        said = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        driver.copy_expert(said, io.StringIO(text))


def _written(value: Any) -> str:
    if value is None:
        return _NULL
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return _array(value).translate(_ESCAPES)
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)


def _array(values: Iterable[str]) -> str:
    quoted = ('"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in values)
    return "{" + ",".join(quoted) + "}"
