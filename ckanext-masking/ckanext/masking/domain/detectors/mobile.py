"""Mobile numbers of mainland China, with and without the country code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.seen import Seen, Window
from ckanext.masking.domain.scanning.words import Cue

# 我国公众移动通信网网号及H₀分配情况 (Ministry of Industry and Information Technology, 5 June 2023).
# 140 to 144 and 148 are also given to things; theirs have 13 digits.
NETWORK: Final = "13[0-9]|14[5-9]|15[0-35-9]|16[1-25-7]|17[0-8]|18[0-9]|19[0-35-9]"
_NETWORK = re.compile(NETWORK)
_FLOAT = re.compile(r"(?<![0-9.])1\.([3-9][0-9]{9})[Ee]\+?10(?![0-9])")
_COUNTRY = re.compile(r"(?<![0-9A-Za-z])(?:\(?(?:\+|00) ?86\)?|86)[ \-]{0,2}$")
# How people write it apart; anything else is a row of numbers.
_SPACINGS: Final = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (4, 7), (6, 5), (1,) * 11}
)
_CONTACT = ("联系", "致电", "拨打", "来电", "咨询", "呼叫", "转", "短信")
_WORDS = (
    "手机", "移动电话", "电话", "联系方式", "联系电话", "手机号", "热线", "微信", "支付宝",
    "mobile", "mobile phone", "phone", "phone no", "cell", "cellphone", "tel", "telephone",
    "contact", "msisdn", "sj", "sjh", "sjhm", "lxdh", "lxfs", "dh", "dhhm", "yddh", "shouji",
    "shoujihao", "dianhua", "lianxidianhua", "whatsapp", "wechat", "m", "t", "phonenumber",
    "mobileno", "tel no", "mob",
)  # fmt: skip


class Mobile(Detector):
    name = "mobile"
    zh = "手机号码"
    en = "mobile number"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, ("类型", "归属地", "type", "品牌", "型号", "数量", "销量", "费"))
    rank = 20
    # Of the numbers of 11 digits that begin with 1, 43 of 100 are in a network; a tenth begins so.
    chance = 0.05
    digits = 11
    trigger = r"1[-._· ()（）]{0,3}[3-9](?:[-._· ()（）]{0,3}[0-9]){9}|1\.[3-9][0-9]{9}[Ee]\+?10"
    _cue = Cue.of((*_WORDS, *_CONTACT))

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Probable: a network, and words, a country code, or running text around it; never when the
        words say that it is something else. A cell that holds the number alone is a suspect: what
        it is, its column tells."""
        for window in seen.windows(11, 11):
            if not _NETWORK.match(window.digits) or (*window.groups,) not in _SPACINGS:
                continue
            country = _COUNTRY.search(seen.before(window.start, 9))
            start = window.start - (len(country.group()) if country else 0)
            if certainty := self._judge(seen, window, start):
                yield seen.finding(self.name, start, window.end, certainty)
        yield from self._run_together(seen)
        yield from self._as_number(seen)

    def _judge(self, seen: Seen, window: Window, start: int) -> Certainty | None:
        weight = self._cue.weigh(seen, start, window.end)
        if weight < 0:
            return None
        if weight > 0 or start < window.start:
            return Certainty.PROBABLE
        if len(window.joints) < 10 and len(set(window.joints)) > 1:
            return None
        if glued(seen, start, window.end):
            return None
        written = window.groups == (3, 4, 4)
        alone = not seen.text[:start].strip(" '\"") and not seen.text[window.end :].strip(" '\"")
        return Certainty.PROBABLE if written or not alone else Certainty.SUSPECT

    def _run_together(self, seen: Seen) -> Iterator[Finding]:
        """With 86 or 0086 written without a blank: 13 or 15 digits in one group."""
        for window in seen.windows(13, 15):
            digits = window.digits
            if window.joints or not digits.startswith(("86", "0086")) or len(digits) == 14:
                continue
            if not _NETWORK.match(digits, len(digits) - 11):
                continue
            if digits.startswith("86") != (len(digits) == 13):
                continue
            start = window.start - (seen.before(window.start, 1) == "+")
            weight = self._cue.weigh(seen, start, window.end)
            if weight > 0 or start < window.start or (len(digits) == 15 and weight == 0):
                yield seen.finding(self.name, start, window.end, Certainty.PROBABLE)
            elif weight == 0:
                yield seen.finding(self.name, start, window.end, Certainty.SUSPECT)

    def _as_number(self, seen: Seen) -> Iterator[Finding]:
        """As programs print floating numbers: 1.3912345678E10."""
        for match in _FLOAT.finditer(seen.text):
            weight = self._cue.weigh(seen, *match.span())
            if weight >= 0 and _NETWORK.match(f"1{match[1]}"):
                certainty = Certainty.PROBABLE if weight else Certainty.SUSPECT
                yield seen.finding(self.name, *match.span(), certainty)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        plain = cell.str.contains(rf"^(?:(?:\+|00)?86[ -]?)?(?:{NETWORK})[0-9]{{8}}(?:\.0)?$")
        apart = cell.str.contains(
            rf"^(?:\+?86[ -]?)?(?:{NETWORK})(?: [0-9]{{4}} [0-9]{{4}}|-[0-9]{{4}}-[0-9]{{4}})$"
        )
        lesser = Certainty.PROBABLE if suggested else Certainty.SUSPECT
        return checks.graded((apart, Certainty.PROBABLE), (plain, lesser))


_LEFT = re.compile(r"(?:[A-Za-z0-9]|[A-Za-z0-9][-._]|[¥$€#])$")
_RIGHT = re.compile(r"[A-Za-z0-9]|-[A-Za-z0-9]|[.](?!0(?![0-9]))[0-9]|元|万|亿|%|美元")


def glued(seen: Seen, start: int, end: int) -> bool:
    """Whether the folded places are a piece of something longer: a code, a decimal, an amount."""
    return bool(_LEFT.search(seen.before(start, 2)) or _RIGHT.match(seen.text, end))


DETECTOR = Mobile()
