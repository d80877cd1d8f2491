"""Entries for what happened before the log, the same whenever they are made."""

from __future__ import annotations

from datetime import datetime, timezone

from ckanext.prov.domain.reconstruct import Harvested, Reconstruction, Remembered, Stored
from ckanext.prov.domain.record import Agent

WHO = Agent("person", "u")


def day(number: int) -> datetime:
    return datetime(2025, 6, number)


def remembered(number: int, kind: str = "changed package", **dataset: object) -> Remembered:
    return Remembered(f"a{number}", kind, day(number), WHO, dataset)


def told(made: Reconstruction) -> list[tuple[str, str]]:
    return [(one.activity, one.resource_id) for one in made.ordered()]


def test_activities_tell_of_fields_and_resources():
    made = Reconstruction("d")
    made.activities(
        [
            remembered(1, "new package", title="a", resources=[{"id": "r1"}]),
            remembered(2, title="b", resources=[{"id": "r1"}, {"id": "r2"}]),
            remembered(3, title="b", resources=[{"id": "r2"}]),
            remembered(4, "deleted package"),
            remembered(5, "new user"),
        ]
    )
    assert told(made) == [
        ("dataset_created", ""), ("resource_created", "r1"), ("dataset_changed", ""),
        ("resource_created", "r2"), ("dataset_changed", ""), ("resource_deleted", "r1"),
        ("dataset_deleted", ""),
    ]  # fmt: skip
    assert made.ordered()[2].details == {"fields": ["title"]}
    assert all(one.reconstructed and one.ended.tzinfo == timezone.utc for one in made.ordered())


def test_the_same_sources_make_the_same_ids():
    def ids() -> list[str]:
        made = Reconstruction("d")
        made.activities([remembered(1, "new package", title="a")])
        made.harvests([Harvested("h", "s", "r", "j", day(2), "added", "{}")])
        made.metadata(day(1), [Stored("r1", day(1), day(3), "a" * 64)])
        return [one.id for one in made.ordered()]

    assert ids() == ids()
    assert len(set(ids())) == 4


def test_what_was_recorded_as_it_happened_is_not_told_again():
    made = Reconstruction(
        "d", day(5).replace(tzinfo=timezone.utc), frozenset({("resource_created", "r1")})
    )
    made.activities([remembered(6)])
    made.metadata(day(1), [Stored("r1", day(4), None)])
    assert told(made) == [("dataset_created", "")]


def test_metadata_tell_only_what_activities_do_not():
    made = Reconstruction("d")
    made.activities([remembered(2, "new package", title="a", resources=[{"id": "r1"}])])
    made.metadata(day(1), [Stored("r1", day(2), None), Stored("r2", None, day(4), "b" * 64)])
    assert told(made) == [
        ("resource_created", "r2"), ("dataset_created", ""), ("resource_created", "r1"),
        ("file_uploaded", "r2"),
    ]  # fmt: skip
