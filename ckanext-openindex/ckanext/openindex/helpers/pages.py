"""What templates ask about figures."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ckanext.openindex import config
from ckanext.openindex.adapters import figures, methodologies
from ckanext.openindex.domain.methodology import MethodologyError

VENDOR = Path(__file__).parents[1] / "assets" / "vendor" / "echarts.min.js"


@cache
def openindex_charts() -> bool:
    """Whether ECharts was installed; without it the pages show their tables."""
    return VENDOR.is_file()


def openindex_day(instant: str | datetime | None) -> str:
    """The day, in the site's time zone, of an instant or its ISO form; empty for none."""
    if not instant:
        return ""
    given = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return given.astimezone(config.timezone()).date().isoformat()


def openindex_score(dataset_id: str) -> dict[str, Any] | None:
    """``score``, its ``band`` (a text with ``zh`` and ``en``) and ``mqa`` of a dataset that the
    reader sees; None where it was not computed."""
    try:
        by = methodologies.shown()
    except MethodologyError:
        return None
    found = figures.dataset(by, dataset_id)
    band = by.band(found.figure.score) if found is not None else None
    if found is None or band is None:
        return None
    return {"score": found.figure.score, "band": band.title, "mqa": found.row.mqa}
