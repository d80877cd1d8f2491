"""What a table of the DataStore cannot hold."""

from __future__ import annotations

from typing import Any, Final

_PROGRAM_LIMIT: Final = "54"
"""Class of SQLSTATE for more columns, longer rows or longer words than PostgreSQL has room for
(PostgreSQL 15, appendix A)."""


def beyond(error: BaseException) -> bool:
    """Whether an error of the database says so: trying again would change nothing."""
    told: Any = getattr(error, "orig", None) or error
    return str(getattr(told, "pgcode", None) or "").startswith(_PROGRAM_LIMIT)
