"""The log tells what happened to a dataset, in the transaction in which it happened."""

from __future__ import annotations

import hashlib

import pytest

from .prov_world import act, dataset, department, entries, last, person, told, unique, upload

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_a_new_dataset_is_written_down_with_its_resources_and_its_publication():
    made = dataset(department(), resources=[{"url": "http://a.example/x.csv", "name": "表"}])
    assert told(made["id"])[:3] == ["dataset_created", "resource_created", "dataset_published"]


def test_a_change_names_the_fields_and_not_what_is_in_them():
    made = dataset(department())
    title = unique("改名")
    act("package_patch", id=made["id"], title=title, notes="另一段摘要")
    entry = last(made["id"], "dataset_changed")
    assert {"notes", "title"} <= set(entry["details"]["fields"])
    assert title not in str([row.body for row in entries(made["id"])])


def test_saving_what_was_there_already_adds_nothing():
    made = dataset(department())
    before = told(made["id"])
    act("package_patch", id=made["id"], notes=made["notes"])
    assert told(made["id"]) == before


def test_a_file_is_written_down_with_the_checksum_of_its_bytes():
    owner = department()
    editor = person("editor", owner)
    made = dataset(owner)
    kept = act("resource_create", package_id=made["id"], name="表", upload=upload("a,b\n1,2\n"))
    first = hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    entry = last(made["id"], "file_uploaded")
    assert entry["generated"][0]["sha256"] == first
    assert entry["resource_id"] == kept["id"]
    act("resource_patch", id=kept["id"], upload=upload("a,b\n3,4\n"))
    replaced = last(made["id"], "file_replaced")
    assert replaced["used"][0]["sha256"] == first
    assert replaced["generated"][0]["sha256"] == hashlib.sha256(b"a,b\n3,4\n").hexdigest()
    assert editor


def test_publication_makes_a_version():
    made = dataset(department())
    assert told(made["id"])[-1] == "version_made"
    assert [one["label"] for one in act("prov_version_list", id=made["id"])] == ["1"]


@pytest.mark.ckan_config("ckan.plugins", "prov")
@pytest.mark.parametrize(
    ("action", "activity"),
    [("bulk_update_private", "dataset_withdrawn"), ("bulk_update_delete", "dataset_deleted")],
)
def test_what_is_done_to_many_at_once_is_written_down_for_each(action: str, activity: str):
    owner = department()
    editor = person("admin", owner)
    made = [dataset(owner)["id"] for _ in range(2)]
    act(action, editor, datasets=made, org_id=owner["id"])
    assert [told(one)[-1] for one in made] == [activity] * 2
    if action == "bulk_update_private":
        act("bulk_update_public", editor, datasets=made, org_id=owner["id"])
        assert ["dataset_published" in told(one)[-2:] for one in made] == [True] * 2
