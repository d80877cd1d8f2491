"""Views, downloads and calls: from the request through Redis into the database and on pages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckanext.openindex import config
from ckanext.openindex.adapters import usage
from ckanext.openindex.adapters.usage import flushing, running
from ckanext.openindex.adapters.usage.counter import Names
from ckanext.openindex.adapters.usage.status import status
from ckanext.openindex.model import (
    MarkRow,
    UsageBatchRow,
    UsageLossRow,
    UsageRow,
    UsageTotalRow,
)
from redis import Redis

from .index_world import act, dataset, department, marks, person, seen, signed_in

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal", "nothing_counted")
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
TABLES = (UsageRow, UsageTotalRow, UsageBatchRow, UsageLossRow, MarkRow)


@pytest.fixture
def nothing_counted() -> Iterator[None]:
    redis = connect_to_redis()
    for key in redis.scan_iter(f"{Names(config.site_id()).stem}*"):
        redis.delete(key)
    for table in TABLES:
        model.Session.execute(sa.delete(table))
    model.Session.commit()
    counter = running.counter()
    counter._lost.clear()
    counter._quiet_until = 0.0
    yield
    model.Session.rollback()


def get(app: Any, path: str, agent: str = BROWSER, peer: str = "203.0.113.9", **headers: str):
    """One request, read to its end as a browser does."""
    said = {"User-Agent": agent, **{k.replace("_", "-"): v for k, v in headers.items()}}
    place = {"REMOTE_ADDR": peer}
    answer = app.get(path, headers=said, environ_overrides=place, follow_redirects=False)
    answer.close()
    return answer


def counted() -> dict[str, int]:
    """What the database holds after a flush, by kind."""
    running.flush()
    model.Session.expire_all()
    query = sa.select(UsageRow.kind, sa.func.sum(UsageRow.n)).group_by(UsageRow.kind)
    return {kind: int(n) for kind, n in model.Session.execute(query)}


def test_views_downloads_and_calls_are_counted_once_for_a_client(app):
    made = dataset(department())
    resource = made["resources"][0]["id"]
    for _ in range(3):
        get(app, f"/dataset/{made['name']}")
        get(app, f"/dataset/{made['id']}")
        get(app, f"/dataset/{made['name']}/resource/{resource}")
        get(app, f"/dataset/{made['name']}/resource/{resource}/download/x.csv")
        get(app, f"/api/3/action/package_show?id={made['name']}", agent="python-requests/2.32")
        get(app, f"/api/3/action/resource_show?id={resource}", agent="curl/8.5.0")
    assert counted() == {"view": 2, "download": 1, "call": 2}
    assert "used" in marks(made["id"])
    get(app, f"/dataset/{made['name']}", peer="203.0.113.10")
    assert counted()["view"] == 3


def test_searches_missing_pages_and_other_addresses_are_no_use(app):
    made = dataset(department())
    for path in ("/dataset/", "/", "/dataset/none", "/api/3/action/package_show?id=none",
                 f"/dataset/groups/{made['name']}", "/api/3/action/package_search",
                 f"/organization/{made['organization']['name']}"):  # fmt: skip
        get(app, path)
    assert counted() == {}


def test_a_loop_of_requests_does_not_raise_the_count_beyond_the_rule(app):
    made = dataset(department())
    most = config.usage_most()
    for number in range(most + 15):
        get(
            app,
            f"/dataset/{made['name']}",
            agent=f"{BROWSER} x{number}",
            X_Forwarded_For=f"198.51.100.{number}",
            Cookie=f"auth_tkt={number}",
            Accept_Language=f"x-{number}",
        )
    assert counted() == {"view": most}


def test_many_files_of_a_dataset_are_no_more_chances_for_one_address(app):
    owner, most = department(), config.usage_most()
    link = {"name": "r", "format": "CSV", "url": "https://data.example/rows.csv"}
    made = dataset(owner, resources=[link] * (most + 3))
    for number, file in enumerate(made["resources"]):
        agent, path = f"{BROWSER} x{number}", f"/dataset/{made['name']}/resource/{file['id']}"
        get(app, path, agent=agent)
        get(app, f"{path}/download/x.csv", agent=agent)
        get(app, f"/api/3/action/resource_show?id={file['id']}", agent=agent)
        get(app, f"/api/3/action/package_show?id={made['id']}", agent=agent)
    assert counted() == {"view": most, "download": most, "call": most}


def test_whoever_looks_after_a_dataset_is_not_one_of_its_readers(app):
    owner = department()
    keeper, guest = act("user_create", **person()), act("user_create", **person())
    act("organization_member_create", id=owner["id"], username=keeper["name"], role="editor")
    made = dataset(owner)
    for one in (keeper, guest):
        said = signed_in(one["name"])
        get(app, f"/dataset/{made['name']}", **said)
        get(app, f"/api/3/action/package_show?id={made['id']}", **said)
        path = f"/dataset/{made['name']}/resource/{made['resources'][0]['id']}/download/x.csv"
        get(app, path, **said)
    assert counted() == {"view": 1, "call": 1, "download": 1}


@pytest.mark.ckan_config("ckanext.openindex.usage.trusted_proxies", "10.0.0.0/8")
def test_behind_a_proxy_that_is_trusted_its_clients_count(app):
    made = dataset(department())
    for number in range(3):
        said = {"X_Forwarded_For": f"6.6.6.6, 198.51.100.{number}"}
        get(app, f"/dataset/{made['name']}", peer="10.0.0.2", **said)
        get(app, f"/dataset/{made['name']}", peer="192.0.2.1", **said)
    assert counted() == {"view": 4}


def test_no_address_and_no_name_of_a_program_is_in_redis(app):
    made = dataset(department())
    get(app, f"/dataset/{made['name']}", peer="203.0.113.77")
    redis = connect_to_redis()
    keys = [key for key in redis.scan_iter("*") if b"openindex" in key]
    assert keys
    values = [redis.dump(key) or b"" for key in keys]
    for text in (b"203.0.113", b"Firefox"):
        assert not any(text in one for one in (*keys, *values))
    for key in keys:
        if b":m:" in key or b":salt:" in key:
            assert 0 < redis.ttl(key) <= 24 * 60 * 60 + 1


def test_a_request_writes_nothing_to_the_database_and_reads_no_count_twice(app):
    made = dataset(department())
    get(app, f"/dataset/{made['name']}")
    said: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        get(app, f"/dataset/{made['name']}", peer="203.0.113.10")
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)
    writing = [one for one in said if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not writing
    assert not [one for one in said if "openindex_usage" in one]
    running.flush()
    assert seen("package_show", id=made["id"])["tracking_summary"]["views"] == 2


def test_pages_work_while_redis_is_gone_and_the_loss_is_told(app, monkeypatch):
    made = dataset(department())
    counter = running.counter()
    gone = Redis.from_url("redis://127.0.0.1:9/0")
    monkeypatch.setattr(counter, "_script", gone.register_script("return 1"))
    for _ in range(3):
        assert get(app, f"/dataset/{made['name']}").status_code == 200
    assert counter.lost == 3
    assert status().lost_here == 3
    monkeypatch.undo()
    counter._quiet_until = 0.0
    get(app, f"/dataset/{made['name']}")
    assert status().lost_waiting == 3
    assert counted() == {"view": 1}
    assert status().losses == [(config.today(), 3)]


def test_a_flush_that_dies_at_any_step_neither_loses_nor_doubles(app, monkeypatch):
    made = dataset(department())
    redis, names = connect_to_redis(), Names(config.site_id())

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    for number, place in enumerate(("_read", "_write", "_add", "signals")):
        get(app, f"/dataset/{made['name']}", peer=f"203.0.113.{number}")
        with monkeypatch.context() as patch:
            if place == "signals":
                patch.setattr(Redis, "pipeline", die)
            else:
                patch.setattr(flushing, place, die)
            with pytest.raises(Killed):
                flushing.flush(redis, names)
        model.Session.rollback()
    assert counted() == {"view": 4}
    assert counted() == {"view": 4}
    assert not redis.llen(names.batches)
    totals = model.Session.scalars(sa.select(UsageTotalRow.n)).all()
    assert totals == [4]


def test_two_flushes_of_one_batch_write_it_once(app):
    made = dataset(department())
    get(app, f"/dataset/{made['name']}")
    redis, names = connect_to_redis(), Names(config.site_id())
    redis.rename(names.pending, names.batch("b"))
    redis.rpush(names.batches, "b")
    sums = flushing._read(redis, names.batch("b"))
    for _ in range(2):
        flushing._write("b", sums, flushing.Flushed())
    assert counted() == {"view": 1}


def test_counts_are_shown_on_pages_and_in_datasets_and_not_saved_with_them(app):
    made = dataset(department())
    resource = made["resources"][0]["id"]
    for peer in ("203.0.113.9", "203.0.113.10"):
        get(app, f"/dataset/{made['name']}", peer=peer)
        get(app, f"/dataset/{made['name']}/resource/{resource}", peer=peer)
        get(app, f"/dataset/{made['name']}/resource/{resource}/download", peer=peer)
    running.flush()
    shown = seen("package_show", id=made["id"])
    assert shown["tracking_summary"] == {
        "total": 4, "views": 4, "downloads": 2, "api_calls": 0, "recent": 4,
    }  # fmt: skip
    assert shown["resources"][0]["tracking_summary"]["views"] == 2
    one = seen("resource_show", id=resource)
    assert one["tracking_summary"]["downloads"] == 2
    act("resource_update", **one)
    stored = model.Session.get(model.Resource, resource)
    assert "tracking_summary" not in (stored.extras or {})
    act("package_update", **seen("package_show", id=made["id"]))
    assert not any(e["key"] == "tracking_summary"
                   for e in seen("package_show", id=made["id"]).get("extras", []))  # fmt: skip
    page = app.get(f"/dataset/{made['name']}").body
    assert "openindex-usage" in page
    assert "openindex-usage" in app.get(f"/dataset/{made['name']}/resource/{resource}").body


def test_searches_can_be_sorted_by_views(app):
    owner = department()
    quiet, busy = dataset(owner), dataset(owner)
    get(app, f"/dataset/{busy['name']}")
    running.flush()
    running.index_used()
    found = seen("package_search", q=f"owner_org:{owner['id']}", sort="views_recent desc")
    assert [one["id"] for one in found["results"]] == [busy["id"], quiet["id"]]
    assert found["results"][0]["tracking_summary"]["views"] == 1


def test_the_index_reads_whole_days_before_the_computation(app):
    made, other = dataset(department()), dataset(department())
    today = config.today()
    for days, n in ((0, 100), (1, 1), (8, 2), (40, 4), (100, 8), (400, 16)):
        row = UsageRow(dataset_id=made["id"], day=today - timedelta(days=days), kind="download",
                       resource_id="", n=n)  # fmt: skip
        model.Session.add(row)
    model.Session.commit()
    found = usage.of([made["id"], other["id"]], config.now())
    assert [window.downloads for window in found[made["id"]].windows] == [1, 3, 7, 15]
    assert [window.downloads for window in found[other["id"]].windows] == [0, 0, 0, 0]
    assert found[made["id"]].since.date() == today - timedelta(days=400)
    past = usage.of([made["id"]], config.now() - timedelta(days=39))
    assert [window.downloads for window in past[made["id"]].windows] == [4, 4, 12, 28]


def test_the_administrators_page_is_for_them_alone(app):
    from ckan.tests import factories

    admin = factories.SysadminWithToken()
    said = {"Authorization": admin["token"]}
    assert app.get("/ckan-admin/openindex-usage", headers=said).status_code == 200
    assert app.get("/ckan-admin/openindex-usage").status_code == 403


def test_two_flushing_processes_write_each_use_once(app):
    made = dataset(department())
    for number in range(30):
        get(app, f"/dataset/{made['name']}", peer=f"203.0.113.{number}")
    command = (
        "from redis import Redis; from ckan.cli import CKANConfigLoader as L;"
        "from ckan.config.middleware import make_app; import sys;"
        "app = make_app(L(sys.argv[1]).get_config());"
        "from ckanext.openindex.adapters.usage import running;"
        "ctx = app._wsgi_app.test_request_context(); ctx.push(); running.flush()"
    )
    ini = str(config.tk.config["__file__"])
    both = [subprocess.Popen([sys.executable, "-c", command, ini], stderr=subprocess.PIPE)
            for _ in range(2)]  # fmt: skip
    for one in both:
        assert one.wait(timeout=120) == 0, one.stderr.read()[-2000:]
    assert counted() == {"view": 30}
