"""A decision on an upload that holds for the next one of the same resource.

What was decided of a column holds while the column stays what it was: the same name in the same
table, with no kind of finding that the decision did not know. A column that is new, or in which
something new is found, asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ckanext.masking.domain.policy.model import CLEAR

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Remembered:
    """What of an earlier decision holds: operators by table and place, and what asks again.

    ``new`` are the names of columns about which nobody has decided.
    """

    columns: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    keep_suspects: bool = False
    new: list[str] = field(default_factory=list[str])

    @property
    def whole(self) -> bool:
        """Whether nothing is left to be decided."""
        return not self.new


def decided(findings: Told, chosen: Iterable[Told]) -> dict[str, Any]:
    """What to keep of a report that somebody approves: the kinds and the operator by column.

    ``chosen`` are the columns for which another operator was taken than the policy's.
    """
    operators = {(str(one["table"]), int(one["place"])): one for one in chosen}
    columns: list[dict[str, Any]] = []
    for table, column in _columns(findings):
        one = operators.get((table, int(column["place"])))
        columns.append(
            {
                "table": table,
                "name": column["name"],
                "kinds": sorted(kinds(column)),
                "operator": one["operator"] if one else None,
                "parameters": dict(one.get("parameters") or {}) if one else {},
            }
        )
    return {"columns": columns}


def remember(known: Told, keep_suspects: bool, findings: Told) -> Remembered:
    """What holds of the decision ``known`` (as ``decided`` made it) for the report ``findings``."""
    before = {(one["table"], one["name"]): one for one in known.get("columns") or ()}
    columns: list[dict[str, Any]] = []
    new: list[str] = []
    for table, column in _columns(findings):
        earlier = before.get((table, column["name"]))
        if earlier is None or not kinds(column) <= set(earlier["kinds"]):
            new.append(column["name"])
        elif earlier["operator"]:
            columns.append(
                {
                    "table": table,
                    "place": column["place"],
                    "operator": earlier["operator"],
                    "parameters": earlier["parameters"],
                }
            )
    return Remembered(columns, keep_suspects, new)


def kinds(column: Told) -> set[str]:
    """The kinds that were found in a column."""
    found = cast("list[Told]", column.get("found") or [])
    return {str(one["detector"]) for one in found if one.get("cells", 1)}


def left_clear(findings: Told, chosen: Iterable[Told]) -> list[str]:
    """Names of columns in which something was found and that are to stay as they are."""
    clear = {
        (str(one["table"]), int(one["place"]))
        for one in chosen
        if one["operator"] == CLEAR.operator
    }
    return [
        column["name"]
        for table, column in _columns(findings)
        if (table, column["place"]) in clear and kinds(column)
    ]


def _columns(findings: Told) -> Iterator[tuple[str, Told]]:
    for table in findings.get("tables") or ():
        for column in table["columns"]:
            if column.get("kind") != "loose":
                yield str(table["table"]), column
