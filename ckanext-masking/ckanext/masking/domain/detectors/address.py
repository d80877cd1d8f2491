"""Postal addresses down to the door, the group of a village, or a room.

An anchor with a number (12号, 3栋, 501室, 五组) is looked for, then what stands before it must be a
street, an estate or a village. Levels as in GB/T 23705-2009 (city address codes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.words import Cue

_NUMBER = (
    r"(?:[0-9]{1,5}(?:[-之][0-9]{1,4}){0,3}|[A-Za-z][0-9]{0,4}|[一二三四五六七八九十百零〇]{1,5})"
)
_DOOR = re.compile(
    rf"{_NUMBER} ?(?:号院|号楼|号(?![线令文公机门杆塔桩井泵]|院士)"
    r"|弄|栋|幢|座|单元|层|楼|室|组|社|屯|队)"
)
_BOX = re.compile(
    r"(?:[一-鿿]{1,12}(?:省|市|县|区|州|旗|镇))?[0-9]{1,6} ?(?:号)?(?:邮政)?信箱"
    r"(?: ?[0-9]{1,4} ?(?:号)?分箱)?"
)
_ENGLISH = re.compile(
    r"(?=[^\n]{0,120}[0-9])[A-Za-z0-9#.,'\- /]{0,100}\b"
    r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Boulevard|Blvd|Drive)\b[A-Za-z0-9#.,'\- /]{0,100}",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"[ ,，-]{{0,2}}(?:附|第|地下|负)?{_NUMBER} ?"
    r"(?:号院|号楼|号|弄|栋|幢|座|单元|层|楼|室|户|房|铺|门面?)"
    r"|[ -]{0,2}[0-9A-Za-z]{1,5}(?:-[0-9A-Za-z]{1,5}){0,3}(?![0-9A-Za-z年月日元人个万米])"
    r"|(?:[一-鿿]{2,10}?(?:小区|花园|公寓|大厦|广场|苑|园|城|府|庭|家园|新村|宿舍|大楼|中心|商场))"
)
_STREET: Final = (
    "大街|大道|街道|胡同|小区|花园|新村|社区|公寓|大厦|广场|宿舍|家园|居委会|村委会"
    "|路|街|道|巷|弄|里|苑|园|城|府|庭|村|寨"
    "|屯|庄|湾|坝|坪|院|段|坡|塘|冲|沟|组"
)
_BEFORE_DOOR = re.compile(
    rf"(?:{_STREET})[东西南北中]?(?:段|侧|口|交叉口)?(?:\([^()]{{0,12}}\))? ?(?:附|第)?$"
)
_REGION = re.compile("省|自治区|市|州|盟|地区|县|区|旗|镇|乡|街道|办事处|村|社区")
_PART = re.compile(r"[一-鿿A-Za-z0-9·() \-#]{0,60}$")
_STOP = re.compile(
    "[:：,，;；。!！?？、]|地址|住址|住所|住在|家住|现住|位于|坐落|座落|居住于"
    "|户籍地|户籍|居住地|送到|送至|寄到|寄往|前往|搬到|来自|(?<=[发生])于|(?:住|在)(?=[一-鿿]{2})"
)
_WORDS = (
    "地址", "住址", "住所", "家庭住址", "居住地", "户籍地", "户籍地址", "通讯地址", "通信地址",
    "收货地址", "现住址", "详细地址", "联系地址", "坐落", "房屋坐落", "门牌", "address", "addr",
    "home address", "residence", "street", "dz", "jtzz", "zz", "lxdz", "txdz", "jzd", "hjdz",
    "hjd", "dizhi", "zhuzhi", "xzz", "xxdz", "shdz", "street address", "mailing address",
)  # fmt: skip
_NEVER = (
    "ip", "ip地址", "网址", "网络地址", "邮箱地址", "mac地址", "链接地址", "url", "email", "web",
    "地址码", "地址编码", "email address", "mac address", "接口地址", "下载地址", "文号", "公告",
    "法规", "条款",
)  # fmt: skip
_RURAL = re.compile(
    "(?:[一-鿿]{1,12}?(?:省|自治区|市|州|地区|县|区|旗)){0,3}"
    "[一-鿿]{1,12}?(?:镇|乡|街道|办事处)[一-鿿]{1,12}(?:村|寨|屯|庄|社区|组|居委会)"
)
_STATUTE = re.compile("[〔【〕】]|(?:令|函|发|办|字|公告|通知|通告|文件|批复|条例|规定|第)$")


class Address(Detector):
    name = "address"
    zh = "详细地址"
    en = "address down to the door"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, _NEVER)
    rank = 45
    chance = 0.01
    trigger = r"信箱|[0-9A-Za-z一二三四五六七八九十百零〇] ?(?:[号弄栋幢座层楼室组社屯队]|单元)"
    _cue = Cue.of(_WORDS, _NEVER)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Probable: a region and a street, estate or village before a number of a door, or the last
        two behind a word for addresses; without a region a suspect. A street without a number and a
        region without a street are none, but a village is under a header for addresses."""
        reached = 0
        for door in _DOOR.finditer(seen.text):
            if door.start() < reached:
                continue
            start = self._begin(seen.text, door.start(), reached)
            before = seen.text[start : door.start()]
            if not _BEFORE_DOOR.search(before) or _STATUTE.search(before):
                continue
            reached = _finish(seen.text, door.end())
            weight = self._cue.weigh(seen, start, reached)
            known = weight > 0 or bool(_REGION.search(before)) or len(before) >= 3
            if weight < 0:
                continue
            yield seen.finding(
                self.name, start, reached, Certainty.PROBABLE if known else Certainty.SUSPECT
            )
        for box in _BOX.finditer(seen.text):
            if self._cue.weigh(seen, *box.span()) >= 0:
                yield seen.finding(self.name, *box.span(), Certainty.PROBABLE)
        if not reached and self._cue.in_header(seen) > 0 and (road := _ENGLISH.match(seen.text)):
            yield seen.finding(self.name, *road.span(), Certainty.PROBABLE)
        if not reached and self._cue.in_header(seen) > 0 and (found := _RURAL.match(seen.text)):
            yield seen.finding(
                self.name, found.start(), len(seen.text.rstrip()), Certainty.PROBABLE
            )

    @staticmethod
    def _begin(text: str, door: int, floor: int) -> int:
        """Where the address before a door begins: behind the last stop, at most 60 characters."""
        start = max(floor, door - 60)
        part = _PART.search(text[start:door])
        start = door - len(part.group()) if part else door
        for stop in _STOP.finditer(text, start, door):
            start = stop.end()
        while start < door and text[start] in " )-#(":
            start += 1
        return start

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        region = "[一-鿿]{1,8}(?:省|自治区|市|州|县|区|旗|镇|乡|街道)"
        found = cell.str.contains(
            f"^(?:{region}){{1,5}}[一-鿿]{{1,10}}(?:路|街|大道|巷|村|小区|社区|花园|苑)"
            "(?:[0-9]{1,4}号|[0-9]{1,3}组|[一二三四五六七八九十]{1,2}组)"
            "(?:[0-9A-Za-z]{1,3}[栋幢座])?(?:[0-9]{1,2}单元)?(?:[0-9]{1,4}[室号])?$"
        )
        return checks.graded((found, Certainty.PROBABLE))


def _finish(text: str, end: int) -> int:
    """Where the address ends: buildings, floors and rooms behind the first number belong to it."""
    for _ in range(8):
        tail = _TAIL.match(text, end)
        if not tail:
            break
        end = tail.end()
    return end


DETECTOR = Address()
