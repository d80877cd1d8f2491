"""Rows that callers write into a protected table: clear in one, masked in the other, in step."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckanext.masking.adapters import protection

from .gate_world import act, dataset, department, person, run
from .reading_world import KEY, grant, secrets_in

pytestmark = [
    pytest.mark.usefixtures("with_plugins"),
    pytest.mark.ckan_config("ckan.plugins", "masking datastore"),
]
_POLICY = """
policy: 1
name: rows
version: "2"
title: {zh: 逐行, en: Rows}
rules:
  - id: granted
    when: {grant: clear-read}
    do: clear
  - id: mobile
    when: {detector: mobile, certainty: probable}
    do: {operator: partial, prefix: 3, suffix: 4}
default: {sensitive: redact}
"""


@pytest.fixture(autouse=True)
def policy(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, ckan_config: Any) -> None:
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", KEY)
    (tmp_path / "rows.yaml").write_text(_POLICY, encoding="utf-8")
    monkeypatch.setitem(ckan_config, "ckanext.masking.policies", str(tmp_path))
    monkeypatch.setitem(ckan_config, "ckanext.masking.policy", "rows")


class Table:
    """A table that was made through the API, and one who may read it clear."""

    def __init__(self) -> None:
        self.owner = department()
        self.package = dataset(self.owner)
        self.reader, self.admin = person(), person("admin", self.owner)
        fields = [{"id": "code", "type": "text"}, {"id": "手机号", "type": "text"},
                  {"id": "amount", "type": "int"}]  # fmt: skip
        records = [
            {"code": "a", "手机号": "13800138001", "amount": 1},
            {"code": "b", "手机号": "13900139002", "amount": 2},
        ]
        made = act("datastore_create", resource={"package_id": self.package["id"]}, fields=fields,
                   records=records, primary_key=["code"])  # fmt: skip
        self.id = made["resource_id"]

    def rows(self, user: str = "") -> list[tuple[Any, ...]]:
        found = act("datastore_search", user, resource_id=self.id, sort="_id")["records"]
        return [(row["_id"], row["code"], row["手机号"], row["amount"]) for row in found]

    def write(self, method: str, *records: dict[str, Any]) -> Any:
        return act("datastore_upsert", resource_id=self.id, method=method, records=list(records),
                   force=True)  # fmt: skip


@pytest.fixture
def table() -> Table:
    made = Table()
    grant(made.admin, made.reader, resource_id=made.id)
    return made


def test_rows_are_clear_to_those_entitled_and_masked_to_all_others(table: Table):
    assert table.rows() == [(1, "a", "138****8001", 1), (2, "b", "139****9002", 2)]
    assert table.rows(table.reader) == [(1, "a", "13800138001", 1), (2, "b", "13900139002", 2)]


def test_both_forms_follow_insert_update_and_upsert(table: Table):
    table.write("insert", {"code": "c", "手机号": "13700137003", "amount": 3})
    table.write("update", {"code": "a", "手机号": "13600136004"})
    table.write("upsert", {"code": "b", "手机号": "13500135005", "amount": 20},
                {"code": "d", "手机号": "13400134006", "amount": 4})  # fmt: skip
    clear, masked = table.rows(table.reader), table.rows()
    assert [row[:3] for row in clear] == [
        (1, "a", "13600136004"), (2, "b", "13500135005"), (3, "c", "13700137003"),
        (clear[3][0], "d", "13400134006"),
    ]  # fmt: skip
    assert [row[3] for row in clear] == [1, 20, 3, 4]
    assert masked == [(n, code, f"{tel[:3]}****{tel[-4:]}", sum_) for n, code, tel, sum_ in clear]


def test_rows_that_are_refused_change_neither_form(table: Table):
    before = table.rows(), table.rows(table.reader)
    with pytest.raises(tk.ValidationError) as refused:
        table.write("insert", {"code": "a", "手机号": "13600136004"})
    assert "13600136004" not in str(refused.value)
    with pytest.raises(tk.ValidationError):
        table.write("update", {"code": "zz", "手机号": "13600136004"})
    assert (table.rows(), table.rows(table.reader)) == before


def test_rows_are_deleted_by_their_clear_values_in_both_forms(table: Table):
    act("datastore_records_delete", resource_id=table.id, force=True,
        filters={"手机号": "13900139002"})  # fmt: skip
    assert table.rows() == [(1, "a", "138****8001", 1)]
    assert [row[1] for row in table.rows(table.reader)] == ["a"]


def test_a_table_that_is_deleted_leaves_nothing_clear(table: Table):
    act("datastore_delete", resource_id=table.id, force=True)
    assert not protection.get(table.id).table_name
    with pytest.raises(tk.ObjectNotFound):
        table.rows(table.reader)


def test_a_try_writes_nothing(table: Table):
    act("datastore_upsert", resource_id=table.id, method="insert", force=True, dry_run=True,
        records=[{"code": "x", "手机号": "13700137003"}])  # fmt: skip
    assert len(table.rows()) == len(table.rows(table.reader)) == 2
    assert not secrets_in(table.rows())


def test_rows_from_before_a_policy_told_readers_apart_stay_masked_to_all(
    tmp_path: Any, ckan_config: Any
):
    whole = (tmp_path / "rows.yaml").read_text("utf-8")
    start, end = whole.index("  - id: granted"), whole.index("  - id: mobile")
    (tmp_path / "rows.yaml").write_text(whole[:start] + whole[end:], "utf-8")
    table = Table()
    assert protection.get(table.id) is None
    (tmp_path / "rows.yaml").write_text(whole, "utf-8")
    table.write("insert", {"code": "c", "手机号": "13700137003", "amount": 3})
    grant(table.admin, table.reader, resource_id=table.id)
    assert [row[2] for row in table.rows(table.reader)] == [
        "138****8001", "139****9002", "13700137003",
    ]  # fmt: skip
    assert [row[2] for row in table.rows()] == ["138****8001", "139****9002", "137****7003"]


def test_held_rows_are_clear_to_those_entitled_once_somebody_has_decided(tmp_path: Any):
    table = Table()
    policy = tmp_path / "rows.yaml"
    policy.write_text(
        policy.read_text("utf-8").replace("default:", "    review: true\ndefault:"), "utf-8"
    )
    grant(table.admin, table.reader, resource_id=table.id)
    answer = table.write("insert", {"code": "c", "手机号": "13700137003", "amount": 3})
    assert len(table.rows(table.reader)) == 2
    run()
    act("masking_upload_approve", table.admin, id=answer["masking"]["id"])
    run()
    assert [row[2] for row in table.rows(table.reader)][-1] == "13700137003"
    assert [row[2] for row in table.rows()][-1] == "137****7003"
    assert len(table.rows()) == len(table.rows(table.reader)) == 3
