"""The fixed words of a report in both languages; a report is made outside of any page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "report": ("数据开放指数报告", "Openness index report"),
    "level": ("层级", "Level"),
    "period": ("时间段", "Period"),
    "methodology": ("方法学版本", "Methodology"),
    "made": ("生成日期", "Made on"),
    "score": ("得分", "Score"),
    "band": ("等级", "Band"),
    "change": ("变化", "Change"),
    "datasets": ("数据集数", "Datasets"),
    "begin": ("期初", "At the beginning"),
    "end": ("期末", "At the end"),
    "no_begin": (
        "历史记录未覆盖期初，无法比较。",
        "History does not reach to the beginning of the period, so nothing can be compared.",
    ),
    "summary": ("总体情况", "Summary"),
    "dimensions": ("各维度得分", "Dimensions"),
    "dimension": ("维度", "Dimension"),
    "curve": ("得分曲线", "The score over time"),
    "day": ("日期", "Day"),
    "indicators": ("各指标与提升办法", "Indicators, how to gain points"),
    "indicator": ("指标", "Indicator"),
    "value": ("达成率（%）", "Value (%)"),
    "points": ("得分（分）", "Points"),
    "can": ("满分（分）", "Out of"),
    "gain": ("提升办法", "How to gain points"),
    "best": ("得分最高的数据集", "Best datasets"),
    "costly": ("失分最多的数据集", "Datasets that cost most"),
    "dataset": ("数据集", "Dataset"),
    "cost": ("失分（分）", "Points lost"),
    "most": ("主要失分指标", "Mostly by"),
    "as_of": (
        "以下为当前数据，计算日期：",
        "What follows is as of now, computed on",
    ),
    "gone": ("当前已没有公开的数据集，因此没有指标明细。",
             "There are no public datasets any more, and so no indicators."),
    "none": ("不适用", "not applicable"),
    "nothing": ("无", "None"),
    "public": (
        "仅统计向公众开放可见的数据集；不适用的指标不计入分母。",
        "Only datasets that everybody may see are counted; what does not apply is left out of the "
        "denominator.",
    ),
}  # fmt: skip


def words(lang: str) -> dict[str, str]:
    """The words in ``lang``, ``zh`` or ``en``."""
    return {name: zh if lang == "zh" else en for name, (zh, en) in WORDS.items()}
