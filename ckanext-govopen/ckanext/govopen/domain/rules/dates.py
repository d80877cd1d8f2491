"""Dates: written as ISO 8601, published not in the future, coverage the right way round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ckanext.govopen.domain.rules.base import Dataset, RuleContext, iso_date, rule, text
from govopen_common.problem import Problem

LABELS = {
    "pub_date": ("发布日期", "publication date"),
    "data_modified": ("数据更新日期", "date of the last update"),
    "temporal_start": ("数据起始日期", "start of the coverage"),
    "temporal_end": ("数据截止日期", "end of the coverage"),
}


@rule
def date_forms(dataset: Dataset, context: RuleContext) -> Iterator[Problem]:
    days: dict[str, date] = {}
    for field, (zh, en) in LABELS.items():
        given = text(dataset, field)
        day = iso_date(given) if given else None
        if day is not None:
            days[field] = day
        elif given:
            zh_text = f"{zh}“{given[:30]}”不是有效日期，请写成 2024-05-31 的形式。"
            en_text = f"The {en} “{given[:30]}” is no date; write it like 2024-05-31."
            yield Problem(field, "not_a_date", zh_text, en_text)
    yield from _in_order(days, context.today)


def _in_order(days: dict[str, date], today: date) -> Iterator[Problem]:
    published, modified = days.get("pub_date"), days.get("data_modified")
    if published and published > today:
        zh = f"发布日期 {published} 晚于今天（{today}），请改为今天或更早。"
        en = f"The publication date {published} is after today ({today}); give an earlier one."
        yield Problem("pub_date", "in_the_future", zh, en)
    if modified and modified > today:
        zh = f"数据更新日期 {modified} 晚于今天（{today}），请核对。"
        en = f"The date of the last update, {modified}, is after today ({today}); check it."
        yield Problem("data_modified", "in_the_future", zh, en, "warning")
    start, end = days.get("temporal_start"), days.get("temporal_end")
    if start and end and start > end:
        zh = f"数据截止日期 {end} 早于起始日期 {start}，请核对两者。"
        en = f"The coverage ends ({end}) before it starts ({start}); check both."
        yield Problem("temporal_end", "ends_before_start", zh, en)
