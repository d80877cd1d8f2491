"""Topics: what a kind of department publishes, read from ``data/topics/*.yaml``.

A file gives the function of its departments and what its topics have in common
(``theme``, ``domain``, ``industry``, ``service``, ``unit``); a topic may override these.
``t`` title, ``pt`` title at the province, ``n`` abstract, ``nc`` abstract below the
province, ``e`` elements, ``at`` levels (P province, C city, K county, T town), ``cyc``
update cycle, ``f`` file formats, ``sh``/``op`` c(onditional) or n(one), ``g`` i(nternal)
or s(ecret), ``y`` years, ``api``, ``rows``.  ``○○`` is the division, ``××`` the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SOURCE = Path(__file__).parent / "data" / "topics"

#: GB/T 4754-2017, sections.
INDUSTRIES = {
    "A": "农、林、牧、渔业",
    "B": "采矿业",
    "C": "制造业",
    "D": "电力、热力、燃气及水生产和供应业",
    "E": "建筑业",
    "F": "批发和零售业",
    "G": "交通运输、仓储和邮政业",
    "H": "住宿和餐饮业",
    "I": "信息传输、软件和信息技术服务业",
    "J": "金融业",
    "K": "房地产业",
    "L": "租赁和商务服务业",
    "M": "科学研究和技术服务业",
    "N": "水利、环境和公共设施管理业",
    "O": "居民服务、修理和其他服务业",
    "P": "教育",
    "Q": "卫生和社会工作",
    "R": "文化、体育和娱乐业",
    "S": "公共管理、社会保障和社会组织",
    "T": "国际组织",
}

_TYPES = {"u": "unconditional", "c": "conditional", "n": "none"}
_GRADES = {"p": "public", "i": "internal", "s": "classified"}

CONDITION = "依法履职需要，经数据提供部门审核同意后通过省数据共享交换平台提供"
OPEN_CONDITION = "申请人实名登记，说明用途并签订数据利用协议，不得用于识别特定个人"
BASIS = {
    "i": "《中华人民共和国个人信息保护法》第十条；仅限政务部门内部使用",
    "s": "《中华人民共和国保守国家秘密法》第十三条",
    "p": "《中华人民共和国政府信息公开条例》第十四条、第十五条",
}


@dataclass(frozen=True)
class Topic:
    """A kind of dataset, as the module says."""

    function: str
    title: str
    province_title: str
    notes: str
    city_notes: str
    elements: tuple[str, ...]
    levels: str
    cycle: str
    formats: tuple[str, ...]
    share: str
    open: str
    grade: str
    tags: tuple[str, ...]
    theme: str
    domain: str
    industry: str
    service: str
    unit: str
    condition: str
    open_condition: str
    basis: str
    years: tuple[int, ...] = ()
    api: bool = False
    rows: int = 0


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic of every file, in the order of file names and lines."""
    found: list[Topic] = []
    for path in sorted(SOURCE.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries = document.pop("topics")
        found.extend(_topic({**document, **entry}) for entry in entries)
    return tuple(found)


def _topic(entry: dict[str, Any]) -> Topic:
    grade = entry.get("g", "p")
    share = entry.get("sh", {"p": "u", "i": "c", "s": "n"}[grade])
    opened = entry.get("op", "u" if grade == "p" else "n")
    return Topic(
        function=entry["function"],
        title=entry["t"],
        province_title=entry.get("pt", ""),
        notes=entry["n"],
        city_notes=entry.get("nc", ""),
        elements=tuple(entry["e"].split()),
        levels=entry.get("at", "P"),
        cycle=entry.get("cyc", "yearly"),
        formats=tuple(entry.get("f", "csv").split()),
        share=_TYPES[share],
        open=_TYPES[opened],
        grade=_GRADES[grade],
        tags=tuple(entry.get("tags", "").split()),
        theme=entry["theme"],
        domain=entry["domain"],
        industry=entry["industry"],
        service=entry["service"],
        unit=entry.get("unit", "数据管理科"),
        condition=entry.get("cond", CONDITION),
        open_condition=entry.get("ocond", OPEN_CONDITION),
        basis=entry.get("basis", BASIS[grade]),
        years=tuple(entry.get("y", ())),
        api=bool(entry.get("api", False)),
        rows=entry.get("rows", 0),
    )
