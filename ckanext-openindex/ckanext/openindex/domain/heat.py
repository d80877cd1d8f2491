"""Use over windows on a published logarithmic scale: no dataset's figure depends on another's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import log1p
from typing import Any, Final

from ckanext.openindex.domain.facts import DatasetFacts, Window
from ckanext.openindex.domain.indicators.base import Parameter, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement

WEIGHTS: Final = Parameter(
    "windows",
    "各时间窗口（天）的权重",
    "weight of each window, in days",
    {7: 0.1, 30: 0.4, 90: 0.3, 365: 0.2},
    most=1,
    sum=1,
)
FORMULA: Final = (
    "每个窗口 ln(1+次数) ÷ ln(1+得满分的次数)，最多 1；按窗口权重平均，统计未满的窗口不计",
    "ln(1+uses) ÷ ln(1+uses that earn everything) for each window, at most 1; their mean by the "
    "weights of the windows that were wholly counted",
)
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "use": ("使用次数", "uses"),
    "window_days": (
        "窗口内次数的对数，与参考值之比（已去除机器人与重复）",
        "logarithm of the uses in a window against that of the reference, without robots and "
        "repeats",
    ),
    "not_counted": ("使用情况未统计", "use is not counted"),
    "counting_too_young": ("统计时间不足一个窗口", "use has been counted for less than a window"),
}


def references(each: Mapping[int, float]) -> Mapping[str, Parameter]:
    """The parameters of a heat indicator with the reference values ``each`` by default."""
    reference = Parameter(
        "windows",
        "各时间窗口（天）内得满分的次数",
        "uses within each window, in days, that earn everything",
        each,
        least=1,
    )
    return {"windows": WEIGHTS, "full": reference}


def heat(
    facts: DatasetFacts, count: Callable[[Window], int], given: Mapping[str, Any], as_of: datetime
) -> Measurement:
    """The weighted mean, over the windows that were wholly counted, of log(1+n)/log(1+full)."""
    usage = facts.usage
    if usage is None:
        return missing("not_counted")
    total = weights = 0.0
    evidence = list[Evidence]()
    for window in usage.windows:
        weight = given["windows"].get(window.days)
        full = given["full"].get(window.days)
        if weight is None or full is None:
            continue
        if usage.since is not None and usage.since > as_of - timedelta(days=window.days):
            continue
        seen = count(window)
        total += weight * min(log1p(seen) / log1p(full), 1.0)
        weights += weight
        evidence.append(Evidence(f"use_{window.days}", seen, "window_days"))
    if not weights:
        return missing("counting_too_young")
    return Measurement(total / weights, "", tuple(evidence))
