"""What a reviewer may choose for a column, in words a clerk understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ckanext.masking.domain.operators import registry
from ckanext.masking.domain.policy.model import CLEAR, Action
from govopen_common.problem import Problem

AS_POLICY: Final = "policy"


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of the list: a stable word, its names, and what it does (None: as the policy)."""

    id: str
    zh: str
    en: str
    action: Action | None


CHOICES: Final = (
    Choice(AS_POLICY, "按策略", "As the policy says", None),
    Choice("redact", "全部遮盖", "Hide it all", Action("redact")),
    Choice("null", "清空", "Leave it empty", Action("null")),
    Choice("first", "只留首字", "Keep the first character", Action("partial", {"prefix": 1})),
    Choice("last4", "只留后四位", "Keep the last four", Action("partial", {"suffix": 4})),
    Choice(
        "ends",
        "留前三后四",
        "Keep the first three and the last four",
        Action("partial", {"prefix": 3, "suffix": 4}),
    ),
    Choice(
        "pseudonym",
        "换成假名（同值同名）",
        "A pseudonym, the same for equal values",
        Action("hmac_sha256"),
    ),
    Choice("month", "日期只到月", "Dates to the month", Action("date_part", {"to": "month"})),
    Choice("year", "日期只到年", "Dates to the year", Action("date_part", {"to": "year"})),
    Choice("age", "年龄段（每十岁）", "Ages in bands of ten years", Action("age_band")),
    Choice("county", "地址只到区县", "Addresses to the county", Action("region", {"to": "county"})),
    Choice("city", "地址只到市", "Addresses to the city", Action("region", {"to": "city"})),
    Choice("grid", "坐标到约一公里的网格", "Places to a grid of about 1 km", Action("grid")),
    Choice("clear", "原样公开", "Publish it as it is", CLEAR),
)
BY_ID: Final = {one.id: one for one in CHOICES}


def offered(*, keyed: bool) -> list[Choice]:
    """The choices; those that need the master key only where there is one."""
    operators = registry()
    return [
        one
        for one in CHOICES
        if one.action is None or keyed or not operators[one.action.operator].keyed
    ]


def choice_of(operator: str, parameters: Mapping[str, Any]) -> str:
    """The choice that does what ``operator`` with ``parameters`` does; "" when none does."""
    wanted = dict(parameters)
    for one in CHOICES:
        if one.action and one.action.operator == operator and dict(one.action.parameters) == wanted:
            return one.id
    return ""


def check(operator: str, parameters: Mapping[str, Any], field: str) -> list[Problem]:
    """What is wrong with an operator that somebody chose."""
    known = registry().get(operator)
    if known is None:
        zh = f"没有名为“{operator}”的脱敏方法，请从列表中选择"
        en = f"there is no operator “{operator}”; choose one of the list"
        return [Problem(field, "operator_unknown", zh, en)]
    return known.validate(parameters, field)
