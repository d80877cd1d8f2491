"""The licence: a further point beside the opening attribute, never a condition for the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts
from ckanext.openindex.domain.indicators.base import Indicator, Parameter
from ckanext.openindex.domain.measurement import Evidence, Measurement

_NONE = ("", "notspecified", "none")


class Licence(Indicator):
    """An open licence, another one, or none, of the dataset or its best distribution."""

    name = "licence"
    source = "after the licence questions of GODI and ckanext-qa; that none zeroes nothing is ours"
    formula = (
        "开放许可协议为 1，其他协议为参数值，没有协议为 0",
        "1 for an open licence, the parameter for another, 0 for none",
    )
    parameters = {
        "open": Parameter(
            "words",
            "视为开放的许可协议（标识或网址中的一段）",
            "licences that are open: identifiers, or a part of their address",
            (
                *("cc-by", "cc-by-sa", "cc-zero", "cc0", "odc-by", "odc-odbl", "odc-pddl"),
                *("uk-ogl", "other-open", "other-pd", "other-at", "gfdl"),
                *("creativecommons.org/licenses/by/", "creativecommons.org/licenses/by-sa/"),
                *("creativecommons.org/publicdomain/", "opendatacommons.org/licenses/"),
            ),
        ),
        "other": Parameter(
            "number", "其他许可协议的得分", "what another licence is worth", 0.5, most=1
        ),
    }
    words = {
        "licence": ("许可协议", "licence"),
        "open_licence": ("属开放许可协议", "the licence is open"),
        "other_licence": ("有许可协议，但不属开放许可", "there is a licence that is not open"),
        "no_licence": (
            "未写明许可协议，只失去此项得分",
            "no licence is told; only this point is lost",
        ),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        best, seen = 0.0, Evidence("licence", None, "no_licence")
        told = [(facts.licence, ""), *((one.licence, one.id) for one in facts.resources)]
        for licence, subject in dict.fromkeys(told):
            if licence.lower() in _NONE:
                continue
            value, rule = _value(licence.lower(), given)
            if value > best or seen.seen is None:
                best, seen = value, Evidence("licence", licence, rule, subject)
        return Measurement(best, evidence=(seen,))


def _value(licence: str, given: Mapping[str, Any]) -> tuple[float, str]:
    for word in given["open"]:
        if licence == word or ("/" in word and word in licence):
            return 1.0, "open_licence"
    return given["other"], "other_licence"
