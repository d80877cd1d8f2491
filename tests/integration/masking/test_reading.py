"""A protected table is clear to those entitled, from the moment they are to the moment they are
not, and each of their readings is written down before it leaves."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckanext.datastore import blueprint
from ckanext.datastore.backend import postgres
from ckanext.masking.adapters import auditing, protection, vault

from .gate_world import act, file, person, run
from .reading_world import CLEAR_PURPOSE, CSV, KEY, PURPOSE, ROWS, SECRETS, World, secrets_in

pytestmark = [
    pytest.mark.usefixtures("with_plugins"),
    pytest.mark.ckan_config("ckan.plugins", "masking datastore datatables_view"),
    pytest.mark.ckan_config("ckanext.masking.policy", "display"),
]


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", KEY)


def test_who_holds_a_grant_reads_clear_and_it_is_written_down():
    world = World()
    assert not secrets_in(world.search(world.reader))
    grant = world.grant()
    for form in ("objects", "lists", "csv", "tsv"):
        found = world.search(world.reader, records_format=form)
        assert secrets_in(found["records"]) == SECRETS
        assert found["masking"]["clarity"] == "clear"
        assert found["resource_id"] == world.id
    found = world.search(world.reader, filters={"手机号": ROWS[1][1]}, sort="姓名")
    assert [record["姓名"] for record in found["records"]] == [ROWS[1][0]]
    assert found["total"] == 1
    assert world.search(world.reader, q=ROWS[2][1])["total"] == 1
    reads = world.audit()
    assert [read["rows"] for read in reads] == [1, 1, *[len(ROWS)] * 4]
    assert reads[1]["filters"] == ["姓名", "手机号"]
    assert reads[-1]["columns"] == ["姓名", "手机号"]
    assert reads[-1]["grants"] == [grant["id"]]
    assert reads[-1]["user"] == world.reader
    assert reads[-1]["purpose"] == PURPOSE
    assert not secrets_in(reads)


def test_a_grant_counts_only_while_it_holds_and_where_it_is_given():
    world = World()
    now = datetime.now(timezone.utc)
    future = (now + timedelta(hours=1)).isoformat()
    world.grant(valid_from=future, valid_until=(now + timedelta(hours=2)).isoformat())
    assert not secrets_in(world.search(world.reader))
    elsewhere = World()
    elsewhere.grant(world.reader)
    assert not secrets_in(world.search(world.reader))
    grant = world.grant(resource_id="", organization_id=world.owner["id"])
    assert secrets_in(world.search(world.reader)) == SECRETS
    row = sa.text("UPDATE masking_grant SET valid_until = clock_timestamp() WHERE id = :id")
    model.Session.execute(row, {"id": grant["id"]})
    model.repo.commit()
    assert not secrets_in(world.search(world.reader))
    again = world.grant(resource_id="", package_id=world.dataset["name"])
    assert secrets_in(world.search(world.reader)) == SECRETS
    act("masking_grant_revoke", world.admin, id=again["id"])
    assert not secrets_in(world.search(world.reader))


def test_a_grant_of_one_column_leaves_the_others_masked_for_conditions_too():
    world = World()
    world.grant(columns=["姓名"])
    found = world.search(world.reader)
    assert found["masking"]["clarity"] == "partial"
    assert [record["姓名"] for record in found["records"]] == [row[0] for row in ROWS]
    assert not [row[1] for row in ROWS if row[1] in str(found)]
    for condition in (
        {"filters": {"手机号": ROWS[1][1]}},
        {"q": ROWS[1][1]},
        {"q": {"手机号": ROWS[1][1]}},
        {"full_text": ROWS[1][1]},
    ):
        assert world.search(world.reader, **condition)["total"] == 0
    assert world.search(world.reader, filters={"姓名": ROWS[1][0]})["total"] == 1
    assert world.search(world.reader, q=ROWS[1][0])["total"] == 1
    shown = world.search(world.reader, sort="手机号 desc", fields="手机号", records_format="csv")
    assert shown["records"].splitlines() == sorted(shown["records"].splitlines(), reverse=True)
    assert world.audit()[0]["columns"] == []
    assert world.audit()[1]["columns"] == ["姓名"]


def test_nothing_clear_is_shown_when_it_cannot_be_written_down(monkeypatch: pytest.MonkeyPatch):
    world = World()
    world.grant()

    def fail(*given: Any) -> None:
        raise sa.exc.OperationalError("insert", {}, Exception("gone"))

    monkeypatch.setattr(auditing, "write", fail)
    found = world.search(world.reader)
    assert not secrets_in(found)
    assert found["masking"]["clarity"] == "masked"


def test_the_audit_can_only_grow():
    world = World()
    world.grant()
    world.search(world.reader)
    engine: Any = model.Session.get_bind()
    for change in ("UPDATE masking_audit SET rows = 0", "DELETE FROM masking_audit"):
        statement = sa.text(f"SET LOCAL masking.maintenance = 'off'; {change}")
        with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.execute(statement)
    assert auditing.prune(datetime.now(timezone.utc) + timedelta(seconds=1)) >= 1
    assert not world.audit()


def _file(world: World) -> str:
    return f"/dataset/{world.dataset['name']}/resource/{world.id}/download/data.csv"


def test_every_exit_is_clear_to_the_reader_and_kept_by_no_cache(app: Any):
    world = World()
    world.grant()
    clear, masked = world.headers(world.reader), world.headers(world.stranger)
    view = act("resource_view_create", resource_id=world.id, title="表",
               view_type="datatables_view")["id"]  # fmt: skip
    ajax = {"draw": "1", "search[value]": ROWS[1][1], "start": "0", "length": "10",
            "order[0][column]": "1", "order[0][dir]": "asc",
            "columns[0][search][value]": "", "columns[0][name]": "_id"}  # fmt: skip
    dumps = [f"/datastore/dump/{world.id}?format={one}" for one in ("csv", "tsv", "json", "xml")]
    for url in (*dumps, f"/api/3/action/datastore_search?resource_id={world.id}", _file(world)):
        answer = app.get(url, headers=clear)
        assert secrets_in(answer.data) == SECRETS, url
        assert "no-store" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]
        assert {"Cookie", "Authorization"} <= set(answer.headers["Vary"].split(", "))
        assert "ETag" not in answer.headers
        assert "Last-Modified" not in answer.headers
        other = app.get(url, headers=masked)
        assert not secrets_in(other.data)
        assert {"Cookie", "Authorization"} <= set(other.headers["Vary"].split(", "))
        assert "public" not in other.headers["Cache-Control"]
    table = json.loads(app.post(f"/datatables/ajax/{view}", data=ajax, headers=clear).data)
    assert table["recordsFiltered"] == 1
    exits = {read["exit"] for read in world.audit()}
    assert exits == {"api", "dump", "datatables", "download"}


def test_the_clear_file_is_sent_in_parts_and_never_as_unchanged(app: Any):
    world = World()
    world.grant()
    url, whole, clear = _file(world), CSV.encode(), world.headers(world.reader)
    masked = app.get(url, headers=world.headers(world.stranger))
    assert len(masked.data) != len(whole) or masked.data != whole
    part = app.get(url, headers={**clear, "Range": "bytes=10-39"})
    assert part.status_code == 206
    assert part.data == whole[10:40]
    assert part.headers["Content-Range"] == f"bytes 10-39/{len(whole)}"
    head = app.flask_app.test_client().head(url, headers=clear)
    assert int(head.headers["Content-Length"]) == len(whole)
    assert not head.data
    assert [one["rows"] for one in world.audit()[:2]] == [0, len(CSV.splitlines()) - 1]
    asked = {
        "If-None-Match": masked.headers.get("ETag", '"x"'),
        "If-Modified-Since": masked.headers.get("Last-Modified", ""),
    }
    again = app.get(url, headers={**clear, **asked})
    assert again.status_code == 200
    assert again.data == whole


def test_a_role_reads_clear_once_it_has_said_what_for(
    app: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, ckan_config: Any
):
    (tmp_path / "staff.yaml").write_text(
        "policy: 1\nname: staff\nversion: '7'\ntitle: {zh: 员工, en: Staff}\nrules:\n"
        "  - id: staff\n    when: {role: [editor, checker]}\n    do: clear\n"
        "  - id: boss\n    when: {role: sysadmin, detector: mobile}\n"
        "    do: {operator: partial, suffix: 4}\n",
        encoding="utf-8",
    )
    monkeypatch.setitem(ckan_config, "ckanext.masking.policies", str(tmp_path))
    monkeypatch.setitem(ckan_config, "ckanext.masking.policy", "staff")
    world = World()
    found = world.search(world.editor)
    assert not secrets_in(found)
    assert found["masking"]["purpose_needed"]
    assert secrets_in(world.search(world.editor, purpose="核对")) == SECRETS
    assert not secrets_in(world.search(world.admin, purpose="核对"))
    url = f"/datastore/dump/{world.id}"
    assert not secrets_in(app.get(url, headers=world.headers(world.editor)).data)
    for more, headers in ((f"?purpose={PURPOSE}", {}), ("", CLEAR_PURPOSE)):
        headers = {**world.headers(world.editor), **headers}
        assert secrets_in(app.get(url + more, headers=headers).data) == SECRETS
    assert [read["purpose"] for read in world.audit()] == ["核对", PURPOSE, "核对"]
    checker = person()
    monkeypatch.setitem(ckan_config, "ckanext.masking.roles", f"checker={checker}")
    assert secrets_in(world.search(checker, purpose="核对")) == SECRETS
    boss = factories.Sysadmin()["name"]
    partly = world.search(boss, purpose="核对")
    assert partly["masking"]["clarity"] == "partial"
    assert [record["手机号"][-4:] for record in partly["records"]] == [row[1][-4:] for row in ROWS]
    assert not secrets_in(partly)


def test_pages_tell_how_the_reader_sees_a_resource_and_take_down_what_for(
    monkeypatch: pytest.MonkeyPatch, ckan_config: Any, app: Any
):
    world = World()
    grant = world.grant()
    sql = sa.text("UPDATE masking_grant SET purpose = '' WHERE id = :id")
    model.Session.execute(sql, {"id": grant["id"]})
    model.repo.commit()
    client, headers = app.flask_app.test_client(), world.headers(world.reader)
    page = f"/dataset/{world.dataset['name']}/resource/{world.id}"
    form = f"/masking/purpose/{world.id}"
    assert form in client.get(page, headers=headers).text
    assert form not in client.get(page, headers=world.headers(world.stranger)).text
    dump = f"/datastore/dump/{world.id}"
    for said, seen in ((PURPOSE, SECRETS), ("", [])):
        client.post(form, data={"purpose": said}, headers=headers)
        assert secrets_in(client.get(dump, headers=headers).data) == seen
    assert world.audit()[0]["purpose"] == PURPOSE
    admin = world.headers(world.admin)
    assert world.reader in client.get("/masking/grants", headers=admin).text
    assert PURPOSE in client.get(f"/masking/audit?resource_id={world.id}", headers=admin).text
    assert client.get("/masking/audit.csv", headers=admin).mimetype == "text/csv"
    assert client.get("/masking/audit", headers=headers).status_code == 403
    assert client.get("/masking/grants").status_code in (302, 403)
    given = {"user": world.stranger, "resource_id": world.id, "purpose": PURPOSE}
    refused = client.post("/masking/grants/new", data=given, headers=admin)
    assert refused.status_code == 200
    made = client.post(
        "/masking/grants/new", data={**given, "valid_until": "2027-01-01T00:00"}, headers=admin
    )
    assert made.status_code == 302
    assert act("masking_grant_list", world.stranger)["count"] == 1
    revoked = client.post(f"/masking/grants/{grant['id']}/revoke", headers=admin)
    assert revoked.status_code == 302
    assert not secrets_in(client.get(dump, headers={**headers, **CLEAR_PURPOSE}).data)


def test_a_purpose_with_a_number_in_it_is_written_down_without_it():
    world = World()
    world.grant()
    world.search(world.reader, purpose=f"核对 {ROWS[0][1]} 的低保")
    assert world.audit()[0]["purpose"] == "核对 *** 的低保"


def test_a_long_dump_stays_clear_to_its_end(app: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blueprint, "PAGINATE_BY", 2)
    world = World()
    world.grant()
    url = f"/datastore/dump/{world.id}?format=json&purpose=%E6%A0%B8"
    answer = app.get(url, headers=world.headers(world.reader))
    assert secrets_in(answer.data) == SECRETS
    assert {read["purpose"] for read in world.audit()} == {"核"}


def test_a_new_file_takes_the_place_of_the_old_one_in_both_forms():
    world = World()
    world.grant()
    before = protection.get(world.id)
    new = "姓名,手机号,区,金额\n孙八一,13400134006,清镇,60\n周九一,13300133007,清镇,70\n"
    act("resource_patch", id=world.id, upload=file(new))
    run()
    after = protection.get(world.id)
    assert after.table_name != before.table_name
    found = world.search(world.reader)
    assert [record["手机号"] for record in found["records"]] == ["13400134006", "13300133007"]
    assert "13400134006" not in str(world.search())
    assert not vault.has(before.upload_id)
    assert vault.has(after.upload_id)


def test_nothing_clear_is_left_of_a_resource_that_is_deleted():
    world = World()
    kept = protection.get(world.id)
    act("resource_delete", id=world.id)
    assert protection.get(world.id) is None
    assert not vault.has(kept.upload_id)
    with postgres.get_write_engine().connect() as connection:
        name = f"ckan_masking.{kept.table_name}"
        found = connection.scalar(sa.text("SELECT to_regclass(:name)"), {"name": name})
    assert found is None


def test_grants_are_given_by_those_who_administer_the_data_alone():
    world = World()
    for user in (world.editor, world.reader, world.stranger):
        with pytest.raises(tk.NotAuthorized):
            world.grant(by=user)
    with pytest.raises(tk.ValidationError) as refused:
        world.grant(purpose=f"给 {ROWS[0][1]}")
    assert "purpose" in refused.value.error_dict
    with pytest.raises(tk.ValidationError):
        world.grant(valid_until="2020-01-01T00:00")
    with pytest.raises(tk.ValidationError):  # two things named
        world.grant(package_id=world.dataset["id"])
    grant = world.grant()
    with pytest.raises(tk.ObjectNotFound):
        act("masking_grant_revoke", world.stranger, id=grant["id"])
    with pytest.raises(tk.ObjectNotFound):
        act("masking_grant_show", world.stranger, id=grant["id"])
    assert act("masking_grant_show", world.reader, id=grant["id"])["state"] == "valid"
    assert act("masking_grant_list", world.stranger)["count"] == 0
    assert act("masking_grant_list", world.reader)["count"] == 1
    assert act("masking_grant_list", world.admin)["count"] == 1
    act("masking_grant_update", world.admin, id=grant["id"], columns=["姓名"])
    assert world.search(world.reader)["masking"]["clarity"] == "partial"


def test_the_audit_is_seen_by_auditors_and_by_administrators_of_the_data(
    monkeypatch: pytest.MonkeyPatch, ckan_config: Any
):
    world, other = World(), World()
    world.grant()
    world.search(world.reader)
    for user in (world.editor, world.reader):
        with pytest.raises(tk.NotAuthorized):
            act("masking_audit_list", user)
    assert act("masking_audit_list", world.admin)["count"] == 1
    assert act("masking_audit_list", other.admin)["count"] == 0
    monkeypatch.setitem(ckan_config, "ckanext.masking.auditors", world.stranger)
    assert act("masking_audit_list", world.stranger, resource_id=world.id)["count"] == 1
    told = act("masking_audit_export", world.stranger, resource_id=world.id)["csv"]
    [read] = list(csv.DictReader(io.StringIO(told)))
    assert read["user"] == world.reader
    assert not secrets_in(told)
