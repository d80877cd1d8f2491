"""What the pages of the index are made of, from what the actions answer."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import quote

import ckan.plugins.toolkit as tk
from ckanext.openindex.adapters import methodologies
from ckanext.openindex.domain.methodology import Methodology

DAYS: Final = 31
"""The latest days of a curve that are all shown; before them, one in seven is."""
TONES: Final = 4
"""Colours of bands, the best first: as many as the style sheet has."""


def ask(action: str, **given: Any) -> dict[str, Any]:
    """An action's answer for whoever reads the page."""
    return tk.get_action(action)({"user": tk.current_user.name}, given)


def method(version: str) -> dict[str, Any]:
    """What templates need of the methodology: names, and colours of bands.

    Raises ObjectNotFound for an unknown version.
    """
    by = methodologies.of_version(version) if version else methodologies.shown()
    if by is None:
        raise tk.ObjectNotFound(version)
    return {
        "by": by,
        "titles": {one.id: one.title for one in (*by.dimensions, *by.rules)},
        "abouts": {one.id: one.about for one in (*by.dimensions, *by.rules)},
        "gains": {rule.id: rule.gain for rule in by.rules},
        "levels": {one.unit: one.title for one in by.levels},
        "bands": {one.id: one.title for one in by.bands},
        "tones": tones(by),
    }


def versions(found: dict[str, Any], kind: str = "") -> list[dict[str, Any]]:
    """The score by each version that is computed, with its query; empty where there is one."""
    active = methodologies.active()
    if len(active) < 2:
        return []
    said = []
    for one in active:
        try:
            shown = ask("openindex_show", id=found["id"] if kind else "", kind=kind,
                        version=one.version)  # fmt: skip
        except tk.ObjectNotFound:
            continue
        url = f"?version={quote(one.version)}"
        said.append({"version": one.version, "score": shown["score"], "url": url})
    return said


def tones(by: Methodology) -> dict[str, int]:
    """The colour of each band, from 0 for the best."""
    last = max(1, len(by.bands) - 1)
    return {one.id: round(n * (TONES - 1) / last) for n, one in enumerate(by.bands)}


def divisions(listed: dict[str, Any]) -> list[dict[str, Any]]:
    """Cities with their counties, as ``counties``; a county without a city stands by itself."""
    known = {one["id"]: {**one, "counties": []} for one in listed["results"]}
    top = []
    for one in known.values():
        above = known.get(one["parent_id"] or "")
        if one["kind"] == "county" and above is not None and above["kind"] == "city":
            above["counties"].append(one)
        elif one["kind"] != "province":
            top.append(one)
    return top


def curve(history: dict[str, Any]) -> list[dict[str, Any]]:
    """Days of a history from the first, thinned out before the latest ones."""
    rows = [one for one in history["results"] if not one["gone"]]
    if not rows:
        return []
    last = date.fromisoformat(rows[0]["day"])
    return [
        one
        for one in reversed(rows)
        if (age := (last - date.fromisoformat(one["day"])).days) < DAYS or age % 7 == 0
    ]
