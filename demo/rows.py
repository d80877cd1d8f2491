"""Rows for the small files: made from each element's maker, alike in one row.

No row is about anybody: personal names end in stars, numbers of persons are stars only,
companies are called 示例 (example) and carry fictitious credit codes.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from demo.divisions import Division, counties
from demo.identifiers import credit_code
from demo.model import Dataset, Element

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗高林石龙韦陆"
_BRANDS = [
    "云岭",
    "黔山",
    "苗岭",
    "乌江",
    "娄山",
    "梵净",
    "花溪",
    "赤水",
    "清水江",
    "北盘江",
    "雷公山",
    "草海",
]
_TRADES = [
    "食品",
    "茶业",
    "建材",
    "科技",
    "物流",
    "药业",
    "文旅",
    "农业发展",
    "环保工程",
    "商贸",
    "机械",
    "酒业",
]
_STREETS = [
    "人民路",
    "中山路",
    "解放路",
    "迎宾大道",
    "滨河路",
    "朝阳街",
    "民族路",
    "文化路",
    "建设路",
    "兴业大道",
]
_PLACES = [
    "东门",
    "西关",
    "南湖",
    "北山",
    "新城",
    "龙井",
    "凤凰",
    "大坪",
    "青山",
    "双桥",
    "石板",
    "云潭",
]
_PROJECTS = [
    "道路改造",
    "安置房",
    "污水处理",
    "产业园标准厂房",
    "农村饮水安全",
    "智慧停车",
    "冷链物流",
]


@dataclass
class Row:
    """What the elements of one row share: where it is, its number, its dice."""

    random: Random
    division: Division
    number: int
    anchor: tuple[float, float]


def rows(dataset: Dataset, columns: list[Element], count: int) -> Iterator[dict[str, str]]:
    """``count`` rows of the given elements, the same for the same dataset every time."""
    random = Random(f"{dataset.seed}:{dataset.id}:rows")
    places = counties(dataset.division_code)
    for number in range(1, count + 1):
        division = random.choice(places)
        lon, lat = division.seat
        anchor = (lon + random.uniform(-0.18, 0.18), lat + random.uniform(-0.18, 0.18))
        row = Row(random, division, number, anchor)
        yield {e.name: _MAKERS[e.maker[0]](row, *e.maker[1:]) for e in columns}


def _name(row: Row) -> str:
    return (
        row.division.name.rstrip("市县区") if len(row.division.name) < 6 else row.division.name[:2]
    )


def _company(row: Row) -> str:
    return f"{_name(row)}示例{row.random.choice(_BRANDS)}{row.random.choice(_TRADES)}有限公司"


def _place(row: Row, kinds: list[str]) -> str:
    return f"{row.division.name}{row.random.choice(_PLACES)}{row.random.choice(kinds)}"


def _org(row: Row, kinds: list[str]) -> str:
    return f"{_name(row)}示例{row.random.choice(_BRANDS)}{row.random.choice(kinds)}"


def _address(row: Row) -> str:
    return f"贵州省{row.division.name}{row.random.choice(_STREETS)}{row.random.randint(1, 399)}号"


def _date(row: Row, first: int, last: int) -> str:
    year = row.random.randint(first, last)
    month = row.random.randint(1, 10 if year == 2026 else 12)
    return f"{year}-{month:02d}-{row.random.randint(1, calendar.monthrange(year, month)[1]):02d}"


def _datetime(row: Row, year: int) -> str:
    return f"{_date(row, year, year)} {row.random.randint(0, 23):02d}:00:00"


def _month(row: Row, first: int, last: int) -> str:
    return _date(row, first, last)[:7]


def _number(row: Row, low: float, high: float, digits: int) -> str:
    return f"{row.random.uniform(low, high):.{digits}f}"


_MAKERS: dict[str, Callable[..., str]] = {
    "company": _company,
    "place": _place,
    "org": _org,
    "address": _address,
    "date": _date,
    "datetime": _datetime,
    "month": _month,
    "number": _number,
    "year": lambda row, first, last: str(row.random.randint(first, last)),
    "int": lambda row, low, high: str(row.random.randint(low, high)),
    "choice": lambda row, values: str(row.random.choice(values)),
    "uscc": lambda row: credit_code(
        "91", row.division.code, row.number + row.random.randint(0, 90) * 1000
    ),
    "person": lambda row: row.random.choice(_SURNAMES) + "*" * row.random.randint(1, 2),
    "stars": lambda row, length: "*" * length,
    "phone": lambda row: f"0851-0000{row.random.randint(0, 9999):04d}",
    "division_code": lambda row: row.division.code,
    "division_name": lambda row: row.division.name,
    "lon": lambda row: f"{row.anchor[0]:.6f}",
    "lat": lambda row: f"{row.anchor[1]:.6f}",
    "authority": lambda row, suffix: row.division.name + suffix,
    "serial": lambda row, prefix, digits: f"{prefix}{row.number:0{digits}d}",
    "project": lambda row: (
        f"{row.division.name}{row.random.choice(_PLACES)}{row.random.choice(_PROJECTS)}项目"
    ),
}


def typed(element: Element, value: str) -> Any:
    """The value as JSON and Excel hold it: numbers for the numeric types, else text."""
    if value == "" or element.type not in "NYBIF":
        return value
    return int(value) if element.type == "I" else float(value)
