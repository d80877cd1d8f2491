"""Versions: made, told apart, compared, restored, and their files kept."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories

from .prov_world import (
    act,
    dataset,
    department,
    has_plugin,
    last,
    person,
    seen,
    told,
    unique,
    upload,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("with_plugins")


def refused(action: str, user: str = "", **data):
    with pytest.raises(tk.ValidationError) as raised:
        act(action, user, **data)
    return raised.value.error_dict


@pytest.fixture
def owner():
    return department()


@pytest.fixture
def made(owner):
    return dataset(owner, notes="第一版摘要")


def test_a_version_on_demand_has_label_note_metadata_and_checksums(made):
    act("resource_create", package_id=made["id"], name="表", upload=upload("a\n1\n"))
    version = act("prov_version_create", id=made["id"], label="1.0", note="首版")
    assert (version["label"], version["note"], version["automatic"]) == ("1.0", "首版", False)
    assert version["metadata"]["title"] == made["title"]
    assert len(version["files"][0]["sha256"]) == 64
    entry = last(made["id"], "version_made")
    assert entry["details"]["digest"] == version["digest"]
    assert version["entry_id"] == entry["id"]


def test_a_version_shows_what_package_show_showed(made):
    version = act("prov_version_create", id=made["id"], label="1.0")
    now = act("package_show", id=made["id"])
    differ = {
        key for key in {*now, *version["metadata"]} if now.get(key) != version["metadata"].get(key)
    }
    assert differ <= {
        "isopen", "license_title", "license_url", "organization", "relationships_as_subject",
        "relationships_as_object", "tags", "groups", "catalogue_path", "tracking_summary",
    }  # fmt: skip


def test_a_label_is_not_given_twice(made):
    act("prov_version_create", id=made["id"], label="1.0")
    before = told(made["id"])
    assert "label" in refused("prov_version_create", id=made["id"], label="1.0")
    assert told(made["id"]) == before


@pytest.mark.parametrize("label", ["", "a/b", "../x", "v 1", "-1", "x" * 41, "<b>"])
def test_a_label_that_no_address_can_hold_is_refused(made, label: str):
    assert "label" in refused("prov_version_create", id=made["id"], label=label)


def test_an_earlier_version_is_still_what_it_was(made):
    act("prov_version_create", id=made["id"], label="1.0")
    act("package_patch", id=made["id"], notes="第二版摘要")
    act("prov_version_create", id=made["id"], label="2.0")
    shown = seen("prov_version_show", id=made["id"], label="1.0")
    assert shown["metadata"]["notes"] == "第一版摘要"
    differ = seen("prov_version_compare", id=made["id"], before="1.0", after="2.0")
    assert [(c["field"], c["before"], c["after"]) for c in differ["fields"]] == [
        ("notes", "第一版摘要", "第二版摘要")
    ]


@pytest.mark.ckan_config("ckanext.prov.keep_files", True)
def test_rows_added_and_removed_are_told_when_files_are_kept(made):
    one = act("resource_create", package_id=made["id"], name="表", upload=upload("a,b\n1,2\n3,4\n"))
    act("prov_version_create", id=made["id"], label="1.0")
    act("resource_patch", id=one["id"], upload=upload("b,a\n2,1\n6,5\n"))
    act("prov_version_create", id=made["id"], label="2.0")
    differ = seen("prov_version_compare", id=made["id"], before="1.0", after="2.0")
    table = differ["resources"][0]["table"]
    assert (table["added"], table["removed"]) == ((("6", "5"),), (("4", "3"),))


def test_a_file_that_was_not_kept_is_said_to_be_gone(made):
    one = act("resource_create", package_id=made["id"], name="表", upload=upload(unique("a\n")))
    act("prov_version_create", id=made["id"], label="1.0")
    act("resource_patch", id=one["id"], upload=upload(unique("a\n")))
    differ = seen("prov_version_compare", id=made["id"], before="1.0")
    assert differ["resources"][0]["not_compared"] == "gone"


@pytest.mark.ckan_config("ckanext.prov.keep_files", True)
def test_a_kept_file_is_downloaded_by_those_who_may_see_the_version(app, owner, made):
    one = act("resource_create", package_id=made["id"], name="表", upload=upload("a\n1\n"))
    act("prov_version_create", id=made["id"], label="1.0")
    act("resource_patch", id=one["id"], upload=upload("a\n2\n"))
    address = f"/dataset/{made['id']}/version/1.0/resource/{one['id']}/file"
    answer = app.get(address)
    assert answer.get_data() == b"a\n1\n"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    act("package_patch", id=made["id"], **hide())
    assert app.get(address, status=404).status_code == 404
    token = factories.APIToken(user=person("admin", owner))["token"]
    assert app.get(address, headers={"Authorization": token}).get_data() == b"a\n1\n"


def hide() -> dict[str, object]:
    return {"status": "draft"} if has_plugin("govopen") else {"private": True}


def show() -> dict[str, object]:
    return {"status": "published"} if has_plugin("govopen") else {"private": False}


def test_a_version_made_while_the_dataset_was_hidden_stays_hidden(owner):
    made = dataset(owner, **hide())
    act("prov_version_create", id=made["id"], label="draft", note=unique("secret"))
    act("package_patch", id=made["id"], **show())
    labels = [one["label"] for one in seen("prov_version_list", id=made["id"])]
    assert labels == ["1"]
    for label in ("draft", "no-such"):
        with pytest.raises(tk.ObjectNotFound):
            seen("prov_version_show", id=made["id"], label=label)
    editor = person("editor", owner)
    assert len(act("prov_version_list", editor, id=made["id"])) == 2
    told = seen("prov_entry_list", id=made["id"])
    assert "draft" not in str(told)


def test_restoring_brings_back_metadata_and_leaves_status_and_files(owner, made):
    one = act("resource_create", package_id=made["id"], name="旧名", upload=upload("a\n1\n"))
    act("prov_version_create", id=made["id"], label="1.0")
    act("package_patch", id=made["id"], notes="改坏的摘要", **hide())
    act("resource_patch", id=one["id"], name="新名", upload=upload("a\n2\n"))
    editor = person("admin", owner)
    back = act("prov_version_restore", editor, id=made["id"], label="1.0")
    assert back["notes"] == "第一版摘要"
    assert back["resources"][0]["name"] == "旧名"
    assert back["private"] or back.get("status") == "draft"
    assert "notes" in last(made["id"], "dataset_changed")["details"]["fields"]


def test_a_stranger_makes_and_restores_no_version(made):
    stranger = person("admin", department("气象局"))
    act("prov_version_create", id=made["id"], label="1.0")
    for action in ("prov_version_create", "prov_version_restore"):
        with pytest.raises(tk.NotAuthorized):
            act(action, stranger, id=made["id"], label="1.0")
    with pytest.raises(tk.NotAuthorized):
        seen("prov_version_restore", id=made["id"], label="1.0")


def test_publishing_again_makes_the_next_version(owner):
    made = dataset(owner, **hide())
    assert not act("prov_version_list", id=made["id"])
    act("package_patch", id=made["id"], **show())
    act("package_patch", id=made["id"], **hide())
    act("package_patch", id=made["id"], **show())
    assert [one["label"] for one in act("prov_version_list", id=made["id"])] == ["2", "1"]


@pytest.mark.ckan_config("ckanext.prov.automatic_versions", False)
def test_publication_makes_no_version_when_settings_say_so(owner):
    assert "version_made" not in told(dataset(owner)["id"])


def bytes_of(made: dict, name: str) -> bytes:
    from ckanext.prov.adapters import files

    rows = act("package_show", id=made["id"])["resources"]
    return b"".join(files.pieces(next(one["id"] for one in rows if one["name"] == name)))


@pytest.mark.ckan_config("ckanext.prov.keep_files", True)
def test_kept_files_come_back_with_a_version(made):
    one = act("resource_create", package_id=made["id"], name="改", upload=upload("a\n1\n"))
    two = act("resource_create", package_id=made["id"], name="删", upload=upload("b\n1\n", "b.csv"))
    act("prov_version_create", id=made["id"], label="1.0")
    act("resource_patch", id=one["id"], upload=upload("a\n2\n"))
    act("resource_delete", id=two["id"])
    back = act("prov_version_restore", id=made["id"], label="1.0")
    assert [row["name"] for row in back["resources"]] == ["改", "删"]
    assert back["resources"][0]["id"] == one["id"]
    assert (bytes_of(made, "改"), bytes_of(made, "删")) == (b"a\n1\n", b"b\n1\n")
    assert told(made["id"]).count("file_replaced") == 2
    assert back["resources"][1]["url"].endswith("/b.csv")


def test_a_file_that_was_not_kept_stays_as_it_is(made):
    one = act("resource_create", package_id=made["id"], name="表", upload=upload(unique("a\n")))
    act("prov_version_create", id=made["id"], label="1.0")
    text = unique("a\n")
    act("resource_patch", id=one["id"], name="新名", upload=upload(text))
    act("prov_version_restore", id=made["id"], label="1.0")
    assert bytes_of(made, "表") == text.encode()


def test_restoring_leaves_status_and_name_and_what_came_from_elsewhere(owner):
    row = {"key": "prov_statements", "value": "<urn:a:1> <urn:b:1> <urn:c:1> .\n"}
    made = dataset(owner, extras=[row], notes="旧摘要")
    act("prov_version_create", id=made["id"], label="1.0")
    later = {**row, "value": row["value"].replace("c:1", "c:2")}
    name = unique("y-")
    act("package_patch", id=made["id"], name=name, extras=[later], notes="新摘要", **hide())
    back = act("prov_version_restore", id=made["id"], label="1.0")
    assert (back["notes"], back["name"]) == ("旧摘要", name)
    assert {key: back[key] for key in hide()} == hide()
    assert back["extras"] == [later]
