"""How long texts may be: the 2017 guide, items 2, 3, 6 and 9."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, elements, rule, text
from govopen_common.problem import Problem

LIMITS = {
    "title": ("数据名称", "the title", 128),
    "res_code": ("资源代码", "the resource code", 64),
    "notes": ("数据摘要", "the summary", 1000),
    "share_condition": ("共享条件", "the conditions of sharing", 500),
    "no_share_basis": ("不予共享依据", "the basis for not sharing", 500),
    "open_condition": ("开放条件", "the conditions of opening", 500),
    "no_open_basis": ("不予开放依据", "the basis for not opening", 500),
}
# Not in the guide: bounds that keep a runaway cell out of the catalogue.
ELEMENT_LIMITS = {
    "name": ("数据元名称", "the name of the element", 128),
    "mark": ("数据元标识", "the mark of the element", 128),
    "definition": ("数据元定义", "the definition of the element", 1000),
    "value_domain": ("数据元值域", "the value domain of the element", 1000),
    "share_condition": ("数据元共享条件", "the element's conditions of sharing", 500),
    "open_condition": ("数据元开放条件", "the element's conditions of opening", 500),
}
MAX_ELEMENTS = 1000


@rule
def text_lengths(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    for field, (zh, en, limit) in LIMITS.items():
        if (length := len(text(dataset, field))) > limit:
            yield _too_long(field, zh, en, length, limit)
    count = 0
    for row, element in elements(dataset):
        count += 1
        for field, (zh, en, limit) in ELEMENT_LIMITS.items():
            if (length := len(text(element, field))) > limit:
                yield _too_long(f"elements.{row}.{field}", zh, en, length, limit)
    if count > MAX_ELEMENTS:
        zh = f"数据元有 {count} 个，超过 {MAX_ELEMENTS} 个，请拆分数据。"
        en = f"There are {count} elements, more than {MAX_ELEMENTS}; split the dataset."
        yield Problem("elements.0.name", "too_many", zh, en)


def _too_long(field: str, zh: str, en: str, length: int, limit: int) -> Problem:
    return Problem(
        field,
        "too_long",
        f"{zh}有 {length} 字，请缩短到 {limit} 字以内。",
        f"Shorten {en} to {limit} characters; it has {length}.",
    )
