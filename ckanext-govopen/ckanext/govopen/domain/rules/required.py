"""What an entry cannot do without, and what the 2017 guide asks for besides."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, rule, text
from govopen_common.problem import Problem

REQUIRED = {
    "title": ("数据名称", "the title"),
    "notes": ("数据摘要", "the summary"),
    "owner_org": ("提供部门", "the department"),
}
# Mandatory items of the 2017 guide that a harvested source may not know.
ASKED_FOR = {
    "format_type": ("格式类型", "the format type"),
    "share_type": ("共享类型", "the sharing type"),
    "open_type": ("开放类型", "the opening type"),
    "update_cycle": ("更新周期", "the update cycle"),
    "pub_date": ("发布日期", "the publication date"),
}


@rule
def required_fields(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    for field, (zh, en) in REQUIRED.items():
        if not text(dataset, field):
            yield Problem(field, "required", f"缺少{zh}，请填写。", f"Give {en}; it is missing.")


@rule
def guide_items(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    for field, (zh, en) in ASKED_FOR.items():
        if not text(dataset, field):
            zh_text = f"未填写{zh}，编制指南要求填写。"
            en_text = f"Please add {en}: the compilation guide asks for it."
            yield Problem(field, "incomplete", zh_text, en_text, "warning")
