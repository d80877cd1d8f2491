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
    """Add ``rows`` to ``table``. A tuple is an array of text; mappings and lists are JSON.

    ``table`` and ``columns`` are names of ours, never what somebody sent.
    """
    body = io.StringIO()
    for row in rows:
        body.write("\t".join(map(_written, row)))
        body.write("\n")
    body.seek(0)
    driver = connection.connection.cursor()
    with driver:
        driver.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", body)


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
