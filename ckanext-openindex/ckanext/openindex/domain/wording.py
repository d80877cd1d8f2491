"""The texts, Chinese and English, of words that several indicators use as evidence or reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COMMON: Final[Mapping[str, tuple[str, str]]] = {
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
    "not_inspected": ("文件尚未检测", "no file has been inspected yet"),
    "no_tables": ("没有可按行读取的数据", "there are no data that can be read row by row"),
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
