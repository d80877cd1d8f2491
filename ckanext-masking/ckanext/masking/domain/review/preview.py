"""A sample with other operators in some columns, before anybody decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from ckanext.masking.domain.keys import DatasetKeys
from ckanext.masking.domain.operators import Scope, registry
from ckanext.masking.domain.policy.model import Action

Chosen = Mapping[tuple[str, int], Action]


def preview(
    sample: Mapping[str, Any],
    chosen: Chosen,
    keys: DatasetKeys | None = None,
    today: date | None = None,
) -> dict[str, Any]:
    """``sample`` (as ``sample_files`` makes it) with what ``chosen`` makes of its columns.

    ``chosen`` has actions by table and place of the column. Operators that need a whole column
    redact, as they do with few values; ages count to ``today``.

    Raises ``Rejected`` when an operator lacks its keys.
    """
    scope = Scope(keys, today=today)
    return {"tables": [_table(one, chosen, scope) for one in sample["tables"]]}


def _table(table: Mapping[str, Any], chosen: Chosen, scope: Scope) -> dict[str, Any]:
    rows = [{**row, "after": list(row["after"])} for row in table["rows"]]
    for number, column in enumerate(table["columns"]):
        action = chosen.get((str(table["table"]), int(column["place"])))
        if action is None:
            continue
        operator = registry()[action.operator]
        mask = operator.bind(action.parameters, replace(scope, column=column["name"]))
        cells = pl.Series("cell", [row["before"][number] for row in rows], dtype=pl.String)
        if mask.surveys:
            mask.survey(cells)
        for row, cell in zip(rows, mask.series(cells).to_list(), strict=True):
            row["after"][number] = cell
    return {**table, "rows": rows}
