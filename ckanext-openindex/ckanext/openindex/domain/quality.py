"""Shares of good cells, rows and files over all that was inspected of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from ckanext.openindex.domain.facts import DatasetFacts, Inspection
from ckanext.openindex.domain.formats import broken
from ckanext.openindex.domain.indicators.base import (
    Parameter,
    missing,
    most_telling,
    of_resource,
)
from ckanext.openindex.domain.measurement import Evidence, Measurement

PARAMETERS: Final[Mapping[str, Parameter]] = {
    "nothing_at": Parameter(
        "number",
        "不合格比例达到多少时得 0 分",
        "share of what is wrong at which nothing is left",
        1.0,
        0.001,
        1.0,
    )
}
SHARE: Final = (
    "1 − 不合格数 ÷ 总数 ÷ 得 0 分的比例，最少 0",
    "1 − what is wrong ÷ all ÷ the share at which nothing is left, at least 0",
)
WHOLE: Final = ("1 − 不合格数 ÷ 总数", "1 − what is wrong ÷ all")
Count = Callable[[Inspection], tuple[int, int] | None]
"""What is wrong in an inspection and of how many; None where it does not say."""


def sound(
    facts: DatasetFacts,
    what: str,
    count: Count,
    given: Mapping[str, Any],
    unless: str = "no_tables",
) -> Measurement:
    """1 less the share of what is wrong over all inspections, which is 0 at ``nothing_at``.

    ``unless``: the reason where files were inspected but none has anything to count. Evidence
    names the files that have something wrong, those with most first.
    """
    wrong = whole = 0
    latest: datetime | None = None
    tables = judged = False
    found: list[tuple[int, Evidence]] = []
    for resource in facts.resources:
        opened = resource.inspection
        if opened is None:
            continue
        latest = opened.checked if latest is None else max(latest, opened.checked)
        tables = tables or bool(opened.rows)
        judged = judged or not opened.fault or broken(opened)
        counts = count(opened)
        if counts is None or not counts[1]:
            continue
        some, of = counts
        wrong, whole = wrong + some, whole + of
        if some:
            found.append((some, of_resource(what, some, "counted", resource)))
    if not whole:
        if not judged:
            return missing("not_judged" if latest is not None else "not_inspected")
        return missing("not_measured" if tables and unless == "no_tables" else unless)
    found.sort(key=_most_first)
    ratio = wrong / whole
    evidence = (
        Evidence("looked_at", whole, "counted", at=latest),
        Evidence("wrong", wrong, "counted"),
        Evidence("share", round(ratio, 6), "wrong_share"),
        *most_telling([one for _, one in found]),
    )
    return Measurement(max(1 - ratio / given["nothing_at"], 0.0), "", evidence)


def _most_first(pair: tuple[int, Evidence]) -> int:
    return -pair[0]
