"""Census numbers: never negative, and what is shared or opened never exceeds the total."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, number, rule
from govopen_common.problem import Problem

MEASURES = {
    "storage": ("存储量", "storage"),
    "records": ("记录数", "records"),
}
PARTS = {
    "total": ("总", "total"),
    "shared": ("已共享", "shared"),
    "opened": ("已开放", "opened"),
}


@rule
def census_numbers(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    for measure, (zh_measure, en_measure) in MEASURES.items():
        values: dict[str, float] = {}
        for part, (zh_part, en_part) in PARTS.items():
            field = f"{part}_{measure}"
            value = number(dataset, field)
            if value is None:
                continue
            if math.isnan(value) or value < 0 or (measure == "records" and value % 1):
                kind_zh = "非负整数" if measure == "records" else "非负数"
                kind_en = "a whole number" if measure == "records" else "a number"
                zh = f"{zh_part}{zh_measure}应为{kind_zh}，请改正。"
                en = f"The {en_part} {en_measure} must be {kind_en}, zero or more; correct it."
                yield Problem(field, "not_a_number", zh, en)
            else:
                values[part] = value
        yield from _above_total(values, measure, zh_measure, en_measure)


def _above_total(
    values: dict[str, float], measure: str, zh_measure: str, en_measure: str
) -> Iterator[Problem]:
    total = values.get("total")
    for part in ("shared", "opened"):
        if total is not None and values.get(part, 0) > total:
            zh_part, en_part = PARTS[part]
            yield Problem(
                f"{part}_{measure}",
                "above_total",
                f"{zh_part}{zh_measure} {values[part]:g} 大于总量 {total:g}，请核对。",
                f"The {en_part} {en_measure} ({values[part]:g}) exceed the total ({total:g}); "
                "check both.",
            )
