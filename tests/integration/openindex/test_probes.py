"""Probes of the addresses that datasets really have, kept and marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.openindex.adapters import locks, probes
from ckanext.openindex.adapters.probes import running
from ckanext.openindex.model import ProbeRow

from demo.misbehaving import Peers

from .index_world import act, dataset, department, marks, upload

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "empty_portal"),
    pytest.mark.ckan_config("ckan.plugins", "openindex"),
    pytest.mark.ckan_config("ckanext.openindex.probe.allowed", "127.0.0.1"),
    pytest.mark.ckan_config("ckanext.openindex.probe.delay_seconds", 0),
    pytest.mark.ckan_config("ckanext.openindex.probe.timeout_seconds", 1),
]


@pytest.fixture
def peer() -> Iterator[Peers]:
    model.Session.execute(sa.delete(ProbeRow))
    model.Session.commit()
    made = Peers()
    yield made
    made.close()


def linked(*urls: str, **fields):
    resources = [{"url": url, "name": "Rows", "format": "CSV"} for url in urls]
    return dataset(department(), resources=resources, **fields)


def test_addresses_of_public_datasets_are_asked_and_kept(peer):
    made = linked(peer.url("/ok"), peer.url("/status/404"), "http://169.254.169.254/x")
    done = running.run([made["id"]])
    assert (done.asked, done.reachable, done.postponed) == (3, 1, 0)
    found = probes.of([made["id"]])
    said = [found[one["id"]]["access"].error for one in made["resources"]]
    assert said == ["", "http_404", "private_address"]
    assert "probed" in marks(made["id"])


def test_what_is_not_due_is_not_asked_and_a_new_address_is(peer):
    made = linked(peer.url("/ok"))
    running.run([made["id"]])
    assert running.run([made["id"]]).asked == 0
    assert running.run([made["id"]], everything=True).asked == 1
    resource = {**made["resources"][0], "url": peer.url("/status/500")}
    act("resource_update", **resource)
    assert running.run([made["id"]]).asked == 1


def test_a_run_that_dies_goes_on_where_it_was(peer, monkeypatch):
    made = linked(*(peer.url(f"/ok?{number}") for number in range(4)))
    keep, kept = running.store.keep, []

    def die(*args, **kwargs):
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(args)
        keep(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(running.store, "keep", die)
        with pytest.raises(KeyboardInterrupt):
            running.run([made["id"]])
    model.Session.rollback()
    assert running.run([made["id"]]).asked == 2


def test_a_host_that_another_run_asks_is_left_to_it(peer):
    made = linked(peer.url("/ok"))
    with locks.tried(["127.0.0.1"]) as ours:
        assert ours == {"127.0.0.1"}
        done = running.run([made["id"]])
    assert (done.asked, done.postponed) == (0, 1)
    assert running.run([made["id"]]).asked == 1


def test_a_host_that_hangs_is_left_after_three_addresses(peer):
    made = linked(*(peer.url(f"/hang/{number}") for number in range(5)))
    done = running.run([made["id"]])
    assert (done.asked, done.postponed) == (3, 2)


def test_a_private_dataset_is_not_asked(peer):
    made = linked(peer.url("/ok"))
    act("package_patch", id=made["id"], private=True)
    assert running.run([made["id"]]).asked == 0


def test_an_upload_is_looked_for_in_the_storage_without_a_request(peer):
    made = dataset(department(), resources=[])
    one = act("resource_create", package_id=made["id"], name="a", upload=upload("a\n1\n"))
    running.run([made["id"]])
    found = probes.of([made["id"]])[one["id"]]
    assert {kind: (probe.reachable, probe.status) for kind, probe in found.items()} == {
        "access": (True, 200),
        "download": (True, 200),
    }
    row = model.Session.scalars(sa.select(ProbeRow)).first()
    assert row.evidence == {"how": "storage"}
