"""Gathers what a report says, from the actions, as everybody may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckanext.openindex import config
from ckanext.openindex.adapters.anybody import ask
from ckanext.openindex.domain.drawing.colours import of_band
from ckanext.openindex.domain.report.document import Dataset, Dimension, Indicator, Moment, Report
from ckanext.openindex.domain.report.period import Period
from govopen_common.problem import Problem, Rejected

LISTED: Final = 10
"""Best and costliest datasets that are named."""
Said = dict[str, Any]


def gather(kind: str, name: str, period: Period, lang: str) -> Report:
    """The report on ``kind`` (``organization``, ``division``, or empty for the whole).

    Raises Rejected when the index knows nothing of it, or history nothing of the period.
    """
    subject = {"kind": kind, "id": name}
    by = ask("openindex_methodology_show")
    days = _days(subject, period)
    now = _now(subject)
    if not days and now is None:
        raise Rejected(_unknown(kind, name))
    if not days:
        raise Rejected(_no_history(period, subject))
    text = _Texts(by, lang)
    after, before = days[-1], _before(subject, period, days)
    return Report(
        lang=lang,
        title=after["title"] or (now or {}).get("title") or config.site_title(),
        site=config.site_title(),
        level=text.level(now["kind"]) if now else "",
        version=by["version"],
        period=period,
        made=config.today(),
        before=text.moment(before) if before else None,
        after=text.moment(after),
        as_of=_day(now["computed"]) if now else "",
        dimensions=text.dimensions(before, after),
        indicators=text.indicators(now, _gains(subject)) if now else (),
        best=text.datasets(_listed(subject, "best")) if now else (),
        costly=text.datasets(_listed(subject, "costly")) if now else (),
        days=[(date.fromisoformat(one["day"]), one["score"]) for one in days],
    )


def _days(subject: Mapping[str, str], period: Period) -> list[Said]:
    first, last = period.first.isoformat(), period.last.isoformat()
    try:
        found = ask("openindex_history", **subject, **{"from": first, "to": last})
    except tk.ObjectNotFound:
        return []
    return list(reversed(found["results"]))


def _before(subject: Mapping[str, str], period: Period, days: Sequence[Said]) -> Said | None:
    """The last day before the period; else the first one in it, where there are several."""
    eve = (period.first - timedelta(days=1)).isoformat()
    found = ask("openindex_history", **subject, to=eve, limit=1)["results"]
    if found and not found[0]["gone"]:
        return found[0]
    return days[0] if len(days) > 1 else None


def _now(subject: Mapping[str, str]) -> Said | None:
    try:
        return ask("openindex_show", **subject)
    except tk.ObjectNotFound:
        return None


def _day(moment: str) -> str:
    """The day of an instant where the site is."""
    return datetime.fromisoformat(moment).astimezone(config.timezone()).date().isoformat()


def _gains(subject: Mapping[str, str]) -> set[str]:
    return {one["id"] for one in ask("openindex_advice", **subject, limit=100)["results"]}


def _listed(subject: Mapping[str, str], order: str) -> list[Said]:
    return ask("openindex_dataset_list", **subject, order=order, limit=LISTED)["results"]


def _unknown(kind: str, name: str) -> Problem:
    zh, en = "全省", "the whole"
    return Problem(
        kind or "site",
        "unknown",
        f"指数中没有“{name or zh}”；请检查名称、标识或区划代码，或先运行 ckan openindex compute。",
        f"The index knows nothing of {name or en}; check the name, id or code, or run ckan "
        "openindex compute first.",
    )


def _no_history(period: Period, subject: Mapping[str, str]) -> Problem:
    first = "ckan openindex daily"
    found = ask("openindex_history", **subject, limit=1)["results"]
    zh, en = ("", "")
    if found:
        zh, en = f"最近一天为 {found[0]['day']}。", f" The latest day is {found[0]['day']}."
    return Problem(
        "period",
        "no_history",
        f"{period.zh}没有历史记录；历史由 {first} 每日写入，请换一个时间段。{zh}",
        f"History has nothing of {period.en}; {first} writes it each day. Choose another "
        f"period.{en}",
    )


class _Texts:
    """Puts figures into the words of one language, with the titles of the methodology."""

    def __init__(self, by: Said, lang: str) -> None:
        self.lang = lang
        self.by = by
        self.order = [one["id"] for one in by["bands"]]
        self.bands = {one["id"]: one["title"][lang] for one in by["bands"]}
        self.rules = {rule["id"]: rule for one in by["dimensions"] for rule in one["rules"]}

    def level(self, kind: str) -> str:
        found = (one["title"][self.lang] for one in self.by["levels"] if one["unit"] == kind)
        return next(found, kind)

    def moment(self, row: Said) -> Moment:
        day, band = date.fromisoformat(row["day"]), row["band"]
        return Moment(
            day, row["score"], self.bands.get(band, ""), of_band(band, self.order),
            row["datasets"] or 0, row["dimensions"],
        )  # fmt: skip

    def dimensions(self, before: Said | None, after: Said) -> list[Dimension]:
        then = before["dimensions"] if before else {}
        return [
            Dimension(
                one["title"][self.lang], then.get(one["id"]), after["dimensions"].get(one["id"])
            )
            for one in self.by["dimensions"]
        ]

    def indicators(self, now: Said, gains: set[str]) -> list[Indicator]:
        titles = {one["id"]: one["title"][self.lang] for one in self.by["dimensions"]}
        return [
            Indicator(
                self.rules[rule["id"]]["title"][self.lang], titles[one["id"]], rule["value"],
                rule["datasets"], rule["points"], rule["can"],
                self.rules[rule["id"]]["gain"][self.lang] if rule["id"] in gains else "",
            )
            for one in now["dimensions"]
            for rule in one["rules"]
        ]  # fmt: skip

    def datasets(self, rows: Sequence[Said]) -> list[Dataset]:
        found = list[Dataset]()
        for row in rows:
            cost = row.get("cost") or {}
            most = [self.rules[one]["title"][self.lang] for one in cost.get("most", ())]
            found.append(
                Dataset(
                    row["title"], row["name"], row["score"], self.bands.get(row["band"], ""),
                    cost.get("points"), ("、" if self.lang == "zh" else ", ").join(most),
                )
            )  # fmt: skip
        return found
