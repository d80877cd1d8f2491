"""Rows that callers write into the DataStore."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa

from .gate_world import act, dataset, department, hand_in, mobile, newest, people, person, run
from .gate_world import resident_id as id_number

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.fixture
def made() -> dict[str, Any]:
    return dataset(department())


def records(count: int = 30) -> list[dict[str, Any]]:
    return [{"n": n, "身份证号": id_number(), "手机号": mobile()} for n in range(count)]


def stored(resource_id: str) -> list[dict[str, Any]]:
    """All rows as PostgreSQL has them, whoever asks."""
    from ckanext.datastore.backend.postgres import get_read_engine

    with get_read_engine().connect() as connection:
        table = sa.table(resource_id, sa.column("n"), sa.column("身份证号"), sa.column("手机号"))
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def leaks(resource_id: str, rows: list[dict[str, Any]]) -> list[str]:
    text = json.dumps(stored(resource_id), ensure_ascii=False, default=str)
    secrets = [row[name] for row in rows for name in ("身份证号", "手机号") if name in row]
    return [secret for secret in secrets if secret in text]


def test_rows_of_a_new_table_are_masked_before_they_are_written(made: dict[str, Any]):
    rows = records()
    answer = act(
        "datastore_create",
        resource={"package_id": made["id"], "name": "表"},
        records=rows,
    )
    assert len(stored(answer["resource_id"])) == 30
    assert not leaks(answer["resource_id"], rows)
    assert "masking" not in answer
    assert rows[0]["手机号"] not in json.dumps(answer)


def test_columns_that_are_numbers_become_text_where_they_are_masked(made: dict[str, Any]):
    rows = [{"n": n, "手机号": int(mobile())} for n in range(30)]
    fields = [{"id": "n", "type": "int"}, {"id": "手机号", "type": "numeric"}]
    answer = act(
        "datastore_create",
        resource={"package_id": made["id"], "name": "表"},
        fields=fields,
        records=rows,
    )
    found = act("datastore_search", resource_id=answer["resource_id"], limit=100)
    assert {row["手机号"] for row in found["records"]} == {"***"}
    types = {field["id"]: field["type"] for field in found["fields"]}
    assert (types["n"], types["手机号"]) == ("int4", "text")


def test_rows_that_are_added_one_by_one_are_masked_as_the_table_was(made: dict[str, Any]):
    first = records()
    resource = act(
        "datastore_create",
        resource={"package_id": made["id"], "name": "表"},
        records=first,
        primary_key="n",
    )["resource_id"]
    more = [{"n": 100, "身份证号": id_number(), "手机号": mobile()}]
    act("datastore_upsert", resource_id=resource, records=more, method="insert", force=True)
    again = [{"n": 0, "身份证号": id_number(), "手机号": mobile()}]
    act("datastore_upsert", resource_id=resource, records=again, force=True)
    assert len(stored(resource)) == 31
    assert not leaks(resource, first + more + again)


def test_rows_about_which_somebody_has_to_decide_are_held(made: dict[str, Any]):
    answer = act(
        "datastore_create",
        resource={"package_id": made["id"], "name": "表"},
        fields=[{"id": "n", "type": "int"}, {"id": "内容", "type": "text"}],
    )
    resource = answer["resource_id"]
    rows = [{"n": 1, "内容": mobile()}]
    answer = act(
        "datastore_upsert", resource_id=resource, records=rows, method="insert", force=True
    )
    assert answer["masking"]["state"] == "held"
    assert act("datastore_search", resource_id=resource)["total"] == 0
    run()
    row = newest(resource)
    assert row.state == "review"
    assert rows[0]["内容"] not in json.dumps([row.findings, row.problem, row.request])
    act("masking_upload_approve", id=str(row.id))
    run()
    assert newest(resource).state == "released"
    found = act("datastore_search", resource_id=resource)["records"]
    assert len(found) == 1
    assert found[0]["内容"] != rows[0]["内容"]


def test_rows_sent_back_are_never_written(made: dict[str, Any]):
    resource = act(
        "datastore_create",
        resource={"package_id": made["id"], "name": "表"},
        fields=[{"id": "n", "type": "int"}, {"id": "内容", "type": "text"}],
    )["resource_id"]
    act(
        "datastore_upsert",
        resource_id=resource,
        records=[{"n": 1, "内容": mobile()}],
        method="insert",
        force=True,
    )
    run()
    act("masking_upload_return", id=str(newest(resource).id), reason="not ours")
    run()
    assert act("datastore_search", resource_id=resource)["total"] == 0


def test_what_is_no_list_of_rows_is_refused(made: dict[str, Any]):
    for records_ in ("a,b", [["a"]], {"a": 1}):
        with pytest.raises(tk.ValidationError):
            act("datastore_create", resource={"package_id": made["id"]}, records=records_)


def test_who_may_not_write_has_nothing_held(made: dict[str, Any]):
    resource = hand_in(made, people()[0])
    run()
    count = newest(resource["id"]).number
    with pytest.raises(tk.NotAuthorized):
        act("datastore_upsert", person(), resource_id=resource["id"], records=[{"n": mobile()}])
    assert newest(resource["id"]).number == count


@pytest.mark.ckan_config("ckanext.masking.policy", "no-such-policy")
def test_rows_wait_while_no_policy_can_be_loaded(made: dict[str, Any]):
    answer = act(
        "datastore_create",
        resource={"package_id": made["id"], "name": "表"},
        records=[{"水位": "3"}],
    )
    assert answer["masking"]["rows"] == 1
    assert act("datastore_search", resource_id=answer["resource_id"])["total"] == 0


def test_no_caller_can_say_that_rows_are_masked_already(made: dict[str, Any]):
    rows = records()
    answer = act(
        "datastore_create",
        resource={"package_id": made["id"], "name": "表"},
        records=rows,
        masking_gate=True,
    )
    assert not leaks(answer["resource_id"], rows)


def test_the_table_of_a_file_holds_what_the_file_holds(made: dict[str, Any]):
    text, secrets = people()
    resource = hand_in(made, text)
    run()
    found = act("datastore_search", resource_id=resource["id"], limit=100)
    assert found["total"] == 40
    assert [field["id"] for field in found["fields"]] == [
        "_id",
        "序号",
        "身份证号",
        "手机号",
        "金额",
    ]
    assert found["records"][3]["金额"] == "30"
    assert not [secret for secret in secrets if secret in json.dumps(found)]


def test_cells_are_loaded_as_they_stand_in_the_file(made: dict[str, Any]):
    cells = ["", " 12 ", "007", "NA", '引"号', "逗,号", "换\n行", "\\N", "1E5"]
    text = "序号,内容\n" + "".join(
        f'{n},"{cell.replace(chr(34), chr(34) * 2)}"\n' for n, cell in enumerate(cells)
    )
    resource = hand_in(made, text)
    run()
    assert newest(resource["id"]).state == "released"
    found = act("datastore_search", resource_id=resource["id"], sort="_id")
    assert [row["内容"] for row in found["records"]] == cells
