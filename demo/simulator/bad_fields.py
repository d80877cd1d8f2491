"""Every kind of bad field a record can carry, each a change to a good record.

The values are what platforms send: text in a number, a day that does not exist, an
element that is wider than its dataset.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from demo.model import Dataset, ElementUse


def _set(**changes: Any) -> Callable[[Dataset], Dataset]:
    return lambda dataset: replace(dataset, **changes)


def _department(**changes: Any) -> Callable[[Dataset], Dataset]:
    return lambda dataset: replace(dataset, department=replace(dataset.department, **changes))


def _first_element(**changes: Any) -> Callable[[Dataset], Dataset]:
    def change(dataset: Dataset) -> Dataset:
        if not dataset.elements:
            return dataset
        use = dataset.elements[0]
        return replace(
            dataset,
            elements=(replace(use, element=replace(use.element, **changes)), *dataset.elements[1:]),
        )

    return change


def _element_twice(dataset: Dataset) -> Dataset:
    return replace(dataset, elements=(*dataset.elements, *dataset.elements[:1]))


def _element_wider(dataset: Dataset) -> Dataset:
    wider = tuple(
        replace(u, open_type="unconditional", share_type="unconditional") for u in dataset.elements
    )
    return replace(
        dataset,
        share_type="conditional",
        share_condition="须经审核",
        open_type="conditional",
        open_condition="须经申请",
        elements=cast(tuple[ElementUse, ...], wider),
    )


def _opened_over_total(dataset: Dataset) -> Dataset:
    return replace(dataset, opened_records=(dataset.total_records or 0) + 10)


BAD_FIELDS: dict[str, Callable[[Dataset], Dataset]] = {
    "title_empty": _set(title=""),
    "title_missing": _set(title=None),
    "title_long": _set(title="很长的标题" * 60),
    "title_untidy": _set(title="  贵州省\t行政许可\n信息\u200b　（ＡＢＣ） "),
    "title_emoji": _set(title="乡村旅游🚌线路👍"),
    "notes_missing": _set(notes=None),
    "notes_html": _set(
        notes="<p onclick='x()'>摘要<script>alert(1)</script></p><img src=x onerror=alert(1)>"
    ),
    "notes_control": _set(notes="摘要\x00中\x08有\x1f控制字符"),
    "notes_surrogate": _set(notes="摘要里有半个字符\ud83d"),
    "notes_huge": _set(notes="摘要" * 20000),
    "department_missing": _department(title=""),
    "department_bad_uscc": _department(uscc="11520000DEM000000A"),
    "date_impossible": _set(pub_date="2021-13-45", data_modified="2021-13-45 25:61:00"),
    "date_future": _set(pub_date=date(2031, 5, 4), data_modified=datetime(2031, 5, 4, 8, 0)),
    "date_missing": _set(pub_date=None, data_modified=None),
    "records_negative": _set(total_records=-5),
    "records_text": _set(total_records="若干"),
    "opened_over_total": _opened_over_total,
    "share_condition_missing": _set(share_type="conditional", share_condition=""),
    "share_basis_missing": _set(
        share_type="none", no_share_basis="", open_type="none", no_open_basis=""
    ),
    "cycle_unknown": _set(update_cycle="unknown"),
    "open_unknown": _set(open_type="unknown"),
    "theme_unknown": _set(theme="三体问题", data_domain="三体问题"),
    "related_unresolved": _set(related_codes=("999999/999999",)),
    "element_nameless": _first_element(name=""),
    "element_bad_type": _first_element(type="Z"),
    "element_bad_length": _first_element(length="二十"),
    "element_twice": _element_twice,
    "element_wider": _element_wider,
    "format_unknown": _set(formats=("exe",)),
}
