"""The format: its type belongs to its class, and 其他 is described (2017 guide, item 7)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, rule, text
from govopen_common.problem import Problem


@rule
def format_parts(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    above, kind = text(dataset, "format_class"), text(dataset, "format_type")
    concept = context.vocabulary("format_type").get(kind) if kind else None
    if concept is None:
        return
    if above and concept.parent != above:
        zh = f"格式类型 {concept.zh}（{kind}）不属于格式分类 {above}，请改为 {concept.parent}。"
        en = f"Format type {concept.en} ({kind}) is not of class {above}; use {concept.parent}."
        yield Problem("format_type", "not_of_class", zh, en)
    if concept.zh == "其他" and not text(dataset, "format_other"):
        zh = "格式类型为“其他”，请填写其他格式说明。"
        en = "The format type is “other”: describe the format."
        yield Problem("format_other", "format_undescribed", zh, en)
