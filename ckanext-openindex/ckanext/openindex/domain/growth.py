"""Growth of a counted number over windows, on a published scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import log
from typing import Any, Final

from ckanext.openindex.domain.facts import Counted, DatasetFacts
from ckanext.openindex.domain.indicators.base import Parameter, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement
from ckanext.openindex.domain.volume import volume

PARAMETERS: Final[Mapping[str, Parameter]] = {
    "windows": Parameter(
        "windows",
        "各时间窗口（天）的权重",
        "weight of each window, in days",
        {90: 0.4, 365: 0.6},
        most=1,
        sum=1,
    ),
    "full": Parameter(
        "number",
        "一年增长多少倍得满分（1 为翻一番）",
        "growth in a year that earns everything (1 is twice as much)",
        1.0,
        0.01,
        1000,
    ),
    "steady": Parameter(
        "number", "既不增也不减的得分", "what neither growth nor loss is worth", 0.5, 0.0, 1.0
    ),
}
FORMULA: Final = (
    "每个窗口 g = ln(现在 ÷ 当时) ÷ 年数（一年 365 天）；g ≥ 0 时为 "
    "平稳分 + (1 − 平稳分) × g ÷ ln(1+满分倍数)，"
    "g < 0 时为 平稳分 × (1 + g ÷ ln 2)，0 到 1；按窗口权重平均",
    "for each window g = ln(now ÷ then) ÷ years of 365 days; steady + (1 − steady) × g ÷ "
    "ln(1+growth that earns everything) for g ≥ 0, steady × (1 + g ÷ ln 2) for g < 0, from 0 to "
    "1; their mean by the weights of the windows",
)
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "then": ("窗口起点的数量", "number at the beginning of the window"),
    "now": ("现在的数量", "number now"),
    "growth_scale": (
        "按年折算的增长，对数刻度：减半为 0，不变为平稳分，达到满分倍数为 1",
        "growth as of a year on a logarithmic scale: 0 for half as much, the steady value for no "
        "change, 1 for the growth that earns everything",
    ),
    "cycle_static": ("不更新的数据不计增长", "data that are never updated are not asked to grow"),
    "no_history": ("历史不足，还看不出增长", "there is too little history to see growth"),
}


def growth(
    facts: DatasetFacts,
    now: int | None,
    then: Callable[[Counted], int | None],
    given: Mapping[str, Any],
    as_of: datetime,
) -> Measurement:
    """The weighted mean over the windows that history reaches back to.

    In a window the latest count that is at least so old is compared with ``now``; the logarithm
    of their ratio is taken to a year. A count of nothing then has no ratio, so the window is left
    out.
    """
    if facts.update_cycle == "static":
        return missing("cycle_static", Evidence("update_cycle", "static", "as_declared"))
    if now is None:
        return missing(volume(facts).unsaid)
    total = weights = 0.0
    evidence = [Evidence("now", now, "counted")]
    for days, weight in given["windows"].items():
        old = _at(facts, then, as_of - timedelta(days=days))
        if old is None:
            continue
        at, count = old
        years = (as_of - at) / timedelta(days=365)
        value = _value(log(now / count) / years if now else -1e9, given)
        total, weights = total + weight * value, weights + weight
        evidence.append(Evidence(f"then_{days}", count, "growth_scale", at=at))
    if not weights:
        return missing("no_history", *evidence)
    return Measurement(total / weights, "", tuple(evidence))


def _at(
    facts: DatasetFacts, then: Callable[[Counted], int | None], day: datetime
) -> tuple[datetime, int] | None:
    for one in reversed(facts.history):
        count = then(one)
        if one.at <= day and count:
            return one.at, count
    return None


def _value(rate: float, given: Mapping[str, Any]) -> float:
    steady: float = given["steady"]
    if rate >= 0:
        return min(steady + (1 - steady) * rate / log(1 + given["full"]), 1.0)
    return max(steady * (1 + rate / log(2)), 0.0)
