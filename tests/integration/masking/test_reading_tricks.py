"""Every way to a protected table, tried by people who may not read it clear."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckan.lib.search.common import make_connection
from ckan.tests import factories
from ckanext.datastore.backend import DatastoreBackend, postgres
from ckanext.masking.adapters import protection

from .gate_world import act, unique
from .reading_world import CLEAR_PURPOSE, KEY, ROWS, SECRETS, World, secrets_in

pytestmark = [
    pytest.mark.usefixtures("with_plugins"),
    pytest.mark.ckan_config("ckan.plugins", "masking datastore datatables_view activity"),
    pytest.mark.ckan_config("ckanext.masking.policy", "display"),
    pytest.mark.ckan_config("ckan.datastore.sqlsearch.enabled", True),
]
_NAME, _MOBILE = ROWS[1][0], ROWS[1][1]
_made: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", KEY)


@pytest.fixture
def world(with_plugins: None) -> World:
    """One table for the module; its reader has a grant, everybody else has none."""
    if "world" not in _made:
        found = World()
        found.grant()
        found.boss = factories.Sysadmin()["name"]
        found.view = act("resource_view_create", resource_id=found.id, title="表",
                         view_type="datatables_view")["id"]  # fmt: skip
        _made["world"] = found
    return _made["world"]


@pytest.fixture
def others(world: World) -> list[str]:
    """Everybody else: a stranger, those who work on the dataset, and a sysadmin."""
    return [world.stranger, world.editor, world.admin, world.boss]


def test_no_format_shows_a_value(world: World, others: list[str]):
    for user, records_format in product(others, ["objects", "lists", "csv", "tsv"]):
        found = world.search(user, records_format=records_format)
        assert not secrets_in(found["records"])
        assert found["masking"]["clarity"] == "masked"
        assert found["total"] == len(ROWS)


_CONDITIONS: list[dict[str, Any]] = [
    {"filters": {"手机号": _MOBILE}},
    {"filters": {"手机号": [_MOBILE, "1"]}},
    {"filters": {"手机号": {"gte": _MOBILE, "lte": _MOBILE}}},
    {"filters": {"姓名": {"in": [_NAME]}}},
    {"filters": {"$or": [{"姓名": _NAME}, {"手机号": _MOBILE}]}},
    {"q": _MOBILE},
    {"q": _MOBILE[:9] + ":*", "plain": False},
    {"q": {"手机号": _MOBILE}},
    {"q": {"姓名": _NAME}, "plain": False},
    {"full_text": _MOBILE},
    {"filters": {"手机号": _MOBILE}, "distinct": True, "fields": "区"},
    {"filters": {"手机号": _MOBILE}, "fields": ["区"], "records_format": "csv"},
]


def test_no_condition_on_raw_values_finds_anything(world: World, others: list[str]):
    for user, condition in product(others, _CONDITIONS):
        found = world.search(user, **condition)
        assert not found["records"]
        assert found["total"] == 0


def test_rows_are_sorted_and_made_distinct_by_what_is_shown(world: World):
    found = world.search(sort="手机号 desc", fields="手机号", distinct=True)
    shown = [row["手机号"] for row in found["records"]]
    assert shown == sorted(shown, reverse=True)
    assert set(shown) == {row[1][:3] + "****" + row[1][-4:] for row in ROWS}


_STATEMENTS = [
    'SELECT * FROM "{id}"',
    'SELECT lower("姓名"), upper("手机号") FROM "{id}"',
    'SELECT md5("手机号") FROM "{id}"',
    'SELECT substr("手机号", 4, 4) AS x FROM "{id}"',
    'SELECT a."姓名", b."手机号" FROM "{id}" a JOIN "{id}" b USING (_id)',
    'SELECT x FROM (SELECT "手机号" AS x FROM "{id}") AS y',
    'WITH y AS (SELECT * FROM "{id}") SELECT * FROM y ORDER BY "姓名"',
    'SELECT _full_text FROM "{id}"',
    'SELECT count(*) FROM "{id}" WHERE "手机号" = \'13900139002\'',
]


def test_sql_sees_masked_values_for_everybody(world: World, others: list[str]):
    for user, sql in product((*others, world.reader), _STATEMENTS):
        try:
            found = act("datastore_search_sql", user, sql=sql.format(id=world.id))
        except tk.ObjectNotFound:  # CKAN takes the name of a WITH for a table's
            assert sql.startswith("WITH")
            continue
        assert not secrets_in(found["records"])
        assert str(found["records"][0].get("count", 0)) == "0"


_WAYS = [
    'SELECT * FROM ckan_masking."{table}"',
    'SELECT * FROM "{table}"',
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT tablename FROM pg_tables",
    "SELECT table_name FROM information_schema.tables",
    "SELECT query_to_xml('select * from ckan_masking.x', true, true, '')",
    "SELECT set_config('search_path', 'ckan_masking', false)",
    "SELECT 'ckan_masking.\"{table}\"'::regclass",
]


def test_sql_finds_no_way_to_the_clear_table(world: World, others: list[str]):
    table = protection.get(world.id).table_name
    for user, sql in product((*others, world.reader), _WAYS):
        with pytest.raises((tk.NotAuthorized, tk.ValidationError, tk.ObjectNotFound)) as refused:
            act("datastore_search_sql", user, sql=sql.format(table=table))
        assert not secrets_in(refused.value)


def test_the_list_of_tables_does_not_have_the_clear_one(world: World):
    table = protection.get(world.id).table_name
    listed = DatastoreBackend.get_active_backend().get_all_ids()
    assert table not in listed
    assert world.id in listed


def test_the_name_of_the_clear_table_is_no_resource_to_anybody(world: World, others: list[str]):
    table = protection.get(world.id).table_name
    for user, name in product((*others, world.reader), (table, f"ckan_masking.{table}")):
        with pytest.raises((tk.ObjectNotFound, tk.NotAuthorized)):
            act("datastore_search", user, resource_id=name)
        with pytest.raises((tk.ObjectNotFound, tk.NotAuthorized)):
            act("datastore_info", user, id=name)


def test_an_alias_shows_masked_values(world: World):
    act("datastore_create", resource_id=world.id, aliases=unique("people_"), force=True)
    [alias] = act("datastore_info", id=world.id)["meta"]["aliases"]
    found = act("datastore_search", world.reader, resource_id=alias)
    assert not secrets_in(found)


def test_no_dump_shows_a_value(app: Any, world: World, others: list[str]):
    url = ""
    for user, form, bom in product(others, ["csv", "tsv", "json", "xml"], ["true", "false"]):
        url = f"/datastore/dump/{world.id}?format={form}&bom={bom}&purpose=x"
        answer = app.get(url, headers={**world.headers(user), **CLEAR_PURPOSE})
        assert answer.status_code == 200
        assert not secrets_in(answer.data)
    assert not secrets_in(app.get(url).data)
    table = protection.get(world.id).table_name
    for user in (*others, world.reader):
        assert app.get(f"/datastore/dump/{table}", headers=world.headers(user)).status_code == 404


def test_a_dump_by_raw_values_is_empty(app: Any, world: World):
    filters = json.dumps({"手机号": _MOBILE})
    answer = app.get(f"/datastore/dump/{world.id}?format=json&filters={filters}")
    assert json.loads(answer.data)["records"] == []


def _ajax(search: str = "") -> dict[str, str]:
    return {"draw": "1", "search[value]": search, "start": "0", "length": "10",
            "order[0][column]": "1", "order[0][dir]": "asc", "columns[0][search][value]": "",
            "columns[0][name]": "_id"}  # fmt: skip


def test_the_table_on_the_page_shows_and_finds_masked_values(
    app: Any, world: World, others: list[str]
):
    url = f"/datatables/ajax/{world.view}"
    for user in others:
        answer = app.post(url, data=_ajax(), headers=world.headers(user))
        assert answer.status_code == 200
        assert json.loads(answer.data)["recordsTotal"] == len(ROWS)
        assert not secrets_in(answer.data)
        found = app.post(url, data=_ajax(_MOBILE), headers=world.headers(user))
        assert json.loads(found.data)["recordsFiltered"] == 0


def test_its_filtered_download_leads_to_the_dump(app: Any, world: World, others: list[str]):
    wanted = {"search": {"value": _MOBILE}, "order": [], "visible": [True] * 5, "columns": []}
    form = {"params": json.dumps(wanted), "format": "csv"}
    for user in others:
        answer = app.post(f"/datatables/filtered-download/{world.view}", data=form,
                          headers=world.headers(user), follow_redirects=True)  # fmt: skip
        assert answer.status_code == 200
        assert len(answer.data.splitlines()) == 1
        assert not secrets_in(answer.data.split(b"\n", 1)[1])


def _file(world: World) -> str:
    return f"/dataset/{world.dataset['name']}/resource/{world.id}/download/data.csv"


_HEADERS: list[dict[str, str]] = [
    {},
    {"Range": "bytes=0-99"},
    {"Range": "bytes=20-"},
    {"Range": "bytes=-40"},
    {"If-None-Match": '"x"'},
    {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"If-Range": '"x"', "Range": "bytes=0-50"},
    {"Accept-Encoding": "gzip"},
    {"X-Forwarded-User": "reader", "X-Original-URL": "/"},
]


def test_no_download_shows_a_value(app: Any, world: World, others: list[str]):
    for user, more in product(others, _HEADERS):
        answer = app.get(_file(world), headers={**world.headers(user), **CLEAR_PURPOSE, **more})
        assert answer.status_code in (200, 206, 304)
        assert not secrets_in(answer.data)
        assert "public" not in answer.headers["Cache-Control"]
    for more in _HEADERS:
        assert not secrets_in(app.get(_file(world), headers=more).data)


def test_pages_and_metadata_tell_neither_values_nor_the_clear_table(
    app: Any, world: World, others: list[str]
):
    table = protection.get(world.id).table_name
    dataset = world.dataset["name"]
    urls = [
        f"/dataset/{dataset}", f"/dataset/{dataset}/resource/{world.id}",
        f"/dataset/{dataset}/resource/{world.id}/view/{world.view}",
        f"/dataset/{dataset}/dictionary/{world.id}", f"/dataset/activity/{dataset}",
        f"/api/3/action/package_show?id={dataset}", f"/api/3/action/resource_show?id={world.id}",
        f"/api/3/action/package_search?q=name:{dataset}", f"/datastore/api_info/{world.id}",
        f"/api/3/action/datastore_info?id={world.id}",
    ]  # fmt: skip
    for user in (*others, world.reader):
        for url in urls:
            answer = app.get(url, headers=world.headers(user))
            assert not secrets_in(answer.data), url
            assert table not in answer.data.decode(), url


def test_jobs_and_calls_without_permission_checks_read_masked(world: World):
    assert not secrets_in(act("datastore_search", resource_id=world.id))
    context = {"ignore_auth": True, "user": ""}
    assert not secrets_in(tk.get_action("datastore_search")(context, {"resource_id": world.id}))


def test_secrets_of_the_tests_are_those_of_the_table(world: World):
    found = world.search(world.reader, records_format="csv")
    assert secrets_in(found["records"]) == SECRETS


def test_raw_values_are_nowhere_but_in_the_clear_table(
    app: Any, world: World, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level("DEBUG"):
        world.search(world.reader, filters={"手机号": {"gt": "1"}}, sort="姓名")
        app.get(f"/datastore/dump/{world.id}", headers=world.headers(world.reader))
        app.get(_file(world), headers=world.headers(world.reader))
    assert not secrets_in(caplog.text)
    for engine in (model.Session.get_bind(), postgres.get_write_engine()):
        with engine.connect() as connection:
            assert not [name for name in _tables(connection) if _holds(connection, name)]
    redis = connect_to_redis()
    assert not [key for key in redis.scan_iter() if secrets_in(redis.dump(key) or b"")]
    solr = make_connection().search("*:*", rows=1000)
    assert not secrets_in(solr.docs)
    storage = Path(tk.config["ckan.storage_path"])
    files = [path for path in storage.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if secrets_in(path.read_bytes())]


def _tables(connection: Any) -> list[str]:
    asked = sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return list(connection.scalars(asked))


def _holds(connection: Any, table: str) -> bool:
    """Whether a raw value stands anywhere in a table."""
    pattern = "|".join(SECRETS)
    asked = sa.text(f'SELECT EXISTS (SELECT FROM public."{table}" t WHERE t::text ~ :raw)')
    return bool(connection.scalar(asked, {"raw": pattern}))
