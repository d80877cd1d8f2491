"""Names of people: by the words around them, or alone in a cell, where the column decides.

No tagger: jieba's takes places for people and reads some 700 cells a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import polars as pl
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks, lexicon
from ckanext.masking.domain.scanning.seen import Seen
from ckanext.masking.domain.scanning.surnames import COMMON, COMPOUND, SINGLE
from ckanext.masking.domain.scanning.words import Cue

_HAN = "[一-鿿㐀-䶿]"
_COMPOUND = "|".join(COMPOUND)
# Peoples whose names are written out with a dot between the parts, and foreign names alike.
_DOTTED = rf"{_HAN}{{1,8}}(?:·{_HAN}{{1,8}}){{1,4}}"
_CHINESE = (
    rf"(?:{_COMPOUND}){_HAN}{{1,2}}|[{SINGLE}] {{0,2}}{_HAN}{{1,2}}|[{COMMON}][{SINGLE}]{_HAN}{{2}}"
)
_LATIN = r"[A-Z][A-Za-z'\-]{1,24}(?:,? [A-Z][A-Za-z.'\-]{0,24}){1,4}"
_ALONE = re.compile(rf"(?:{_DOTTED}|{_CHINESE})")
_ANYBODY = re.compile(rf"{_HAN}{{2,4}}|{_HAN}(?: |·){_HAN}{{1,2}}|{_DOTTED}|{_LATIN}")
_BETWEEN = re.compile(
    r" ?[、,;/|\n] ?|(?<=[一-鿿]{3}) (?=[一-鿿]{2})|(?<=[一-鿿]{2}) (?=[一-鿿]{2})"
)
_REMARK = re.compile(r" ?[(\[<{【].{0,20}$|(?:等|先生|女士|同志)$")
_WORDS = (
    "姓名", "名字", "姓氏", "联系人", "负责人", "法定代表人", "法人代表", "法人姓名", "法人",
    "代表人", "经办人", "申请人", "户主", "当事人", "被处罚人", "行政相对人", "患者", "病人",
    "学生", "家长", "监护人", "教师", "医生", "投诉人", "举报人", "报案人", "原告", "被告",
    "委托人", "受托人", "代理人", "收件人", "寄件人", "收货人", "持证人", "持卡人", "车主", "业主",
    "承租人", "房主", "产权人", "权利人", "股东", "职工", "员工", "参保人", "领取人", "受益人",
    "救助对象", "低保对象", "贫困户", "残疾人", "老人", "死者", "嫌疑人", "被执行人", "失信人",
    "填报人", "审核人", "制表人", "录入人", "登记人", "签字人", "证人", "配偶", "父亲", "母亲",
    "子女", "亲属", "家属", "乘客", "旅客", "考生", "作者", "主任姓名", "局长", "书记", "村长",
    "队长", "驾驶员", "司机", "护士", "户名", "开户名", "新郎", "新娘", "name", "full name",
    "user name", "real name", "contact person", "person name", "patient", "owner", "applicant",
    "customer name", "student name", "legal person", "first name", "last name", "surname",
    "given name", "xm", "xingming", "lxr", "fzr", "fddbr", "frdb", "hzxm", "yhxm", "username",
    "truename", "realname", "fullname",
)  # fmt: skip
_NEVER = (
    "单位", "企业", "公司", "机构", "部门", "组织", "地名", "名称", "项目", "产品", "商品", "品种",
    "类型", "类别", "药品", "电话", "手机", "身份证", "证件", "号码", "数量", "人数", "人口",
    "地址", "性别", "年龄", "民族", "职务", "编号", "住址", "关系", "代码", "id", "file name",
    "company name", "product name", "org name", "place", "city", "type", "phone", "table name",
    "field name", "host name", "domain name", "学校", "医院", "站名", "行业", "专业", "比例",
    "金额", "库", "count", "number", "no", "日期", "时间",
)  # fmt: skip
_FORM = (
    "姓 ?名|联 ?系 ?人|负 ?责 ?人|法定代表人|法人代表|法人"
    "|代表人|经办人|申请人|户 ?主|当事人|被处罚人"
    "|患者|病人|学生|家长"
    "|监护人|投诉人|举报人|报案人|原告|被告|委托人|代理人"
    "|收件人|寄件人|收货人|持证人|持卡人|车主|业主|承租人|产权人"
    "|权利人|股东|参保人|领取人|嫌疑人|被执行人"
    "|填报人|填表人|复核人|经手人|责任人|审核人|制表人|录入人|登记人|证人|配偶|父亲|母亲|亲属|考生|驾驶员"
    "|居民|村民|职工|员工|死者|老人|乘客|旅客|户名|名叫|我叫|我是|叫做|本人"
)
_CUED = re.compile(
    rf"(?:{_FORM})(?:的?姓名|名字|签字|签名|签章)?(?:\([^()]{{0,8}}\))?['\"]? ?[:=为是] ?['\"]?"
    rf"|(?:{_FORM}) ?(?=[{SINGLE}])"
    r"|(?<![A-Za-z])(?:xm|name|real_?name|user(?:_?name)?|contact)['\"]? ?[:=] ?['\"]?",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Dr|Prof)\b\.? "
    r"([A-Z][A-Za-z'\-]{1,24}(?: [A-Z][A-Za-z.'\-]{0,24}){0,3})"
)
_TITLES = (
    "先生|女士|小姐|同志|老师|医生|大夫|护士|教授|律师"
    "|法官|检察官|警官|主任|书记|局长|处长|科长|镇长|县长|市长|村长|校长|院长"
    "|经理|师傅|同学|阿姨|大爷|奶奶"
)
_BESIDE = "[,，(（_ ]{0,2}(?:男|女)[,，)） ]|[,，(（_ ]{0,2}(?:身份证|公民身份|手机|联系电话|电话)"
_NUMBERS = "[:：,，(（_ -]{0,2}(?:1[3-9][0-9]{9}|[1-6][0-9]{16}[0-9Xx])"
_TITLE = re.compile(f"{_TITLES}|(?P<beside>{_BESIDE}|{_NUMBERS}(?![0-9]))")
_ROLE = re.compile(f"(?:{_FORM}|人)$")
_FOLLOWS = re.compile(
    "电话|手机|联系|身份|证件|性别|出生|住址|住所|地址|年龄|民族|职务"
    "|单位|先生|女士|小姐|同志|老师|医生|于|在|的|和|与|及|等|向|因"
    "|从|到|已|系|称|说|为|是|任|被|把|给"
    "|将|户|家|男|女|汉族|诉|持|驾|无证|不|有|来|去|申请|现|经|曾|[^一-鿿]|$"
)
_LEFT = re.compile("(?:^|[^一-鿿]|[由向与和及请找为经被给是系的叫对等让同将把])$")
_NOT_GIVEN: Final = frozenset(
    "的了在是于和与及或等为被把向从到这那其各每该本未无不电手先女同老联性：、某们"
)

_TRIGGER = (
    rf"^['\"“‘ ]{{0,3}}(?:[{SINGLE}]|{_COMPOUND}) {{0,2}}{_HAN}{{1,3}}"
    r"(?:$|[ 、,，;；/|(（\[{【'\"])"
    rf"|^{_HAN}{{1,8}}·|{_FORM}|(?i:xm|name|contact)['\"“”]? ?[:：=]"
    rf"|{_TITLES}|{_HAN}(?:{_BESIDE}|{_NUMBERS})|(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? [A-Z]"
)


class PersonName(Detector):
    name = "person_name"
    zh = "姓名"
    en = "name of a person"
    sensitivity = Sensitivity.DIRECT
    headers = Headers(_WORDS, _NEVER)
    rank = 50
    # Of the words of four dictionaries that have two or three characters, one in six begins with a
    # surname; without those words, fewer.
    chance = 0.15
    trigger = _TRIGGER
    _cue = Cue.of(_WORDS, _NEVER)

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Probable: behind a label, before a title, or alone under a header for names. Alone
        without a header: a suspect, which the column's vote may raise."""
        yield from self._cells(seen)
        yield from self._labelled(seen)
        yield from self._titled(seen)
        for called in _CALLED.finditer(seen.text):
            yield seen.finding(self.name, *called.span(1), Certainty.PROBABLE)

    def _cells(self, seen: Seen) -> Iterator[Finding]:
        text = seen.text
        if len(text) > 200:
            return
        header = self._cue.in_header(seen)
        if header < 0:
            return
        found: list[tuple[int, int]] = []
        start = 0
        for gap in [*(m.span() for m in _BETWEEN.finditer(text)), (len(text), len(text))]:
            place = _trimmed(text, start, gap[0])
            start = gap[1]
            if place[0] == place[1]:
                continue
            if not _is_name(text[slice(*place)], header > 0):
                return
            found.append(place)
        certainty = Certainty.PROBABLE if header else Certainty.SUSPECT
        for place in found:
            yield seen.finding(self.name, *place, certainty)

    def _labelled(self, seen: Seen) -> Iterator[Finding]:
        for cue in _CUED.finditer(seen.text):
            name = _DOTTED_AT.match(seen.text, cue.end())
            end = name.end() if name else _end_of_name(seen.text, cue.end())
            if end:
                yield seen.finding(self.name, cue.end(), end, Certainty.PROBABLE)
                while (comma := _COMMA.match(seen.text, end)) and (
                    following := _end_of_name(seen.text, comma.end())
                ):
                    yield seen.finding(self.name, comma.end(), following, Certainty.PROBABLE)
                    end = following

    def _titled(self, seen: Seen) -> Iterator[Finding]:
        for title in _TITLE.finditer(seen.text):
            at = title.start()
            best = 0
            for width in (2, 3, 4):
                name = seen.text[max(0, at - width) : at]
                if len(name) < width or not _ALONE.fullmatch(name) or not _given(name):
                    continue
                if (
                    lexicon.is_word(name)
                    or _ROLE.search(name)
                    or (width == 4 and not name.startswith(COMPOUND))
                ):
                    continue
                if (
                    not best
                    or width < 4
                    or _LEFT.search(seen.text[max(0, at - width - 1) : at - width])
                ):
                    best = width
            if best and (not title["beside"] or _LEFT.search(seen.text[: at - best][-1:])):
                yield seen.finding(self.name, at - best, at, Certainty.PROBABLE)

    def whole(self, cell: pl.Expr, suggested: bool) -> pl.Expr:
        shaped = cell.str.contains(_WHOLE)
        word = cell.is_in(_known_words())
        if suggested:
            shaped = shaped | cell.str.contains(f"^{_DOTTED}$")
        lesser = Certainty.PROBABLE if suggested else Certainty.SUSPECT
        return checks.graded((shaped & ~word, lesser))


_DOTTED_AT = re.compile(_DOTTED)
_COMMA = re.compile(" ?[、,，] ?")


_NONE = f"[{''.join(sorted(_NOT_GIVEN))}]"
_ANY = f"[[一-鿿㐀-䶿]--{_NONE}]"
_LAST = f"[{_ANY}--[{lexicon.OFFICE_ENDS}]]"
_WHOLE = rf"^(?:(?:{_COMPOUND}){_ANY}?{_LAST}|[[{SINGLE}]--{_NONE}](?:{_ANY}|{_ANY}{_LAST}))$"
"""A name alone in a cell, in the syntax of Rust: no character of words that are none, and of three
and more not the last one of an office."""


@lru_cache(maxsize=1)
def _known_words() -> Any:
    """Words that have the form of a name, as one list in a polars series."""
    words: Any = pl.Series(sorted(lexicon.words() | lexicon.places()))
    return words.filter(words.str.contains(_WHOLE)).implode()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a cell without blanks, quotes and a remark in brackets behind."""
    while start < end and text[start] in " '\"":
        start += 1
    if remark := _REMARK.search(text, start, end):
        end = remark.start() if remark.start() > start else end
    while end > start and text[end - 1] in " '\"":
        end -= 1
    return start, end


def _is_name(text: str, suggested: bool) -> bool:
    """Whether a cell is a name; under a header for names anything that is no word will do, and of
    words those that begin with a surname and are neither places nor offices."""
    plain = text.replace(" ", "")
    if len(plain) <= 4 and not _given(plain):
        return False
    if len(plain) <= 4 and lexicon.is_word(plain):
        return suggested and bool(_ALONE.fullmatch(plain)) and not lexicon.is_place(plain)
    if suggested:
        return bool(_ANYBODY.fullmatch(text))
    return bool(_ALONE.fullmatch(text))


def _given(name: str) -> bool:
    return not _NOT_GIVEN & set(name)


def _end_of_name(text: str, start: int) -> int:
    """Where a name that begins at ``start`` ends; 0 when none begins there."""
    widths = (4, 3) if text.startswith(COMPOUND, start) else (3, 2, 4)
    if text[start : start + 1] not in SINGLE and not text.startswith(COMPOUND, start):
        return 0
    for width in widths:
        name = text[start : start + width]
        if len(name) == width and _FOLLOWS.match(text, start + width) and _named(name):
            return start + width
    for width in widths[:2]:
        name = text[start : start + width]
        if len(name) == width and _named(name) and not lexicon.is_word(name[:2]):
            return start + width
    return 0


def _named(name: str) -> bool:
    if not _ALONE.fullmatch(name) or not _given(name) or lexicon.is_word(name):
        return False
    return not (
        len(name) == 3 and _FOLLOWS.match(name, 2) and name[2] in "男女在于因向从到已系称说"
    )


DETECTOR = PersonName()
