"""The score of the assessment as it is shown: dimensions and metrics with their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ckanext.openindex.domain.mqa.metrics import DIMENSIONS, ON_DATASET, ON_DISTRIBUTION
from ckanext.openindex.domain.mqa.score import MOST, MqaScore

Pair = tuple[str, str]
TITLES: Final[Mapping[str, Pair]] = {
    "findability": ("可发现性", "Findability"),
    "accessibility": ("可访问性", "Accessibility"),
    "interoperability": ("互操作性", "Interoperability"),
    "reusability": ("可重用性", "Reusability"),
    "contextuality": ("背景信息", "Contextuality"),
}
"""The dimensions, in English as the data provider manual of data.europa.eu names them."""
BAND_TITLES: Final[Mapping[str, Pair]] = {
    "excellent": ("优", "Excellent"),
    "good": ("良", "Good"),
    "sufficient": ("合格", "Sufficient"),
    "bad": ("差", "Bad"),
}
METRICS: Final[Mapping[str, Pair]] = {
    "keyword": ("有关键词", "Keyword given"),
    "theme": ("有主题分类", "Category given"),
    "spatial": ("有空间范围", "Spatial coverage given"),
    "temporal": ("有时间范围", "Temporal coverage given"),
    "access_url_answers": ("访问地址能打开", "Access URL answers"),
    "download_url": ("有下载地址", "Download URL given"),
    "download_url_answers": ("下载地址能打开", "Download URL answers"),
    "format": ("写明格式", "Format given"),
    "media_type": ("写明媒体类型", "Media type given"),
    "format_known": ("格式或媒体类型属受控词表", "Format or media type of a vocabulary"),
    "non_proprietary": ("非专有格式", "Non-proprietary format"),
    "machine_readable": ("机器可读格式", "Machine-readable format"),
    "dcat_ap": ("符合 DCAT-AP（SHACL 校验）", "Conforms to DCAT-AP (SHACL)"),
    "licence": ("写明许可协议", "Licence given"),
    "licence_known": ("许可协议属受控词表", "Licence of a vocabulary"),
    "access_rights": ("写明访问权限", "Access rights given"),
    "access_rights_known": ("访问权限属受控词表", "Access rights of a vocabulary"),
    "contact": ("有联系方式", "Contact point given"),
    "publisher": ("有发布者", "Publisher given"),
    "rights": ("有权利说明", "Rights given"),
    "byte_size": ("写明文件大小", "File size given"),
    "issued": ("有发布日期", "Date of issue given"),
    "modified": ("有修改日期", "Date of modification given"),
}


def told(score: MqaScore, names: Mapping[str, str]) -> dict[str, Any]:
    """JSON-ready: ``points`` of ``most`` and ``band``; ``dimensions`` in their order, each with
    ``points``, ``most``, the name of the distribution that counts (``best``, from ``names`` by id;
    empty where none does) and ``metrics``, each with its ``points`` and whether it ``passed``.
    Dimensions, metrics and the band have ``id``, ``zh`` and ``en``.
    """
    passed = frozenset(score.passed)
    return {
        "points": score.points,
        "most": sum(MOST.values()),
        "band": _named(score.band, BAND_TITLES),
        "dimensions": [
            {
                **_named(one, TITLES),
                "points": score.dimensions[one],
                "most": MOST[one],
                "best": names.get(score.best.get(one, ""), ""),
                "metrics": [
                    {**_named(each.id, METRICS), "points": each.points, "passed": each.id in passed}
                    for each in (*ON_DATASET, *ON_DISTRIBUTION)
                    if each.dimension == one
                ],
            }
            for one in DIMENSIONS
        ],
    }


def _named(word: str, titles: Mapping[str, Pair]) -> dict[str, str]:
    zh, en = titles[word]
    return {"id": word, "zh": zh, "en": en}
