"""Arbitrary entries of the log, for properties that hold of all of them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from ckanext.prov.domain.record import ACTIVITIES, Agent, Entity, Entry
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
    id=IDS | st.builds("{}/{}".format, IDS, TEXTS) | TEXTS.filter(bool),
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
