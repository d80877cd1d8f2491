"""Datasets out of topics: one for every department that a topic is written for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from demo.departments import departments
from demo.divisions import divisions
from demo.elements import elements
from demo.model import Api, Dataset, Department, ElementUse, File
from demo.topics import INDUSTRIES, Topic, topics

#: The catalogue is as of this day; nothing in it is later.
TODAY = date(2026, 11, 20)

_BOX = (103.60, 24.62, 109.58, 29.22)

#: (class, type) of the formats the files use: the 2017 guide's, and 90 for open formats it lacks.
_FORMAT_CLASS = {
    "csv": ("90", "9001"),
    "xlsx": ("02", "0203"),
    "json": ("90", "9002"),
    "geojson": ("90", "9003"),
}
_DATABASE = ("03", "0310")

_SPAN = {
    "realtime": 1, "hourly": 1, "daily": 2, "weekly": 8, "tenday": 11, "monthly": 34,
    "quarterly": 95, "halfyearly": 190, "yearly": 370, "irregular": 700, "static": 2000,
}  # fmt: skip


@lru_cache(maxsize=4)
def datasets(seed: int) -> tuple[Dataset, ...]:
    """Every dataset in the order of the departments, codes numbered within each."""
    numbered: Counter[str] = Counter()
    made: list[Dataset] = []
    for department in departments():
        for topic, year in _topics_of(department):
            numbered[department.key] += 1
            made.append(
                _dataset(topic, year, department, numbered[department.key], len(made) + 1, seed)
            )
    return tuple(_related(made, seed))


def _topics_of(department: Department) -> Iterator[tuple[Topic, int | None]]:
    level = divisions()[department.division_code].level[0].upper()
    letter = {"P": "P", "C": "C", "T": "T"}[level]
    if level == "C" and not department.division_code.endswith("00"):
        letter = "K"
    for topic in topics():
        if topic.function == department.function and letter in topic.levels:
            for year in topic.years or (None,):
                yield topic, year


def _dataset(
    topic: Topic, year: int | None, department: Department, number: int, serial: int, seed: int
) -> Dataset:
    random = Random(f"{seed}:{department.key}:{topic.title}:{year}")
    province = department.division_code == "520000"
    region = "贵州省" if province else department.division_name
    title = topic.province_title if province and topic.province_title else topic.title
    notes = topic.city_notes if not province and topic.city_notes else topic.notes
    published, modified = _dates(topic, year, random)
    dataset = Dataset(
        id=f"gz-{serial:04d}",
        title=_fill(title, region, year),
        notes=_fill(notes, region, year).rstrip("。") + "。（演示数据）",
        department=department,
        code=f"{department.code_prefix}/{number:06d}",
        provider_unit=topic.unit,
        tags=(*topic.tags, "演示数据"),
        theme=topic.theme,
        data_domain=topic.domain,
        industry=topic.industry,
        industry_name=INDUSTRIES[topic.industry],
        service=topic.service,
        grade=topic.grade,
        update_cycle=topic.cycle,
        pub_date=published,
        data_modified=modified,
        spatial_text=region,
        bbox=_bbox(department),
        contact_name=f"{department.title}{topic.unit}",
        contact_email=f"dept{department.key}@demo.example",
        contact_phone=f"0851-0000{random.randint(1000, 9999)}",
        seed=seed,
        **_permissions(topic, random),
    )
    return _with_coverage(_with_census(_with_content(dataset, topic, random), random), topic, year)


def _fill(text: str, region: str, year: int | None) -> str:
    return text.replace("○○", region).replace("××", str(year))


def _permissions(topic: Topic, random: Random) -> dict[str, Any]:
    mode = random.choice(
        [("platform", "api"), ("platform", "file"), ("platform", "database"), ("medium", "file")]
    )
    found: dict[str, Any] = {"share_type": topic.share, "open_type": topic.open}
    if topic.share == "none":
        found["no_share_basis"] = topic.basis
    else:
        found["share_mode_class"], found["share_mode_type"] = mode
    if topic.share == "conditional":
        found["share_condition"] = topic.condition
    if topic.open == "conditional":
        found["open_condition"] = topic.open_condition
    if topic.open == "none":
        found["no_open_basis"] = topic.basis
    return found


def _dates(topic: Topic, year: int | None, random: Random) -> tuple[date, datetime]:
    """Publication between 2019 and today; the last change within the update cycle."""
    first = date(year + 1, 3, 1) if year else date(2019, 1, 7)
    last = TODAY - timedelta(days=3)
    published = first + timedelta(
        days=random.randint(0, max(1, min((last - first).days, 90 if year else 9999)))
    )
    span = min(_SPAN[topic.cycle], (TODAY - published).days)
    changed = TODAY - timedelta(days=random.randint(0, max(0, span)))
    if year:
        changed = published
    return published, datetime(
        changed.year, changed.month, changed.day,
        random.randint(8, 18), random.randint(0, 59), random.randint(0, 59),
    )  # fmt: skip


def _with_content(dataset: Dataset, topic: Topic, random: Random) -> Dataset:
    uses = tuple(_use(dataset, name, i) for i, name in enumerate(topic.elements))
    classified = dataset.grade == "classified"
    formats = () if classified else topic.formats
    files = tuple(
        File(f"{dataset.id}.{kind}", dataset.title, kind, topic.rows or random.randint(20, 200))
        for kind in formats
    )
    # Every file of a dataset has the same rows.
    files = tuple(replace(f, rows=files[0].rows) for f in files)
    apis = (Api(f"{dataset.title}查询接口"),) if topic.api and not classified else ()
    kind = _FORMAT_CLASS[formats[0]] if formats else _DATABASE
    return replace(
        dataset,
        elements=uses,
        files=files,
        apis=apis,
        formats=formats + (("api",) if apis else ()),
        format_class=kind[0],
        format_type=kind[1],
    )


def _use(dataset: Dataset, name: str, position: int) -> ElementUse:
    """The element, narrowed where it tells of a person; never wider than the dataset."""
    element = elements()[name]
    hidden = element.maker[0] == "stars"
    share_type = "conditional" if hidden and dataset.share_type != "none" else dataset.share_type
    open_type = "none" if hidden else dataset.open_type
    return ElementUse(
        element=element,
        share_type=share_type,
        share_condition=(dataset.share_condition or "仅用于依法履职的身份核验")
        if share_type == "conditional"
        else "",
        open_type=open_type,
        open_condition=dataset.open_condition if open_type == "conditional" else "",
        update_cycle=dataset.update_cycle,
        is_key=position == 0,
        nullable=position > 1,
    )


def _with_census(dataset: Dataset, random: Random) -> Dataset:
    rows = dataset.files[0].rows if dataset.files else random.randint(200, 90000)
    total = rows * random.choice((1, 1, 2, 5))
    shared = (
        0
        if dataset.share_type == "none"
        else total
        if random.random() < 0.7
        else max(rows, total // 2)
    )
    opened = rows if dataset.is_open else 0
    per_row = random.uniform(0.0000004, 0.00002)
    views = random.randint(30, 26000) if dataset.is_open else random.randint(3, 400)
    return replace(
        dataset,
        total_records=total,
        shared_records=max(shared, 0),
        opened_records=min(opened, total),
        total_storage=round(total * per_row + 0.001, 4),
        shared_storage=round(shared * per_row, 4),
        opened_storage=round(min(opened, total) * per_row, 4),
        views=views,
        downloads=views // random.randint(3, 14) if dataset.files else 0,
        calls=random.randint(0, 9000) if dataset.apis else 0,
    )


def _with_coverage(dataset: Dataset, topic: Topic, year: int | None) -> Dataset:
    assert dataset.data_modified
    assert dataset.pub_date
    if year:
        return replace(dataset, temporal_start=date(year, 1, 1), temporal_end=date(year, 12, 31))
    if topic.cycle in ("daily", "monthly", "quarterly", "yearly"):
        start = date(dataset.pub_date.year, 1, 1)
        return replace(dataset, temporal_start=start, temporal_end=dataset.data_modified.date())
    return dataset


def _bbox(department: Department) -> tuple[float, float, float, float]:
    if department.division_code == "520000":
        return _BOX
    lon, lat = divisions()[department.division_code].seat
    reach = {"city": 0.6, "county": 0.25, "town": 0.06}[divisions()[department.division_code].level]
    return (
        round(lon - reach, 2),
        round(lat - reach, 2),
        round(lon + reach, 2),
        round(lat + reach, 2),
    )


def _related(made: list[Dataset], seed: int) -> Iterator[Dataset]:
    """One dataset in nine names another of its own department as related."""
    by_department: dict[str, list[Dataset]] = {}
    for dataset in made:
        by_department.setdefault(dataset.department.key, []).append(dataset)
    for dataset in made:
        random = Random(f"{seed}:{dataset.id}:related")
        others = [
            d
            for d in by_department[dataset.department.key]
            if d is not dataset and d.grade == "public"
        ]
        if others and dataset.grade == "public" and random.random() < 0.11:
            yield replace(dataset, related_codes=(random.choice(others).code,))
        else:
            yield dataset
