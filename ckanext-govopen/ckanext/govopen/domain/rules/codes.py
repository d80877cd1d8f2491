"""Resource codes: their form, and that related ones are in the catalogue; division codes exist."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.govopen.domain.codes import is_code
from ckanext.govopen.domain.rules.base import Dataset, RuleContext, items, rule, text
from govopen_common.problem import Problem


@rule
def resource_code(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    code = text(dataset, "res_code")
    if code and not is_code(code):
        zh = f"资源代码“{code[:70]}”应为“前段码/顺序号”，请留空由系统赋码。"
        en = f"“{code[:70]}” is no resource code (prefix/number); leave it empty to be given one."
        yield Problem("res_code", "code_form", zh, en)


@rule
def related_codes(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    own = text(dataset, "res_code")
    for code in (str(item).strip() for item in items(dataset, "related_codes")):
        if code == own:
            zh, en = "关联资源代码中有本数据自身，请删去。", "Take the dataset's own code out."
            yield Problem("related_codes", "related_to_itself", zh, en)
        elif not is_code(code) or (context.code_exists and not context.code_exists(code)):
            zh = f"关联资源代码“{code[:70]}”在目录中不存在，请核对或删去。"
            en = f"The related code “{code[:70]}” is not in the catalogue; correct it."
            yield Problem("related_codes", "unknown_code", zh, en)


@rule
def division_code(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    code = text(dataset, "division_code")
    if code and context.division_exists and not context.division_exists(code):
        zh = f"行政区划代码“{code[:12]}”不存在，请填写 GB/T 2260 的 6 位或乡镇的 9 位代码。"
        en = f"“{code[:12]}” is no division: give six digits of GB/T 2260, nine for a town."
        yield Problem("division_code", "unknown_division", zh, en)
