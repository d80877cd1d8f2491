"""The conditions of the search page as its template shows them: groups, active ones, sorts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckanext.govopen import config
from ckanext.govopen.adapters import vocabularies
from ckanext.govopen.domain.search.conditions import FACETS, Conditions

SHOWN = 8  # values of a condition before "more"
OPEN = ("theme", "department", "region", "format")  # groups that start open
# Conditions whose values are the words of a vocabulary.
VOCABULARIES = {
    "theme": "theme",
    "industry": "industry",
    "service": "service",
    "domain": "data_domain",
    "cycle": "update_cycle",
    "share": "share_type",
    "open": "open_type",
    "grade": "grade",
    "status": "status",
}
SHOWN_GROUPS = (
    "theme", "department", "region", "format", "open", "share", "cycle", "industry", "service",
    "domain", "grade",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One value of a condition; ``url`` adds it, or takes it away when it is ``active``."""

    label: str
    count: int
    url: str
    active: bool = False
    below: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """A condition with its values; the first ``SHOWN`` and the active ones stand in front."""

    name: str
    title: str
    first: list[Choice]
    rest: list[Choice]
    open: bool


def address(asked: Conditions, page: int | None = None) -> str:
    """The address of the search page for these conditions."""
    asked = replace(asked, page=page) if page else asked
    if "govopen_search_path" not in tk.g:  # a page has some hundred of these addresses
        tk.g.govopen_search_path = tk.url_for("dataset.search")
    query = asked.address()
    return tk.g.govopen_search_path + (f"?{query}" if query else "")


def titles() -> dict[str, str]:
    """Names of the conditions in the reader's language, by URL parameter."""
    return {
        "theme": tk._("Theme"),
        "department": tk._("Department"),
        "region": tk._("Region"),
        "format": tk._("Format"),
        "open": tk._("Opening"),
        "share": tk._("Sharing"),
        "cycle": tk._("Update cycle"),
        "industry": tk._("Industry"),
        "service": tk._("Service"),
        "domain": tk._("Data domain"),
        "grade": tk._("Grade"),
        "status": tk._("Status"),
        "catalogue": tk._("Catalogue"),
        "tag": tk._("Tag"),
        "element": tk._("Data element"),
        "api": tk._("With an API"),
        "map": tk._("With a map"),
        "published_from": tk._("Published from"),
        "published_to": tk._("Published until"),
        "modified_from": tk._("Updated from"),
        "modified_to": tk._("Updated until"),
        "covers_from": tk._("Period from"),
        "covers_to": tk._("Period until"),
    }


def groups(asked: Conditions, counts: dict[str, Any]) -> list[Group]:
    """The conditions that can narrow this answer, each with its counted values."""
    named = titles()
    found = []
    for name in SHOWN_GROUPS:
        items = counts.get(FACETS[name], {}).get("items", [])
        if name == "grade" and len(items) < 2 and "grade" not in asked.facets:
            continue  # a reader who sees one grade has nothing to choose
        choices = _regions(asked, items) if name == "region" else _choices(asked, name, items)
        if choices:
            front = [c for n, c in enumerate(choices) if n < SHOWN or c.active]
            rest = [c for c in choices if c not in front]
            is_open = name in OPEN or name in asked.facets
            found.append(Group(name, named[name], front, rest, is_open))
    return found


def active(asked: Conditions) -> list[dict[str, str]]:
    """The conditions that hold: ``label`` and the address without each."""
    named = titles()
    chips = [
        (f"{named[name]}: {_label(name, value)}", asked.without(name, value))
        for name, values in asked.facets.items()
        for value in values
    ]
    chips += [(named[name], asked.without(name)) for name in sorted(asked.flags)]
    chips += [
        (f"{named[name]}: {tk.h.govopen_day(day)}", asked.without(name))
        for name, day in asked.periods.items()
    ]
    return [{"label": label, "url": address(without)} for label, without in chips]


def sorts(asked: Conditions) -> list[dict[str, Any]]:
    """The ways to sort: ``label``, ``url`` and whether it is the ``current`` one."""
    names = {
        "relevance": tk._("Relevance"),
        "newest": tk._("Newest"),
        "used": tk._("Most used"),
    }
    if p.plugin_loaded("openindex"):
        names["openness"] = tk._("Openness")
    return [
        {
            "label": label,
            "url": address(replace(asked, sort=sort, page=1)),
            "current": sort == asked.sort,
        }
        for sort, label in names.items()
    ]


def _choices(asked: Conditions, name: str, items: list[dict[str, Any]]) -> list[Choice]:
    """Values by their count; the division of an industry is left to its section's letter."""
    counted = sorted(items, key=lambda item: -item["count"])
    return [
        _choice(asked, name, item["name"], item["count"], item.get("display_name"))
        for item in counted
    ]


def _choice(
    asked: Conditions, name: str, value: str, count: int, shown: str | None = None
) -> Choice:
    chosen = value in asked.facets.get(name, ())
    other = asked.without(name, value) if chosen else asked.with_value(name, value)
    return Choice(_label(name, value, shown), count, address(other), chosen)


def _label(name: str, value: str, shown: str | None = None) -> str:
    if name in VOCABULARIES:
        return str(tk.h.govopen_label(VOCABULARIES[name], value))
    if name == "region":
        return str(tk.h.govopen_division(value))
    if name == "department" and not shown:
        return str(tk.h.govopen_department(value))
    if name == "catalogue":
        return str(tk.h.govopen_node_title(value))
    return shown or value


def _regions(asked: Conditions, items: list[dict[str, Any]]) -> list[Choice]:
    """The province's divisions; below a chosen one, or the only one, the next level."""
    counts = {item["name"]: item["count"] for item in items}
    divisions = vocabularies.divisions()
    chosen = set(asked.facets.get("region", ()))
    inside = {code for one in chosen for code in divisions.path(one)}

    def level(parent: str) -> list[Choice]:
        codes = [one.code for one in divisions.children(parent) if one.code in counts]
        made = [_choice(asked, "region", code, counts[code]) for code in codes]
        return [
            replace(choice, below=level(code)) if code in inside or len(codes) == 1 else choice
            for code, choice in zip(codes, made, strict=True)
        ]

    return level(config.province())
