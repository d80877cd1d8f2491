"""Combined conditions of a search (多组合条件): from a URL to Solr filters and back.

Values of one condition are alternatives, conditions narrow each other. What is not understood is
left out and reported, so that an old or mistyped link still answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from govopen_common.problem import Problem

MAX_VALUES = 20  # of one condition
MAX_LENGTH = 200  # characters of a value
MAX_QUERY = 200
MAX_PAGE = 500

# URL parameter -> field of the index. A region or catalogue includes all below it, because the
# index holds a dataset's ancestors.
FACETS: Mapping[str, str] = MappingProxyType(
    {
        "theme": "theme", "industry": "industry", "service": "service", "domain": "data_domain",
        "department": "organization", "region": "division_path", "catalogue": "catalogue_path",
        "grade": "govopen_grade", "status": "govopen_status", "format": "res_format",
        "cycle": "update_cycle", "share": "share_type", "open": "open_type", "tag": "tags",
        "element": "element_names",
    }
)  # fmt: skip
FLAGS: Mapping[str, str] = MappingProxyType({"api": "has_api", "map": "has_map"})
# A period -> the field that must not be before it and the field that must not be after it.
# "covers" asks for datasets whose own period overlaps.
PERIODS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "published": ("pub_date", "pub_date"),
        "modified": ("data_modified", "data_modified"),
        "covers": ("temporal_end", "temporal_start"),
    }
)
SORTS: Mapping[str, str] = MappingProxyType(
    {
        "relevance": "score desc, usage desc, metadata_modified desc",
        "newest": "data_modified desc, metadata_modified desc",
        "used": "usage desc, score desc, metadata_modified desc",
        "openness": "openindex_score desc, score desc, metadata_modified desc",
    }
)
_SPECIAL = re.compile(r"([^\w\s])", re.ASCII)
_HIDDEN = re.compile(r"[\x00-\x1f\x7f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Conditions:
    """What a reader asked for. ``facets`` and ``flags`` are by URL parameter; ``periods`` by
    ``<name>_from`` and ``<name>_to``, as ISO days."""

    q: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    flags: frozenset[str] = frozenset()
    periods: Mapping[str, date] = field(default_factory=dict[str, date])
    sort: str = "relevance"
    page: int = 1

    def filters(self) -> list[str]:
        """Solr filter queries, for ``fq_list`` of ``package_search``."""
        found = [_any_of(FACETS[name], values) for name, values in self.facets.items() if values]
        found += [f"+{FLAGS[name]}:true" for name in sorted(self.flags)]
        for name, (not_before, not_after) in PERIODS.items():
            start, end = self.periods.get(f"{name}_from"), self.periods.get(f"{name}_to")
            if start:
                found.append(f"+{not_before}:[{start.isoformat()}T00:00:00Z TO *]")
            if end:
                found.append(f"+{not_after}:[* TO {end.isoformat()}T23:59:59Z]")
        return found

    def pairs(self) -> list[tuple[str, str]]:
        """Parameters of the address that shows the same answer; defaults are left out."""
        found = [("q", self.q)] if self.q else []
        found += [(name, value) for name in FACETS for value in self.facets.get(name, ())]
        found += [(name, "1") for name in FLAGS if name in self.flags]
        found += [(name, self.periods[name].isoformat()) for name in sorted(self.periods)]
        found += [("sort", self.sort)] if self.sort != "relevance" else []
        return found + ([("page", str(self.page))] if self.page > 1 else [])

    def address(self) -> str:
        """``pairs`` as the query string of a URL."""
        return urlencode(self.pairs())

    def with_value(self, name: str, value: str) -> Conditions:
        """The same with one more value of a facet, from its first page."""
        values = dict.fromkeys([*self.facets.get(name, ()), value])
        return replace(self, facets={**self.facets, name: tuple(values)}, page=1)

    def without(self, name: str, value: str | None = None) -> Conditions:
        """The same without a value (or all values) of a facet, a flag or an end of a period."""
        left = tuple(v for v in self.facets.get(name, ()) if value is not None and v != value)
        facets = {key: kept for key, kept in {**self.facets, name: left}.items() if kept}
        periods = {key: day for key, day in self.periods.items() if key != name}
        return replace(self, facets=facets, flags=self.flags - {name}, periods=periods, page=1)

    @property
    def empty(self) -> bool:
        """Whether nothing narrows the answer."""
        return not (self.q or self.facets or self.flags or self.periods)


def parse(pairs: Pairs) -> tuple[Conditions, list[Problem]]:
    """Read URL parameters; unknown ones are ignored, unusable values left out and reported."""
    facets: dict[str, tuple[str, ...]] = {}
    flags: set[str] = set()
    periods: dict[str, date] = {}
    single = {"q": "", "sort": "relevance", "page": "1"}
    problems: list[Problem] = []
    ends = {f"{name}_{end}" for name in PERIODS for end in ("from", "to")}
    for name, raw in pairs:
        value = _HIDDEN.sub("", raw).strip()
        if not value:
            continue
        if name in FACETS:
            problems += _add(facets, name, value)
        elif name in FLAGS:
            flags |= {name} if value.lower() in ("1", "true", "yes", "on") else set()
        elif name in ends:
            day = _day(value)
            problems += [] if day else [_bad_day(name, value)]
            periods |= {name: day} if day else {}
        elif name in single:
            single[name] = value
    sort, page, wrong = _order(single["sort"], single["page"])
    made = Conditions(
        single["q"][:MAX_QUERY].strip(), facets, frozenset(flags), periods, sort, page
    )
    return made, problems + wrong + _backwards(periods)


def _add(facets: dict[str, tuple[str, ...]], name: str, value: str) -> list[Problem]:
    known = facets.get(name, ())
    if len(value) > MAX_LENGTH:
        zh, en = f"值过长，最多 {MAX_LENGTH} 字", f"too long: at most {MAX_LENGTH} characters"
        return [Problem(name, "too_long", zh, en)]
    if value in known:
        return []
    if len(known) >= MAX_VALUES:
        zh, en = f"最多选 {MAX_VALUES} 项", f"at most {MAX_VALUES} values"
        return [Problem(name, "too_many", zh, en)]
    facets[name] = (*known, value)
    return []


def _order(sort: str, page: str) -> tuple[str, int, list[Problem]]:
    problems: list[Problem] = []
    if sort not in SORTS:
        names = ", ".join(SORTS)
        problems.append(Problem("sort", "unknown", f"排序只能是 {names}", f"use one of {names}"))
        sort = "relevance"
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0
    if not 1 <= number <= MAX_PAGE:
        zh, en = f"页码应为 1 到 {MAX_PAGE}", f"give a page from 1 to {MAX_PAGE}"
        problems.append(Problem("page", "out_of_range", zh, en))
        number = 1
    return sort, number, problems


def _backwards(periods: dict[str, date]) -> list[Problem]:
    problems: list[Problem] = []
    for name in PERIODS:
        start, end = periods.get(f"{name}_from"), periods.get(f"{name}_to")
        if start and end and start > end:
            zh, en = "开始日期晚于结束日期，请对调", "it starts after it ends: swap the dates"
            problems.append(Problem(f"{name}_from", "backwards", zh, en))
    return problems


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        return None


def _bad_day(name: str, value: str) -> Problem:
    shown = value[:20]
    zh, en = f"“{shown}”不是日期，请写成 2026-01-31", f"“{shown}” is no date: write 2026-01-31"
    return Problem(name, "not_a_date", zh, en)


def _any_of(name: str, values: tuple[str, ...]) -> str:
    return f"+{name}:(" + " OR ".join(f'"{escape(value)}"' for value in values) + ")"


def escape(value: str) -> str:
    """``value`` for a quoted term: every ASCII sign is escaped, so that it can neither end the term
    nor look like CKAN's own filters (``+state:``) or Solr's query parsers."""
    return _SPECIAL.sub(r"\\\1", value)
