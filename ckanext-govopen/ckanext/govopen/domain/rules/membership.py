"""Fields that hold a word of a vocabulary hold one that is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, elements, rule, text
from govopen_common.problem import Problem

FIELDS = (
    "theme", "data_domain", "industry", "service", "grade", "status", "format_class", "format_type",
    "share_type", "share_mode_class", "share_mode_type", "open_type", "update_cycle",
)  # fmt: skip
ELEMENT_FIELDS = {
    "type": "element_type",
    "share_type": "share_type",
    "open_type": "open_type",
    "update_cycle": "update_cycle",
    "sensitivity": "sensitivity",
}
SHOWN = 4  # words of a short vocabulary that the message lists


@rule
def vocabulary_words(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    for field in FIELDS:
        yield from _check(dataset, field, field, field, context)
    for row, element in elements(dataset):
        for field, name in ELEMENT_FIELDS.items():
            yield from _check(element, field, name, f"elements.{row}.{field}", context)


def _check(
    row: Mapping[str, Any], field: str, name: str, where: str, context: RuleContext
) -> Iterator[Problem]:
    word = text(row, field)
    if not word:
        return
    vocabulary = context.vocabulary(name)
    if vocabulary.get(word) is not None:
        return
    top = vocabulary.children()
    few = [f"{concept.code}（{concept.zh}）" for concept in top[:SHOWN]]
    listed = "、".join(few) + ("……" if len(top) > SHOWN else "")
    plain = ", ".join(concept.code for concept in top[:SHOWN]) + (", …" if len(top) > SHOWN else "")
    yield Problem(
        where,
        "not_in_vocabulary",
        f"“{word[:40]}”不是{vocabulary.zh}中的代码，请改为 {listed}。",
        f"“{word[:40]}” is no code of “{vocabulary.en}”; use one of {plain}.",
    )
