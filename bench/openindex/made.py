"""Datasets for the measurements of the index: as gathered, reproducible, one at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from ckanext.openindex.domain.facts import (
    GUIDE_ITEMS,
    SKETCH,
    WINDOWS,
    Census,
    Conformance,
    Counted,
    DatasetFacts,
    Division,
    Inspection,
    Probe,
    ResourceFacts,
    Usage,
    Window,
)

AS_OF = datetime(2026, 10, 1, tzinfo=timezone.utc)
CYCLES = ("daily", "weekly", "monthly", "quarterly", "yearly", "irregular", "static", "")
OPENINGS = ("unconditional", "conditional", "closed", None)


def datasets(count: int, seed: int = 1) -> Iterator[DatasetFacts]:
    """``count`` datasets with three resources each, in 9 cities, 80 counties, 400 departments."""
    chance = random.Random(seed)
    for number in range(count):
        yield _dataset(number, chance)


def _dataset(number: int, chance: random.Random) -> DatasetFacts:
    city = 520100 + 100 * (number % 9)
    divisions = [Division(str(city), "city"), Division("520000", "province")]
    if number % 3:
        divisions.insert(0, Division(str(city + 1 + number % 81 // 9), "county"))
    rows = int(10 ** chance.uniform(0, 6))
    updated = AS_OF - timedelta(days=chance.expovariate(1 / 200))
    return DatasetFacts(
        id=f"{number:08d}",
        name=f"dataset-{number}",
        gathered=AS_OF,
        organization_id=f"department-{number % 400}",
        divisions=tuple(divisions),
        opening=OPENINGS[number % 4],
        items={item: chance.random() < 0.8 for item in GUIDE_ITEMS},
        census=Census(rows * 2, rows, rows) if number % 2 else None,
        elements=12,
        elements_described=chance.randrange(13),
        update_cycle=CYCLES[number % len(CYCLES)],
        created=AS_OF - timedelta(days=800),
        modified=updated,
        data_updated=updated,
        conformance=Conformance(number % 5 > 0, AS_OF, number % 5),
        history=tuple(
            Counted(AS_OF - timedelta(days=days), rows * (400 - days) // 400 + 1, rows * 40)
            for days in (380, 180, 100, 31)
        ),
        usage=_usage(chance),
        resources=tuple(_resource(number, one, rows, chance) for one in range(3)),
        keywords=3,
        themes=1,
        spatial=True,
        contact=True,
        publisher=True,
    )


def _usage(chance: random.Random) -> Usage:
    daily = chance.expovariate(1 / 3)
    windows = tuple(
        Window(days, int(daily * days), int(daily * days / 4), int(daily * days))
        for days in WINDOWS
    )
    return Usage(windows, 3, 4.2, AS_OF - timedelta(days=700))


def _resource(number: int, one: int, rows: int, chance: random.Random) -> ResourceFacts:
    form = ("csv", "xlsx", "json")[one]
    url = f"https://data.example/{number}/{one}.{form}"
    checked = AS_OF - timedelta(days=2)
    sketch = sorted(chance.getrandbits(63) for _ in range(SKETCH))
    return ResourceFacts(
        id=f"{number:08d}-{one}",
        name=form,
        url=url,
        access_url=url,
        download_url=url,
        format=form,
        api=one == 0,
        access=Probe(url, "access", checked, one < 2, 200 if one < 2 else 404),
        download=Probe(url, "download", checked, one < 2, 200 if one < 2 else 404),
        inspection=Inspection(
            checked,
            form,
            rows * 50,
            rows=rows,
            columns=12,
            cells=rows * 12,
            cell_bytes=rows * 40,
            empty_cells=rows // 2,
            duplicate_rows=rows // 50,
            unparsable_rows=0,
            typed_cells=rows * 5,
            outside_domain=rows // 100,
            digest=f"{number}-{one}",
            columns_digest="columns",
            sketch=tuple(sketch),
        ),
    )
