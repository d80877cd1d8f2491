"""A protected table is clear to those entitled, from the moment they are to the moment they are
not, and masked to everybody else."""

from __future__ import annotations

import pytest

from .reading_world import KEY, ROWS, World, secrets_in

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "with_request_context"),
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
    found = world.search(world.reader)
    assert [record["姓名"] for record in found["records"]] == [row[0] for row in ROWS]
    assert found["masking"]["clarity"] == "clear"
    assert found["resource_id"] == world.id
    [read] = world.audit()
    assert read["rows"] == len(ROWS)
    assert read["columns"] == ["姓名", "手机号"]
    assert read["grants"] == [grant["id"]]
    assert read["user"] == world.reader
