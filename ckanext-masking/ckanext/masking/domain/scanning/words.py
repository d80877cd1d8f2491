"""Words around a value, or in a header, that say what it is or that it is something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ckanext.masking.domain.scanning.fold import fold, spaced
from ckanext.masking.domain.scanning.seen import Seen

_NUMBER = r"(?:证件?)?(?:编?号码?|编码|码|no\.?|num(?:ber)?)?"
AFTER: Final = 10
"""Characters behind a value in which a word in brackets or after a blank may name it."""
OTHER_NUMBERS: Final = (
    "订单", "单号", "运单", "快递", "物流", "流水", "编号", "编码", "代码", "序列", "序号", "批号",
    "批次", "合同", "发票", "税号", "车架", "发动机", "条码", "条形码", "货号", "商品", "案号",
    "文号", "档案", "登记号", "受理号", "许可证", "不动产", "房产证", "学号", "工号", "金额",
    "价格", "单价", "总价", "合计", "数量", "人口", "余额", "收入", "支出", "产值", "面积",
    "时间戳", "时间", "版本", "邮编", "统一编号", "设备号", "交易号", "卷号", "凭证", "isbn",
    "issn", "vin", "imei", "imsi", "iccid", "ean", "upc", "sku", "order", "order no", "order id",
    "serial", "serial no", "sn", "invoice", "tracking", "amount", "price", "total", "version",
    "ver", "v", "timestamp", "epoch", "ts", "qq", "id", "uuid", "trace id", "request id", "code",
    "md5", "sha", "build",
)  # fmt: skip
"""What other numbers are called: on forms, in logs, in accounts."""
ORDERS: Final = (
    "订单", "单号", "运单", "快递", "流水", "交易号", "凭证", "案号", "文号", "批次", "order",
    "order no", "order id", "serial", "invoice", "tracking", "trace id", "request id", "timestamp",
)  # fmt: skip
"""Those of which a number may have a date and a right check digit by chance; whoever writes 编号
may well mean an identity number."""


@dataclass(frozen=True)
class Cue:
    """Words for and against one kind, as patterns of text in lower case."""

    words: re.Pattern[str]
    never: re.Pattern[str]
    header_denies: bool = True
    """Whether a header can speak against the kind; where a checksum is, the column's vote does."""

    @classmethod
    def of(
        cls,
        words: Iterable[str],
        never: Iterable[str] = OTHER_NUMBERS,
        header_denies: bool = True,
    ) -> Cue:
        return cls(pattern(words, _NUMBER), pattern(never), header_denies)

    def weigh(self, seen: Seen, start: int, end: int) -> int:
        """1 when the words around the folded places speak for the kind, -1 against, 0 neither.

        The word nearest before the value decides, then one behind it, then the header.
        """
        before = spaced(seen.before(start))
        speaks, against = _last(self.words, before), _last(self.never, before)
        if speaks or against:
            return 1 if speaks >= against else -1
        behind = seen.after(end, AFTER)
        if behind[:1] in ("(", "[", "{", " ", "<") and self.words.match(
            spaced(behind).lstrip("([{ <")
        ):
            return 1
        if seen.header:
            weight = self.in_header(seen)
            return weight if weight > 0 or self.header_denies else 0
        return 0

    def speaks_against(self, header: str) -> bool:
        """Whether a header, as written, names another kind of number."""
        plain = spaced(fold(header)[0])
        return bool(_last(self.never, plain)) and not _last(self.words, plain)

    def in_header(self, seen: Seen) -> int:
        """1 when the header speaks for the kind, -1 against, 0 neither."""
        speaks, against = _last(self.words, seen.header), _last(self.never, seen.header)
        return 1 if speaks and speaks >= against else -1 if against else 0


def pattern(words: Iterable[str], tail: str = "") -> re.Pattern[str]:
    """A pattern for any of ``words`` in folded text in lower case.

    Chinese words may stand anywhere and may be spaced (``姓 名``), and ``tail`` may follow them;
    Latin ones stand alone, their parts joined by a blank, a hyphen, an underscore or nothing.
    """
    chinese: list[str] = []
    latin: list[str] = []
    for word in sorted(words, key=lambda w: (-len(w), w)):
        if word.isascii():
            latin.append(r"[ _-]?".join(re.escape(part) for part in word.split()))
        else:
            chinese.append(" {0,2}".join(re.escape(char) for char in word))
    parts = [f"(?:{'|'.join(chinese)}){tail}"] if chinese else []
    if latin:
        parts.append(rf"(?<![a-z])(?:{'|'.join(latin)})(?![a-z])")
    return re.compile("|".join(parts) if parts else r"(?!)")


def _last(words: re.Pattern[str], text: str) -> int:
    """Where the last of the words ends in the text; 0 when there is none."""
    end = 0
    for match in words.finditer(text):
        end = match.end()
    return end
