"""Rows written to a table without a file are told of: how many, and never what they say."""

from __future__ import annotations

from typing import Any

import pytest

from .prov_world import act, dataset, department, entries, last, person, told, upload

pytestmark = pytest.mark.usefixtures("with_plugins")

SECRET = "王小明的电话"
FIELDS = [{"id": "code", "type": "text"}, {"id": "name", "type": "text"}]


@pytest.fixture
def editor(owner: dict[str, Any]) -> str:
    return person("admin", owner)


@pytest.fixture
def owner() -> dict[str, Any]:
    return department("统计局")


@pytest.fixture
def made(owner: dict[str, Any]) -> dict[str, Any]:
    return dataset(owner)


@pytest.fixture
def table(made: dict[str, Any], editor: str) -> str:
    given = {
        "resource": {"package_id": made["id"], "name": "表"}, "fields": FIELDS,
        "primary_key": ["code"], "records": rows(2),
    }  # fmt: skip
    return str(act("datastore_create", editor, **given)["resource_id"])


def rows(count: int, start: int = 0) -> list[dict[str, str]]:
    return [{"code": str(n), "name": SECRET} for n in range(start, start + count)]


def test_rows_are_told_by_number_and_method(made, table, editor):
    first = last(made["id"], "rows_written")
    assert first["details"] == {"rows": 2, "method": "insert"}
    assert first["resource_id"] == table
    act("datastore_upsert", editor, resource_id=table, records=rows(3, 1), method="upsert")
    second = last(made["id"], "rows_written")
    assert second["details"] == {"rows": 3, "method": "upsert"}
    assert any(one["kind"] == "person" for one in second["agents"])
    assert SECRET not in str([row.body for row in entries(made["id"])])


def test_each_call_is_one_entry_and_a_call_without_rows_none(made, table):
    before = told(made["id"]).count("rows_written")
    for start in (10, 20):
        act("datastore_upsert", resource_id=table, records=rows(5, start))
    act("datastore_upsert", resource_id=table, records=[])
    act("datastore_upsert", resource_id=table, records=rows(1, 30), dry_run=True)
    assert told(made["id"]).count("rows_written") == before + 2


def test_what_is_deleted_is_counted_before_it_is_gone(made, table):
    act("datastore_delete", resource_id=table, filters={"code": "0"})
    assert last(made["id"], "rows_deleted")["details"] == {"rows": 1, "table": False}
    before = told(made["id"])
    act("datastore_delete", resource_id=table, filters={"code": "none"})
    assert told(made["id"]) == before
    act("datastore_delete", resource_id=table)
    assert last(made["id"], "rows_deleted")["details"] == {"rows": 1, "table": True}


def test_rows_that_are_loaded_from_a_file_are_told_by_the_file_alone(made):
    file = act("resource_create", package_id=made["id"], name="文件", upload=upload("a\n1\n"))
    given = {"resource_id": file["id"], "fields": FIELDS, "records": rows(2), "force": True}
    act("datastore_create", **given)
    assert "rows_written" not in told(made["id"])


@pytest.mark.ckan_config("ckanext.prov.datastore", False)
def test_nothing_is_told_when_the_setting_says_so(made, table):
    act("datastore_delete", resource_id=table, filters={"code": "0"})
    assert not [one for one in told(made["id"]) if one.startswith("rows_")]
