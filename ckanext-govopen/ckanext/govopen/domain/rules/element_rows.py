"""Data elements of a dataset: named, once each, and never going further than the dataset."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.govopen.domain.element import effective, is_wider, name_key
from ckanext.govopen.domain.rules.base import Dataset, RuleContext, called, elements, rule, text
from govopen_common.problem import Problem

ACTS = {
    "share_type": ("共享", "shared"),
    "open_type": ("开放", "opened"),
}


@rule
def element_names(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row, element in elements(dataset):
        name = text(element, "name")
        where = f"elements.{row}.name"
        if not name:
            zh = f"第 {row + 1} 个数据元缺少名称，请填写或删去该行。"
            yield Problem(where, "required", zh, f"Name element {row + 1}, or take its row out.")
            continue
        first = seen.setdefault(name_key(name), row)
        if first != row:
            zh, en = called(element, row)
            zh_text = f"{zh}与第 {first + 1} 个重名，请核对。"
            en_text = f"{en} bears the name of element {first + 1}; check both."
            yield Problem(where, "element_twice", zh_text, en_text, "warning")


@rule
def element_width(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    """A use may narrow the dataset's sharing and opening, never widen them."""
    for row, element in elements(dataset):
        for field, (zh_act, en_act) in ACTS.items():
            if is_wider(text(element, field), text(dataset, field)):
                zh, en = called(element, row)
                yield Problem(
                    f"elements.{row}.{field}",
                    "wider_than_dataset",
                    f"{zh}的{zh_act}范围宽于数据集，请收窄该项或放宽数据集。",
                    f"{en} is {en_act} more widely than its dataset; narrow it, or widen that.",
                )


@rule
def element_sensitivity(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    """What is a state secret is not opened; personal data are not opened without conditions."""
    for row, element in elements(dataset):
        sensitivity = text(element, "sensitivity")
        opened = effective(element, dataset, "open_type")
        (zh, en), where = called(element, row), f"elements.{row}.open_type"
        if sensitivity == "state" and opened in ("conditional", "unconditional"):
            zh = f"{zh}涉及国家秘密，请将其开放类型改为不予开放。"
            en = f"{en} is a state secret: set its opening to “not open”."
            yield Problem(where, "secret_opened", zh, en)
        if sensitivity == "personal" and opened == "unconditional":
            zh = f"{zh}涉及个人隐私，无条件开放前须脱敏。"
            en = f"{en} is personal: it has to be masked before it is opened."
            yield Problem(where, "personal_opened", zh, en, "warning")
