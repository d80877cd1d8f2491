"""What existed before the log is read from what else remembers it, once."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.activity.model import Activity
from ckanext.prov.adapters import verifying
from ckanext.prov.cli import prov
from click.testing import CliRunner

from .prov_world import act, dataset, department, entries, told, upload

pytestmark = pytest.mark.usefixtures("with_plugins")
YEAR_AGO = datetime(2025, 6, 1, 12, 0)


@pytest.fixture
def old() -> str:
    """Id of a dataset that CKAN has known for a year and the log not at all."""
    made = dataset(department())
    act("resource_create", package_id=made["id"], name="表", upload=upload("a\n1\n"))
    with model.meta.engine.begin() as connection:
        for table in ("entry", "version", "head"):
            statement = f"DELETE FROM prov_{table} WHERE dataset_id = :id"
            connection.execute(sa.text(statement), {"id": made["id"]})
        for table in ("activity WHERE object_id", "harvest_object WHERE package_id"):
            connection.execute(sa.text(f"DELETE FROM {table} = :id"), {"id": made["id"]})
        connection.execute(
            sa.text("UPDATE package SET metadata_created = :moment WHERE id = :id"),
            {"moment": YEAR_AGO, "id": made["id"]},
        )
    model.Session.expire_all()
    return made["id"]


def backfill(dataset_id: str) -> None:
    answer = CliRunner().invoke(prov, ["backfill", dataset_id])
    assert answer.exit_code == 0, (answer.output, answer.exception)
    model.Session.expire_all()


def test_metadata_tell_when_a_dataset_was_made_and_its_files_written(old: str):
    backfill(old)
    assert told(old) == ["dataset_created", "resource_created", "file_uploaded"]
    first = entries(old)[0].body
    assert first["reconstructed"] is True
    assert first["ended"].startswith("2025-06-01T12:00:00")
    assert not verifying.dataset(old)


def test_a_second_run_adds_nothing(old: str):
    backfill(old)
    before = told(old)
    backfill(old)
    assert told(old) == before


def test_activities_past_the_hundredth_are_read(old: str):
    user = model.User.get(act("get_site_user")["name"]).id
    for number in range(120):
        title = {"package": {"id": old, "title": f"题目 {number}"}}
        activity = Activity(user, old, "changed package" if number else "new package", title)
        activity.timestamp = datetime(2025, 6, 2, 0, number // 60, number % 60)
        model.Session.add(activity)
    model.Session.commit()
    backfill(old)
    changed = [row.body for row in entries(old) if row.activity == "dataset_changed"]
    assert len(changed) == 119
    assert changed[0]["details"] == {"fields": ["title"]}
    assert told(old).count("dataset_created") == 1


def test_what_is_changed_from_then_on_is_recorded_as_ever(old: str):
    backfill(old)
    act("package_patch", id=old, notes="新的摘要")
    assert entries(old)[-1].body["reconstructed"] is False
    backfill(old)
    assert told(old).count("dataset_created") == 1
    assert not verifying.dataset(old)


def test_a_dataset_that_was_recorded_as_it_happened_gains_nothing():
    made = dataset(department(), resources=[{"url": "http://a.example/x.csv", "name": "表"}])
    act("resource_create", package_id=made["id"], name="表", upload=upload("a\n1\n"))
    before = told(made["id"])
    backfill(made["id"])
    assert told(made["id"]) == before


def test_a_change_behind_the_logs_back_is_found():
    made = dataset(department())
    with model.meta.engine.begin() as connection:
        statement = sa.text("UPDATE package SET notes = 'x' WHERE id = :id")
        connection.execute(statement, {"id": made["id"]})
    model.Session.expire_all()
    backfill(made["id"])
    entry = entries(made["id"])[-1].body
    assert entry["details"] == {"fields": ["notes"], "found": True}
    assert entry["reconstructed"] is True
    assert entry["agents"] == []


def test_a_dataset_changed_before_the_backfill_is_told_of_as_first_seen(old: str):
    act("package_patch", id=old, notes="新的摘要")
    assert entries(old)[0].body["details"] == {"first_seen": True}
    backfill(old)
    assert "dataset_created" in told(old)
