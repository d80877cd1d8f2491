"""A title is unique within its department; one that is nearly another's is pointed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, rule, text
from ckanext.govopen.domain.text import fold
from govopen_common.problem import Problem

NEARLY = 0.9  # one character in ten: 名录 and 名录表 of a title of twenty
_NUMERALS = re.compile(r"[\d一二三四五六七八九十百千]+")


@rule
def title_unique(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    title, org = text(dataset, "title"), text(dataset, "owner_org")
    if not title or not org or context.title_taken is None:
        return
    if context.title_taken(org, title, text(dataset, "id") or None):
        zh = f"本部门已有名为“{title}”的数据，请改名或更新原有数据。"
        en = f"The department already has “{title}”; choose another title or update that dataset."
        yield Problem("title", "title_taken", zh, en)


@rule
def title_similar(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    title, org = text(dataset, "title"), text(dataset, "owner_org")
    if not title or not org or context.similar_titles is None:
        return
    for other in context.similar_titles(org, title):
        if other != title and is_near(title, other):
            zh = f"与本部门的“{other}”名称相近，请确认不是同一数据。"
            en = f"The title is nearly that of “{other}” of the department; is it the same data?"
            yield Problem("title", "title_similar", zh, en, "warning")
            return


def is_near(one: str, other: str) -> bool:
    """Whether two titles are nearly the same; a series that differs in its numbers is not."""
    one, other = fold(one), fold(other)
    if one == other:
        return True
    if _NUMERALS.findall(one) != _NUMERALS.findall(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= NEARLY and matcher.ratio() >= NEARLY
