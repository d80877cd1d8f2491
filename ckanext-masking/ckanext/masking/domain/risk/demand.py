"""Whether a table's risk meets what its policy demands."""

from __future__ import annotations

from ckanext.masking.domain.policy.model import Demand
from ckanext.masking.domain.risk.survey import Risk
from govopen_common.problem import Problem


def unmet(demand: Demand, risk: Risk) -> list[Problem]:
    """What of ``demand`` the table does not meet, by counts; a table without rows meets all."""
    problems: list[Problem] = []
    if risk.k is not None and risk.k < demand.k:
        zh = f"k 为 {risk.k}，策略要求 {demand.k}；请概化或抑制准标识符"
        en = f"k is {risk.k} and must be {demand.k}; generalise or suppress quasi-identifiers"
        problems.append(Problem("demand.k", "k_unmet", zh, en))
    for column in demand.sensitive:
        found = risk.l.get(column)
        if found is not None and found < demand.l:
            zh = f"“{column}”列的 l 为 {found}，策略要求 {demand.l}；请概化准标识符或遮盖此列"
            en = (
                f"l of column “{column}” is {found} and must be {demand.l}; generalise"
                " quasi-identifiers or mask the column"
            )
            problems.append(Problem("demand.l", "l_unmet", zh, en))
    return problems
