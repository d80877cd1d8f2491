"""Answers of the actions as tables: which columns they have, and their rows in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.openindex.domain.cells import Cell
from ckanext.openindex.logic.schema import MOST_OFFSET

MOST: Final = 10_000
"""Rows in a table."""
Said = dict[str, Any]
Rows = Callable[[Said, "Titles"], Iterator[list[Cell]]]


@dataclass(frozen=True, slots=True)
class Table:
    """The ``action`` that is asked, for at most ``page`` results at a time (0: it is not paged),
    the ``head`` of the table, and its rows of an answer."""

    action: str
    page: int
    head: Callable[[Titles], list[str]]
    rows: Rows


class Titles:
    """Titles of a version of the methodology in the language ``lang``, zh or en."""

    def __init__(self, by: Said, lang: str) -> None:
        self.lang = lang
        self.dimensions = {one["id"]: one["title"][lang] for one in by["dimensions"]}
        self.bands = {one["id"]: one["title"][lang] for one in by["bands"]}
        self.levels = {one["unit"]: one["title"][lang] for one in by["levels"]}
        self.rules = {rule["id"]: rule for one in by["dimensions"] for rule in one["rules"]}

    def indicators(self, values: Mapping[str, float | None]) -> list[Cell]:
        return [values.get(one) for one in self.rules]

    def values(self, dimensions: Mapping[str, float | None]) -> list[Cell]:
        return [dimensions.get(one) for one in self.dimensions]


@dataclass(frozen=True, slots=True)
class Opened:
    """A table that is being read: its first page is there, so it was neither refused nor empty of
    meaning. ``rows`` reads on as it is walked through."""

    head: list[str]
    rows: Iterator[list[Cell]]


def opened(name: str, context: Context, given: Mapping[str, str], lang: str) -> Opened | None:
    """The table ``name`` with the action's parameters ``given``; None where there is no such table.

    ``limit`` counts rows, at most MOST (the default). Raises what the action raises.
    """
    table = TABLES.get(name)
    if table is None:
        return None
    by = tk.get_action("openindex_methodology_show")(
        _fresh(context), {"version": given.get("version", "")}
    )
    titles = Titles(by, lang)
    data: Said = {**given, "version": by["version"]}
    if not table.page:
        answer = tk.get_action(table.action)(_fresh(context), data)
        return Opened(table.head(titles), table.rows(answer, titles))
    left = _number(given.get("limit"), MOST, MOST)
    start = _number(given.get("offset"), 0, MOST_OFFSET)
    data |= {"limit": min(left, table.page)} if left is not None else {}
    data |= {"offset": start} if start is not None else {}
    first = tk.get_action(table.action)(_fresh(context), data)
    answers = _answers(table, context, data, first, left or 0, start or 0)
    rows = (row for answer in answers for row in table.rows(answer, titles))
    return Opened(table.head(titles), rows)


def _answers(
    table: Table, context: Context, data: Said, first: Said, left: int, offset: int
) -> Iterator[Said]:
    answer = first
    while left > 0:
        yield answer
        left -= table.page
        offset += table.page
        if left <= 0 or offset >= answer["count"]:
            return
        data = {**data, "limit": min(left, table.page), "offset": offset}
        answer = tk.get_action(table.action)(_fresh(context), data)


def _number(said: str | None, default: int, most: int) -> int | None:
    """A number, at most ``most``; None for what the action is to refuse."""
    if not said:
        return default
    if not (said.isascii() and said.isdecimal()):
        return None
    # Python refuses to read numbers of thousands of digits.
    return min(int(said), most) if len(said) < 20 else most


def _fresh(context: Context) -> Context:
    return Context(user=context["user"], auth_user_obj=context.get("auth_user_obj"))


def _ranking(answer: Said, titles: Titles) -> Iterator[list[Cell]]:
    for one in answer["results"]:
        change = one["change"] or {}
        yield [
            one["rank"], one["name"], one["title"], one["division_code"],
            (one["parent"] or {}).get("title"), one["datasets"], one["score"],
            titles.bands.get(one["band"], ""), *titles.values(one["dimensions"]),
            change.get("score"), change.get("since"),
        ]  # fmt: skip


def _history(answer: Said, titles: Titles) -> Iterator[list[Cell]]:
    for one in answer["results"]:
        yield [
            one["day"], one["score"], titles.bands.get(one["band"], ""), one["datasets"],
            *titles.values(one["dimensions"]), one["parent_id"], one["title"],
        ]  # fmt: skip


def _indicators(answer: Said, titles: Titles) -> Iterator[list[Cell]]:
    for dimension in answer["dimensions"]:
        for one in dimension["rules"]:
            rule = titles.rules[one["id"]]
            yield [
                titles.dimensions[dimension["id"]], one["id"], rule["title"][titles.lang],
                one["value"], one["datasets"], one["points"], one["can"],
                rule["gain"][titles.lang],
            ]  # fmt: skip


def _datasets(answer: Said, titles: Titles) -> Iterator[list[Cell]]:
    for one in answer["results"]:
        yield [
            one["name"], one["title"], one["score"], titles.bands.get(one["band"], ""),
            *titles.values(one["dimensions"]), one["uses_30"], one["updated"],
            (one.get("cost") or {}).get("points"), *titles.indicators(one["indicators"]),
        ]  # fmt: skip


def _divisions(answer: Said, titles: Titles) -> Iterator[list[Cell]]:
    for one in answer["results"]:
        yield [
            one["id"], titles.levels.get(one["kind"], one["kind"]), one["parent_id"],
            one["title"], one["division_code"], one["datasets"], one["score"],
            titles.bands.get(one["band"], ""),
        ]  # fmt: skip


def _ranking_head(titles: Titles) -> list[str]:
    _ = tk._
    return [
        _("Rank"), _("Id"), _("Title"), _("Division code"), _("Belongs to"), _("Datasets"),
        _("Score"), _("Band"), *titles.dimensions.values(), _("Change"), _("Since"),
    ]  # fmt: skip


def _history_head(titles: Titles) -> list[str]:
    _ = tk._
    return [
        _("Day"), _("Score"), _("Band"), _("Datasets"), *titles.dimensions.values(),
        _("Belongs to"), _("Title"),
    ]  # fmt: skip


def _indicators_head(titles: Titles) -> list[str]:
    _ = tk._
    return [
        _("Dimension"), _("Id"), _("Indicator"), _("Value"), _("Datasets"), _("Points"),
        _("Out of"), _("How to gain points"),
    ]  # fmt: skip


def _datasets_head(titles: Titles) -> list[str]:
    _ = tk._
    return [
        _("Id"), _("Title"), _("Score"), _("Band"), *titles.dimensions.values(),
        _("Uses in 30 days"), _("Data updated"), _("Points lost"),
        *(rule["title"][titles.lang] for rule in titles.rules.values()),
    ]  # fmt: skip


def _divisions_head(titles: Titles) -> list[str]:
    _ = tk._
    return [
        _("Id"), _("Level"), _("Belongs to"), _("Title"), _("Division code"), _("Datasets"),
        _("Score"), _("Band"),
    ]  # fmt: skip


TABLES: Final[Mapping[str, Table]] = {
    "ranking": Table("openindex_ranking", 100, _ranking_head, _ranking),
    "history": Table("openindex_history", 1000, _history_head, _history),
    "indicators": Table("openindex_show", 0, _indicators_head, _indicators),
    "datasets": Table("openindex_dataset_list", 100, _datasets_head, _datasets),
    "divisions": Table("openindex_node_list", 1000, _divisions_head, _divisions),
}
