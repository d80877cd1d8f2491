"""What is read and written by the batch equals what CKAN reads and writes one by one."""

from __future__ import annotations

import copy
import json
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.logic import package_show_default_and_custom_schemas
from ckan.tests import factories
from ckanext.govopen.adapters import bulk_new, bulk_read
from ckanext.govopen.adapters.bulk import Batch, Draft

from demo.simulator import Simulator

from .catalogue_world import CLASSIFIED, act, dataset, department, person, unique
from .harvesting import fresh, harvest_of

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")

ELEMENTS = [
    {"name": "统一社会信用代码", "type": "C", "length": "18", "is_key": "true"},
    {"name": "库容", "type": "N", "open_type": "unconditional"},
]
FILE = {"name": "2024 年", "url": "https://example.org/a.csv", "format": "csv", "kind": "file"}
BARE = {"name": "", "url": "example.org/b", "description": "无协议的地址"}


def _one_by_one(package_id: str) -> bulk_read.Shown:
    return package_show_default_and_custom_schemas({"ignore_auth": True}, package_id)


def _same(*package_ids: str) -> None:
    model.Session.expire_all()
    at_once = copy.deepcopy(bulk_read.shown(package_ids))
    assert set(at_once) == set(package_ids)
    for package_id in package_ids:
        for mine, theirs in zip(at_once[package_id], _one_by_one(package_id), strict=True):
            assert _plain(mine) == _plain(theirs)


def _plain(shown: dict[str, Any]) -> Any:
    """Through JSON, as the index stores it; extras have no order."""
    plain = json.loads(json.dumps(shown, default=str))
    plain["extras"] = sorted(plain.get("extras", []), key=lambda extra: extra["key"])
    return plain


def test_datasets_of_every_kind_are_read_as_ckan_reads_them():
    owner = department(short_names="水务", uscc="")
    ids = [
        dataset(owner)["id"],
        dataset(owner, elements=ELEMENTS, resources=[FILE, BARE], license_id="cc-by")["id"],
        dataset(owner, tag_string="水库,水文", url="", license_id="notspecified")["id"],
        dataset(owner, related_codes=[dataset(owner)["res_code"]], status="draft")["id"],
        dataset(owner, **CLASSIFIED)["id"],
        dataset(owner, grade="internal", temporal_start="2020-01-01", resources=[FILE])["id"],
    ]
    _same(*ids)


def test_a_dataset_with_what_is_rare_is_read_as_ckan_reads_it():
    owner = department()
    first, second = dataset(owner), dataset(owner, resources=[FILE, BARE])
    group = factories.Group(name=unique("g-"))
    act("member_create", id=group["id"], object=first["id"], object_type="package", capacity="")
    act("package_relationship_create", subject=first["id"], object=second["id"], type="child_of")
    act("resource_delete", id=second["resources"][0]["id"])
    _same(first["id"], second["id"])


def test_a_deleted_dataset_and_one_with_an_extra_of_its_own_are_read_as_ckan_reads_them():
    owner = department()
    gone, extra = dataset(owner), dataset(owner)
    act("package_delete", id=gone["id"])
    package = model.Package.get(extra["id"])
    package.extras = {**package.extras, "谁也不认识": "值", "empty": ""}
    model.Session.commit()
    _same(gone["id"], extra["id"])


def test_a_harvest_source_is_read_as_ckan_reads_it():
    with Simulator(mounts={"one": ("M", fresh(1))}) as platform:
        harvest = harvest_of(platform.url("one"), "sharing-platform")
        _same(harvest.source_id)


def test_an_uploaded_file_has_its_address_in_both_readings():
    made = dataset(department())
    resource = factories.Resource(
        package_id=made["id"], url="table.csv", url_type="upload", format="CSV"
    )
    assert resource["url"].startswith("http")
    _same(made["id"])


def test_what_is_not_there_is_left_out():
    assert bulk_read.shown(["nobody"]) == {}


def test_another_extension_behind_package_show_is_asked(monkeypatch: pytest.MonkeyPatch):
    made = dataset(department())
    asked: list[str] = []

    def slow(context: Any, package_id: str) -> bulk_read.Shown:
        asked.append(package_id)
        return _one_by_one(package_id)

    monkeypatch.setattr(bulk_read, "_plain", lambda: False)
    monkeypatch.setattr(bulk_read, "package_show_default_and_custom_schemas", slow)
    assert bulk_read.shown([made["id"]])[made["id"]][1]["title"] == made["title"]
    assert asked == [made["id"]]


def _harvested(owner: dict[str, Any], title: str, record: str) -> dict[str, Any]:
    return {
        "title": title, "notes": "名称和库容。", "owner_org": owner["id"], "theme": "07",
        "open_type": "unconditional", "update_cycle": "yearly", "tag_string": "水库,水文",
        "elements": copy.deepcopy(ELEMENTS), "resources": [dict(FILE), dict(BARE)],
        "source_id": unique(), "source_record_id": record, "source_flags": [],
    }  # fmt: skip


def _stored(package_id: str) -> dict[str, Any]:
    """Everything that is in the database of a dataset, but what differs between any two."""
    model.Session.expire_all()
    package = model.Package.get(package_id)
    assert package is not None
    shown = _plain(_one_by_one(package_id)[0])
    own = {"id", "name", "package_id", "created", "metadata_created", "metadata_modified"}
    own_extras = {"res_code", "source_id", "source_record_id"}
    members = model.Session.query(model.Member).filter_by(table_id=package_id).all()
    return {
        **{key: value for key, value in shown.items() if key not in own},
        "resources": [
            {key: value for key, value in one.items() if key not in own}
            for one in shown["resources"]
        ],
        "extras": [extra for extra in shown["extras"] if extra["key"] not in own_extras],
        "members": [(one.group_id, one.capacity, one.state, one.table_name) for one in members],
        "positions": [one.position for one in package.resources],
    }


def test_a_new_dataset_of_a_batch_is_stored_as_package_create_stores_it(
    monkeypatch: pytest.MonkeyPatch,
):
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    owner, other, title = department(), department(), unique("名录")
    plain: list[str] = []
    save = bulk_new.save
    monkeypatch.setattr(bulk_new, "save", lambda v, c: plain.append(v["name"]) or save(v, c))
    draft = Draft(_harvested(owner, title, "1"), unique("new-"))
    batch = Batch(user)
    batch.prepare([draft])
    saved = batch.save(draft)
    batch.commit()
    assert not saved.failed
    assert len(plain) == 1
    by_form = act("package_create", **_harvested(other, title, "1"))
    mine, theirs = _stored(saved.package_id), _stored(by_form["id"])
    for stored in (mine, theirs):
        stored.pop("organization"), stored.pop("owner_org"), stored.pop("members")
        stored["extras"] = [one for one in stored["extras"] if one["key"] != "subcatalogue"]
    assert mine == theirs
    assert len(plain) == 1


def test_a_record_whose_dataset_was_deleted_by_hand_is_left_to_ckan():
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    draft = Draft(_harvested(department(), unique("名录"), "7"), unique("again-"))
    for _ in range(2):
        batch = Batch(user)
        batch.prepare([draft])
        saved = batch.save(Draft(copy.deepcopy(draft.data), draft.new_id))
        batch.commit()
        assert not saved.failed, saved.problems
        act("package_delete", id=saved.package_id)


def test_a_name_that_another_dataset_bears_is_refused():
    owner, admin = department(), person()
    act("user_patch", id=admin, sysadmin=True)
    there = dataset(owner)
    with pytest.raises(tk.ValidationError) as raised:
        act("package_create", admin, title=unique("名录"), notes="。", owner_org=owner["id"],
            name=there["name"])  # fmt: skip
    assert "name" in raised.value.error_dict
