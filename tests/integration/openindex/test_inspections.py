"""Files as they are stored and linked, opened and counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.openindex.adapters import inspections, locks
from ckanext.openindex.adapters.inspections import running
from ckanext.openindex.model import InspectionRow

from demo.misbehaving import Peers

from .index_world import act, dataset, department, marks, upload

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "empty_portal"),
    pytest.mark.ckan_config("ckan.plugins", "openindex datastore"),
    pytest.mark.ckan_config("ckanext.openindex.probe.allowed", "127.0.0.1"),
    pytest.mark.ckan_config("ckanext.openindex.probe.delay_seconds", 0),
    pytest.mark.ckan_config("ckanext.openindex.probe.timeout_seconds", 1),
    pytest.mark.ckan_config("ckanext.openindex.inspect.megabytes", 1),
]
ROWS = "名称,库容\n红枫湖,6\n百花湖,\n"


@pytest.fixture
def peer(monkeypatch) -> Iterator[Peers]:
    model.Session.execute(sa.delete(InspectionRow))
    model.Session.commit()
    monkeypatch.setattr(running, "DOWNLOAD_SECONDS", 2.0)
    made = Peers()
    yield made
    made.close()


def linked(*urls: str):
    resources = [{"url": url, "name": "Rows", "format": "CSV"} for url in urls]
    return dataset(department(), resources=resources)


def look(made, **settings):
    running.run([made["id"]], **settings)
    found = inspections.of([made["id"]])
    return [found.get(one["id"]) for one in made["resources"]]


def test_files_of_others_are_fetched_and_counted(peer):
    peer.files["rows"] = ROWS.encode("gb18030")
    peer.files["page"] = b"<!DOCTYPE html><html>sign in</html>"
    rows, page = look(made := linked(peer.url("/rows/x.csv"), peer.url("/page/y.csv")))
    assert (rows.format, rows.rows, rows.empty_cells, rows.bytes) == ("csv", 2, 1, 27)
    assert (page.format, page.rows, page.fault) == ("html", None, "")
    assert "inspected" in marks(made["id"])


def test_peers_that_misbehave_are_bounded_and_recorded(peer):
    urls = (
        peer.url("/endless"),
        peer.url("/bomb"),
        peer.url("/status/404"),
        peer.url("/cut"),
        "http://2852039166/x.csv",  # 169.254.169.254
        peer.url("/to/http://[::1]:1/x"),
    )
    endless, bomb, missing, cut, inside, turned = look(linked(*urls))
    assert endless.truncated
    assert endless.bytes == 1024 * 1024
    assert endless.rows > 1000
    assert bomb.truncated
    assert bomb.bytes == 1024 * 1024
    assert (missing.fault, cut.fault) == ("http_404", "broken")
    assert (inside.fault, turned.fault) == ("private_address", "private_address")


def test_who_hangs_is_left_and_the_rest_goes_on(peer):
    peer.files["rows"] = ROWS.encode()
    hanging, rows = look(linked(peer.url("/hang/x"), peer.url("/rows/x.csv")))
    assert hanging.fault == "timeout"
    assert rows.rows == 2


def test_an_upload_is_read_from_the_storage_to_its_end(peer):
    made = dataset(department(), resources=[])
    data = b"a,b\n" + b"1,2\n" * 300_000
    act("resource_create", package_id=made["id"], name="a", upload=upload(data), format="CSV")
    made = act("package_show", id=made["id"])
    (found,) = look(made)
    assert (found.bytes, found.truncated) == (len(data), True)
    assert found.digest == hashlib.sha256(data).hexdigest()
    assert 200_000 < found.rows < 300_000
    assert found.duplicate_rows == found.rows - 1


def test_a_table_of_the_datastore_is_counted_by_sql(peer, with_request_context):
    made = dataset(department(), resources=[])
    fields = [{"id": "名称", "type": "text"},
              {"id": "库容", "type": "text", "info": {"type_override": "numeric"}}]  # fmt: skip
    rows = [("红枫湖", "6"), ("百花湖", "大"), ("红枫湖", "6")]
    records = [{"名称": name, "库容": volume} for name, volume in rows]
    act("datastore_create", resource={"package_id": made["id"]}, fields=fields, records=records)
    made = act("package_show", id=made["id"])
    (found,) = look(made)
    assert (found.format, found.rows, found.columns) == ("datastore", 3, 2)
    assert (found.duplicate_rows, found.typed_cells, found.outside_domain) == (1, 3, 1)
    assert found.bytes > 0


def test_what_is_not_due_is_not_opened_and_a_changed_file_is(peer):
    peer.files["rows"] = ROWS.encode()
    made = linked(peer.url("/rows/x.csv"))
    look(made)
    asked = len(peer.seen)
    look(made)
    assert len(peer.seen) == asked
    act("resource_patch", id=made["resources"][0]["id"], url=peer.url("/rows/y.csv"))
    look(made)
    assert len(peer.seen) == asked + 1


def test_a_run_that_dies_goes_on_where_it_was(peer, monkeypatch):
    peer.files["rows"] = ROWS.encode()
    made = linked(*(peer.url(f"/rows/{number}.csv") for number in range(3)))
    keep, kept = running.store.keep, []

    def die(*args):
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(args)
        keep(*args)

    with monkeypatch.context() as patch:
        patch.setattr(running.store, "keep", die)
        with pytest.raises(KeyboardInterrupt):
            running.run([made["id"]])
    model.Session.rollback()
    assert running.run([made["id"]]).inspected == 1


def test_of_two_runs_at_once_the_second_does_nothing(peer):
    peer.files["rows"] = ROWS.encode()
    made = linked(peer.url("/rows/x.csv"))
    with locks.tried(["inspect"]):
        assert running.run([made["id"]]).inspected == 0
    assert running.run([made["id"]]).inspected == 1


def test_a_private_file_is_not_opened(peer):
    made = linked(peer.url("/rows/x.csv"))
    act("package_patch", id=made["id"], private=True)
    assert look(made) == [None]
