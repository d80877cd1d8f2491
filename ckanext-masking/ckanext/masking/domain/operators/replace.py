"""Replace: a fixed text, or one from a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.masking.domain.operators.base import (
    BLANK,
    OTHERWISE,
    Mask,
    Operator,
    Scope,
    otherwise,
)
from ckanext.masking.domain.operators.parameter import Parameter
from govopen_common.problem import Problem


class ReplaceMask(Mask):
    """Writes what the table has for a value, else ``rest``. Spaces around a value do not count."""

    def __init__(self, table: Mapping[str, str], rest: str | None) -> None:
        self.table = {old.strip(BLANK): new for old, new in table.items()}
        self.rest = rest

    def one(self, value: str, subject: str | None) -> str | None:
        return self.table.get(value.strip(BLANK), self.rest)


class Replace(Operator):
    name = "replace"
    zh = "换成固定的文字，或按对照表替换；表中没有的值不会保留"
    en = "Writes a fixed text, or one from a table; a value the table lacks is not kept"
    parameters = {
        "text": Parameter("text", "固定的文字", "the fixed text", ""),
        "table": Parameter("table", "原值到新值的对照表", "a table of old and new values"),
        "otherwise": OTHERWISE,
    }

    def check_together(self, parameters: Mapping[str, Any], field: str) -> Iterable[Problem]:
        if bool(parameters["text"]) == bool(parameters["table"]):
            zh, en = "text 与 table 请只写一个", "give either text or table, and not both"
            yield Problem(f"{field}.text", "parameter_either", zh, en)

    def make(self, parameters: Mapping[str, Any], scope: Scope) -> ReplaceMask:
        return ReplaceMask(parameters["table"] or {}, parameters["text"] or otherwise(parameters))
