"""Grades: a classified entry is an entry only, and what is not public is not opened."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, items, rule, text
from govopen_common.problem import Problem

REACHES = ("conditional", "unconditional")


@rule
def classified_files(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    if text(dataset, "grade") != "classified":
        return
    zh = "涉密数据只登记目录，不得挂接文件或接口，请先移除。"
    en = "A classified dataset is an entry only: take its files and interfaces out first."
    for row, _ in enumerate(items(dataset, "resources")):
        yield Problem(f"resources.{row}.url", "classified_file", zh, en)
    if context.stored_resources:
        yield Problem("grade", "classified_file", zh, en)


@rule
def graded_reach(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    grade = text(dataset, "grade")
    shared = text(dataset, "share_type") in REACHES
    opened = text(dataset, "open_type") in REACHES
    if grade == "classified" and shared:
        zh = "涉密数据不得共享，请将共享类型改为不予共享。"
        en = "Classified data are not shared: set sharing to “not shared”."
        yield Problem("share_type", "classified_shared", zh, en)
    if grade == "classified" and opened:
        zh = "涉密数据不得开放，请将开放类型改为不予开放。"
        en = "Classified data are not opened: set opening to “not open”."
        yield Problem("open_type", "classified_opened", zh, en)
    if grade == "internal" and opened:
        zh = "内部数据不向社会开放，请核对数据分级与开放类型。"
        en = "Internal data are not opened to society: check the grade and the opening."
        yield Problem("open_type", "internal_opened", zh, en, "warning")
