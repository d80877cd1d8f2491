"""The texts, Chinese and English, of the words that indicators use as evidence and reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
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
    "counted_part": (
        "超出检测限度，只计数了前一部分",
        "counted in the first part only, for the rest is beyond our bounds",
    ),
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
    "wrong": ("不合格数", "what is wrong, in all"),
    "looked_at": ("检测总数", "looked at, in all"),
    "hollow": ("打开后没有数据的文件", "a file that was opened and holds no data"),
    "counts_as_nothing": ("计为 0", "counted as nothing"),
    "empty": ("空文件", "an empty file"),
    "encrypted": ("已加密", "encrypted"),
    "unreadable": ("无法读取", "unreadable"),
    "bomb": ("解压后大得异常", "an archive that unpacks beyond all bounds"),
    "html": ("网页", "a web page"),
    "not_judged": (
        "文件没有取到，或超出检测的限度，无从判断",
        "the files could not be fetched, or are beyond the bounds of the inspection",
    ),
    "not_inspected": ("文件尚未检测", "no file has been inspected yet"),
    "no_tables": ("没有可按行读取的数据", "there are no data that can be read row by row"),
    "not_measured": ("检测没有给出此项", "the inspection does not say"),
    "not_known": ("目录中未填写或无法识别", "not filled in, or not recognised"),
    "not_on_this_site": ("本平台没有此字段", "this site has no such field"),
    "values_sum": ("各项得值之和", "values, added up"),
    "mean": ("除以适用的个数", "over how many it applies to"),
    "parts_sum": ("各数据集的分子之和", "numerators of the datasets, added up"),
    "wholes_sum": ("各数据集的分母之和", "denominators of the datasets, added up"),
    "ratio_of_sums": (
        "合计相除，而不是比例的平均",
        "the sums are divided, not the shares averaged",
    ),
    "pooled": ("有分子和分母的数据集", "datasets with numerator and denominator"),
    "ratio_counts": ("上述比例按这么多个数据集计", "the ratio counts for as many"),
    "others_mean": (
        "其余数据集，与上述比例 × 其个数相加，再除以适用的个数",
        "of the other datasets; with the ratio times its number, over how many it applies to",
    ),
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

_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T")
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
            word = _instant(value)
            return words_of(indicator).get(value, (word, word))
        case _:
            return plain(value), plain(value)


def plain(value: float) -> str:
    """A number with its thousands marked and up to six decimals, as many as figures are kept."""
    if isinstance(value, int):
        return f"{value:,}"
    said = f"{value:,.6f}".rstrip("0").rstrip(".")
    return f"{value:g}" if said in ("0", "-0") and value else said


def _instant(word: str) -> str:
    """An instant in ISO's form as people write it: its day alone where it has no time of day."""
    try:
        at = datetime.fromisoformat(word) if _INSTANT.match(word) else None
    except ValueError:
        at = None
    if at is None:
        return word
    return f"{at:%Y-%m-%d}" if at.time() == time() else f"{at:%Y-%m-%d %H:%M:%S} UTC"
