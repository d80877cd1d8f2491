"""Quality: the core metadata of the guide that are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import GUIDE_ITEMS, DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, Parameter, missing
from ckanext.openindex.domain.measurement import Evidence, Measurement


class Metadata(Indicator):
    """Filled over asked items of the guide's 13, by weight; items without a field are not asked."""

    name = "metadata"
    source = "the 13 core items of the 2017 guide; weights ours"
    formula = (
        "已填写各项的权重 ÷ 应填写各项的权重",
        "weights of the items filled in ÷ weights of those asked",
    )
    parameters = {
        "weights": Parameter(
            "table",
            "各项元数据的权重",
            "weight of each item",
            {**dict.fromkeys(GUIDE_ITEMS, 1.0), "related": 0.5},
            most=100,
            keys=GUIDE_ITEMS,
        )
    }
    words = {
        "category": ("信息资源分类", "category"),
        "title": ("信息资源名称", "title"),
        "code": ("信息资源代码", "resource code"),
        "provider": ("信息资源提供方", "provider"),
        "provider_code": ("资源提供方代码", "provider's code"),
        "abstract": ("信息资源摘要", "abstract"),
        "elements": ("信息项信息", "data elements"),
        "sharing": ("共享属性", "sharing attribute"),
        "opening": ("开放属性", "opening attribute"),
        "issued": ("发布日期", "date of issue"),
        "related": ("关联资源代码", "related resources"),
        "filled_weight": ("已填写各项的权重之和", "weights of the items filled in, added up"),
        "asked_weight": ("应填写各项的权重之和", "weights of the items asked for, added up"),
        "not_filled": ("未填写，请补充", "not filled in; add it"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        filled = asked = 0.0
        lacking = list[Evidence]()
        for item, weight in given["weights"].items():
            there = facts.items.get(item)
            if there is None:
                continue
            asked += weight
            if there:
                filled += weight
            else:
                lacking.append(Evidence(item, False, "not_filled"))
        if not asked:
            return missing("not_on_this_site")
        counts = (
            Evidence("filled_weight", filled, "counted"),
            Evidence("asked_weight", asked, "share"),
        )
        return Measurement(filled / asked, "", (*counts, *lacking))
