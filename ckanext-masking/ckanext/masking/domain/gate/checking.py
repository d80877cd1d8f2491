"""Looks at a masked file again, as if it had just been handed in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ckanext.masking.domain.engine import scan_file
from govopen_common.problem import Problem

OPAQUE: Final = frozenset({"redact", "null", "hmac_sha256", "hmac_sm3"})
"""Operators whose results are never of the kind they hide."""

CHANGED: Final = Problem(
    "file",
    "check_shape",
    "脱敏结果的表或行数与原文件不符，未发布，请管理员查看",
    "the result has other tables or rows than the file; it is not published: ask the administrator",
)
LEFT: Final = Problem(
    "file",
    "check_left",
    "复查脱敏结果时仍发现应遮盖的内容，未发布，请管理员查看",
    "what was to be masked is still in the result; it is not published: ask the administrator",
)


def check(masked: Path, report: Mapping[str, Any]) -> Problem | None:
    """What is wrong with the file that the engine says in ``report`` to have written, if anything.

    It must be readable with as many tables and rows, and where a column was hidden whole nothing
    certain of its kind may be left.
    """
    before = _tables(report)
    after = _tables(scan_file(masked).as_dict())
    if [one["rows"] for one in before] != [one["rows"] for one in after]:
        return CHANGED
    for one, other in zip(before, after, strict=True):
        found = {int(column["place"]): column for column in _columns(other)}
        for column in _columns(one):
            if _hidden(column) and _certain(found.get(int(column["place"])), column["detector"]):
                return LEFT
    return None


def _tables(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(report.get("tables", []))


def _columns(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(table["columns"])


def _hidden(column: Mapping[str, Any]) -> bool:
    return bool(column["detector"]) and column["decision"]["operator"] in OPAQUE


def _certain(column: Mapping[str, Any] | None, detector: str) -> bool:
    if column is None:
        return False
    return any(
        one["detector"] == detector and one["certainty"] == "certain" for one in column["found"]
    )
