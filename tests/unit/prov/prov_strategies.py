"""Arbitrary entries of the log, for properties that hold of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from ckanext.prov.domain import build
from ckanext.prov.domain.facts import Derivation, Facts, Related
from ckanext.prov.domain.record import ACTIVITIES, Agent, Entity, Entry
from ckanext.prov.domain.version import Version, VersionFile
from hypothesis import strategies as st

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
IDS = st.text("abcdef0123456789-", min_size=1, max_size=8)
SHA256 = st.just("") | st.text("0123456789abcdef", min_size=64, max_size=64)
MOMENTS = st.datetimes(
    datetime(1990, 1, 1),
    datetime(2090, 1, 1),
    timezones=st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)
NUMBERS = st.integers() | st.floats(-(2.0**53), 2.0**53)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
AGENTS = st.builds(
    Agent,
    kind=st.sampled_from(["person", "organization", "software"]),
    id=IDS,
    name=TEXTS,
    role=st.sampled_from(["", "admin", "editor", "member", "sysadmin"]),
    department=st.just("") | IDS,
)
ENTITIES = st.builds(
    Entity,
    kind=st.sampled_from(["dataset", "version", "resource", "file", "record", "plan"]),
    id=st.sampled_from(["d1", "r1", "r2", "r1/abc", "d1/1.0", "d2", "r9"])
    | st.builds("{}/{}".format, IDS, TEXTS)
    | TEXTS.filter(bool),
    label=TEXTS,
    sha256=SHA256,
)
ENTRIES = st.builds(
    Entry,
    id=IDS,
    number=st.integers(1, 10_000),
    dataset_id=IDS,
    activity=st.sampled_from(ACTIVITIES),
    ended=MOMENTS,
    started=st.none() | MOMENTS,
    resource_id=st.just("") | IDS,
    agents=st.lists(AGENTS, max_size=3).map(tuple),
    used=st.lists(ENTITIES, max_size=3).map(tuple),
    generated=st.lists(ENTITIES, max_size=3).map(tuple),
    plan=st.none() | ENTITIES,
    software=TEXTS,
    details=st.dictionaries(TEXTS, JSON, max_size=3),
    reconstructed=st.booleans(),
)


def entry(number: int = 1, activity: str = "dataset_created", **values: Any) -> Entry:
    """An entry with the least that one has."""
    values = {"dataset_id": "d1", "ended": datetime(2026, 3, 2, 9, tzinfo=timezone.utc), **values}
    return Entry(id=f"e{number}", number=number, activity=activity, **values)


KEY = b"a key for what is not public"
BASE = "https://data.example.cn"
ADDRESSES = st.just("") | TEXTS.map("http://a.example.cn/{}".format) | TEXTS
DATES = st.sampled_from(["", "2016-02-23", "2016", "2016-02", "2016-02-23T10:00:00", "soon"])
RESOURCES = st.fixed_dictionaries(
    {"id": st.sampled_from(["r1", "r2", "r3"])},
    optional={
        "name": TEXTS,
        "description": TEXTS,
        "url": ADDRESSES,
        "format": st.sampled_from(["CSV", "xlsx", "text/csv; charset=GB2312", "奇怪", ""]),
        "mimetype": st.sampled_from(["text/csv", "application/vnd.ms-excel", None]),
        "created": st.just("2016-02-23T10:00:00.000001"),
        "hash": SHA256,
        "rights": TEXTS | ADDRESSES,
        "derived_from": st.sampled_from(["r1", "r2", "http://other.cn/数据", "unknown", ""]),
    },
)
DATASETS = st.fixed_dictionaries(
    {"id": st.just("d1"), "name": st.just("library")},
    optional={
        "title": TEXTS,
        "notes": TEXTS,
        "url": ADDRESSES,
        "issued": DATES,
        "version": TEXTS,
        "license_url": ADDRESSES,
        "license_id": TEXTS,
        "maintainer": TEXTS,
        "maintainer_email": st.sampled_from(["a@b.cn", "数据@b.cn", "nobody", "a b@c"]),
        "metadata_created": st.just("2016-02-23T10:00:00.000001"),
        "metadata_modified": st.just("2016-02-24T10:00:00.000001"),
        "organization": st.fixed_dictionaries({"id": IDS, "title": TEXTS}) | st.none(),
        "tags": st.lists(st.fixed_dictionaries({"name": TEXTS}), max_size=2),
        "extras": st.lists(st.fixed_dictionaries({"key": TEXTS, "value": TEXTS}), max_size=2),
        "derived_from": st.lists(st.sampled_from(["d2", "hidden", "http://other.cn/a"])),
        "resources": st.lists(RESOURCES, max_size=3, unique_by=lambda row: row["id"]),
    },
)
VERSIONS = st.builds(
    Version,
    label=TEXTS.filter(str.strip),
    made=MOMENTS,
    note=TEXTS,
    metadata=st.just({}) | DATASETS,
    files=st.lists(st.builds(VersionFile, st.just("r1"), SHA256, ADDRESSES), max_size=1).map(tuple),
)
LOGS = st.lists(ENTRIES, max_size=5).map(
    lambda entries: [
        replace(one, id=f"e{number}", number=number, dataset_id="d1")
        for number, one in enumerate(entries, start=1)
    ]
)
FACTS = st.builds(
    Facts,
    base=st.just(BASE),
    dataset=DATASETS,
    key=st.just(KEY),
    entries=LOGS,
    versions=st.lists(VERSIONS, max_size=3, unique_by=lambda version: version.label),
    related=st.just({"d2": Related("d2", "另一个数据集", {"r9": "表"})}),
    organizations=st.dictionaries(IDS, TEXTS, max_size=2),
    derivations=st.lists(
        st.builds(
            Derivation,
            resource_id=st.sampled_from(["", "r1", "gone"]),
            source_dataset_id=st.sampled_from(["", "d2", "d4"]),
            source_resource_id=st.sampled_from(["", "r2", "r9", "hidden"]),
            source_iri=st.just("http://other.cn/数据"),
        ),
        max_size=2,
    ),
    names=st.sampled_from(["none", "departments", "people"]),
    locale=st.sampled_from(["", "zh_Hans_CN", "en", "not a locale"]),
)
DOCUMENTS = FACTS.map(build.document)
