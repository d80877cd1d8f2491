"""The texts, Chinese and English, of the words that indicators use as evidence and reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ckanext.openindex.domain.indicators import registry
from ckanext.openindex.domain.measurement import Seen

COMMON: Final[Mapping[str, tuple[str, str]]] = {
    "realtime": ("实时", "real time"),
    "hourly": ("每小时", "hourly"),
    "daily": ("每日", "daily"),
    "weekly": ("每周", "weekly"),
    "tenday": ("每旬", "every ten days"),
    "monthly": ("每月", "monthly"),
    "quarterly": ("每季度", "quarterly"),
    "halfyearly": ("每半年", "every half year"),
    "yearly": ("每年", "yearly"),
    "irregular": ("不定期", "irregular"),
    "static": ("不更新", "not updated"),
    "applied": ("按方法学参数计算", "computed with the parameters of the methodology"),
    "as_declared": ("按目录中的填写", "as filled in the catalogue"),
    "counted": ("按实际计数", "as counted"),
    "data_updated": ("数据最近更新时间", "when the data last changed"),
    "format": ("格式", "format"),
    "future_date": (
        "更新时间晚于计算时间，属差错",
        "the date of the last update lies in the future, which is a fault",
    ),
    "best": ("取最好的一个分发", "the best distribution counts"),
    "no_resources": ("没有数据文件或接口", "there is no file or interface"),
    "none_usable": (
        "没有能够访问的数据文件或接口",
        "no file or interface can be reached",
    ),
    "looked_at": ("检测总数", "looked at, in all"),
    "not_inspected": ("文件尚未检测", "no file has been inspected yet"),
    "no_tables": ("没有可按行读取的数据", "there are no data that can be read row by row"),
    "not_measured": ("检测没有给出此项", "the inspection does not say"),
    "not_known": ("目录中未填写或无法识别", "not filled in, or not recognised"),
    "not_on_this_site": ("本平台没有此字段", "this site has no such field"),
    "records": ("记录数", "records"),
    "rows": ("数据行数", "rows"),
    "bytes": ("字节数", "bytes"),
    "share": ("所占比例", "share"),
    "split_safe": (
        "相同内容只计一次，列相同的文件合并去重，列不同的取最大一个",
        "equal contents count once, files with the same columns are joined without repeated rows, "
        "of tables with different columns the largest counts",
    ),
    "wrong_share": (
        "不合格数 ÷ 总数，再按“得 0 分的比例”折算",
        "what is wrong divided by all, against the share at which nothing is left",
    ),
    "update_cycle": ("更新周期", "update cycle"),
}

_OF_DAYS: Final = re.compile(r"(\w+)_(\d+)")


def words_of(indicator: str) -> Mapping[str, tuple[str, str]]:
    """The texts of an indicator's words: its own, and the common ones; {} for an unknown one."""
    found = registry().get(indicator)
    return COMMON if found is None else {**COMMON, **found.words}


def say(indicator: str, word: str) -> tuple[str, str]:
    """The text of a ``word`` that ``indicator`` used as evidence, rule or reason, zh and en.

    ``use_30`` is the text of ``use`` with its days. A word without a text stands for itself.
    """
    words = words_of(indicator)
    if word in words:
        return words[word]
    days = _OF_DAYS.fullmatch(word)
    if days and days[1] in words:
        zh, en = words[days[1]]
        return f"{zh}（近 {days[2]} 天）", f"{en} (last {days[2]} days)"
    return word, word


def seen(indicator: str, value: Seen) -> tuple[str, str]:
    """A value that was seen, as text: words by their texts, numbers as they are."""
    match value:
        case None | "":
            return "无", "none"
        case bool():
            return ("是", "yes") if value else ("否", "no")
        case str():
            return words_of(indicator).get(value, (value, value))
        case int():
            return f"{value:,}", f"{value:,}"
        case float():
            return f"{value:,.6g}", f"{value:,.6g}"
