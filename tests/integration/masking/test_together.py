"""The gate beside the other extensions: what they bring passes it, and they learn what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import uploader
from ckanext.govopen.domain.harvest_run import Counts
from ckanext.masking.adapters import quarantine
from ckanext.openindex.model import MarkRow
from ckanext.prov.model import EntryRow

from demo.simulator import Simulator
from integration.govopen.harvesting import Harvest, fresh, harvest_of

from .gate_world import (
    act,
    dataset,
    department,
    hand_in,
    held,
    mobile,
    newest,
    published,
    resident_id,
    run,
)

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
SIZE = 3


@pytest.fixture
def platform() -> Iterator[Simulator]:
    with Simulator(mounts={"small": ("M", fresh(SIZE))}) as simulator:
        yield simulator


def files(harvest: Harvest) -> list[str]:
    """Ids of the resources with a file."""
    return [
        str(resource.id)
        for package in harvest.datasets().values()
        for resource in package.resources
        if resource.url_type == "upload"
    ]


def stored(resource_id: str) -> bool:
    resource = model.Session.get(model.Resource, resource_id)
    assert resource is not None
    place = uploader.get_resource_uploader(resource.as_dict()).get_path(resource_id)
    return Path(place).is_file()


def test_the_files_of_a_harvest_pass_the_gate_and_are_not_fetched_again(platform: Simulator):
    harvest = harvest_of(platform.url("small"), "sharing-platform", store_files=True)
    assert harvest.run() == Counts(new=SIZE), harvest.errors()
    brought = files(harvest)
    assert brought
    assert not [one for one in brought if stored(one)]
    assert {str(newest(one).state) for one in brought} == {"held"}
    assert {str(newest(one).id) for one in brought} <= quarantine.ids()
    run()
    out = [one for one in brought if newest(one).state == "released"]
    assert out
    assert [one for one in brought if stored(one)] == out
    digests = {one: published(one) for one in out}
    platform.forget()
    assert harvest.run() == Counts(unchanged=SIZE)
    platform.control("small", changed=1)
    assert harvest.run() == Counts(changed=1, unchanged=SIZE - 1)
    assert platform.count("small", "file") == 0
    assert {one: published(one) for one in out} == digests
    assert not [row for one in out for row in held(resource_id=one)]


def test_what_was_masked_is_in_the_log_of_the_dataset_and_the_index_computes_it_anew():
    made = dataset(department())
    secrets = [value for _ in range(40) for value in (resident_id(), mobile())]
    pairs = zip(secrets[::2], secrets[1::2], strict=True)
    text = "身份证号,手机号,性别\n" + "".join(f"{number},{phone},男\n" for number, phone in pairs)
    resource = hand_in(made, text)
    model.Session.execute(sa.delete(MarkRow).where(MarkRow.dataset_id == made["id"]))
    model.Session.commit()
    run()
    query = sa.select(EntryRow).where(
        EntryRow.dataset_id == made["id"], EntryRow.activity == "file_masked"
    )
    entries = list(model.Session.scalars(query))
    assert len(entries) == 1
    said: Any = entries[0].body
    details: dict[str, Any] = said["details"]
    columns = {one["name"]: one for one in details["columns"]}
    assert set(columns) == {"身份证号", "手机号"}
    assert {one["operator"] for one in columns.values()} == {"redact"}
    assert columns["手机号"]["masked"] == 40
    assert details["counts"]["resident_id"] == 40
    assert said["plan"]["id"] == "masking/release-public/1"
    assert said["resource_id"] == resource["id"]
    assert details["risk_before"]
    assert details["risk_after"]
    assert not [one for one in secrets if one in json.dumps(said, ensure_ascii=False)]
    marked = sa.select(MarkRow.why).where(MarkRow.dataset_id == made["id"])
    assert "told" in set(model.Session.scalars(marked))


def test_rows_that_a_loader_writes_of_a_linked_file_pass_the_gate():
    """As XLoader and DataPusher do: by the API, with a token, for a resource that is a link."""
    made = dataset(department())
    resource = act("resource_create", package_id=made["id"], name="表", url="http://a.cn/b.csv")
    rows = [{"证件号码": resident_id(), "联系电话": mobile()} for _ in range(30)]
    fields = [{"id": "证件号码", "type": "text"}, {"id": "联系电话", "type": "text"}]
    loaded = {"resource_id": resource["id"], "force": True}
    act("datastore_create", **loaded, fields=fields, records=rows[:20])
    act("datastore_upsert", **loaded, method="insert", records=rows[20:])
    found = act("datastore_search", resource_id=resource["id"], limit=100)
    assert found["total"] == 30
    told = json.dumps(found, ensure_ascii=False)
    assert not [value for row in rows for value in row.values() if value in told]
