"""Conditional items of sharing and opening: the 2017 guide, items 9 and 10."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, called, elements, rule, text
from govopen_common.problem import Problem


@rule
def sharing_terms(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    kind = text(dataset, "share_type")
    if kind == "conditional" and not text(dataset, "share_condition"):
        zh = "共享类型为有条件共享，请填写共享条件。"
        en = "Sharing is conditional: give the conditions of sharing."
        yield Problem("share_condition", "condition_missing", zh, en)
    if kind == "none" and not text(dataset, "no_share_basis"):
        zh = "共享类型为不予共享，请填写法律、行政法规或国务院规定作为不予共享依据。"
        en = "The data are not shared: name the law or regulation that is the basis for it."
        yield Problem("no_share_basis", "basis_missing", zh, en)


@rule
def opening_terms(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    kind = text(dataset, "open_type")
    if kind == "conditional" and not text(dataset, "open_condition"):
        zh = "开放类型为有条件开放，请填写开放条件。"
        en = "Opening is conditional: give the conditions of opening."
        yield Problem("open_condition", "condition_missing", zh, en)
    if kind == "none" and not text(dataset, "no_open_basis"):
        zh = "开放类型为不予开放，建议填写不予开放依据。"
        en = "The data are not opened: a basis for it should be given."
        yield Problem("no_open_basis", "basis_missing", zh, en, "warning")


@rule
def element_terms(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    """A conditional element has conditions of its own, or inherits those of its dataset."""
    for row, element in elements(dataset):
        zh, en = called(element, row)
        for act, zh_act, en_act in (("share", "共享", "sharing"), ("open", "开放", "opening")):
            if text(element, f"{act}_type") != "conditional":
                continue
            field = f"{act}_condition"
            if not text(element, field) and not text(dataset, field):
                yield Problem(
                    f"elements.{row}.{field}",
                    "condition_missing",
                    f"{zh}为有条件{zh_act}，请填写{zh_act}条件。",
                    f"{en} is conditional: give the conditions of {en_act}.",
                )
