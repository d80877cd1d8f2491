"""What other extensions say they did becomes an entry, or a clear error and nothing."""

from __future__ import annotations

import hashlib
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckanext.prov import signals
from ckanext.prov.adapters import verifying

from .prov_world import act, dataset, department, entries, last, person, seen, told, upload

pytestmark = pytest.mark.usefixtures("with_plugins")


def send(name: str, sender: str, **said: Any) -> None:
    tk.signals.ckanext.signal(name).send(sender, **said)
    model.Session.commit()


def refused(sender: str, **claim: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as raised:
        signals.record.send(sender, **claim)
    model.Session.rollback()
    return raised.value.error_dict


@pytest.fixture
def owner():
    return department()


@pytest.fixture
def made(owner):
    return dataset(owner)


def test_an_extension_has_something_written_down(owner, made):
    editor = person("editor", owner)
    send(
        "prov:record", made["id"], activity="checked", user=editor,
        started="2026-03-02T09:00:00+08:00", ended="2026-03-02T09:30:00+08:00",
        plan={"kind": "plan", "id": "check/rows/1"}, details={"errors": 0},
    )  # fmt: skip
    entry = last(made["id"], "checked")
    assert entry["started"] == "2026-03-02T01:00:00.000000Z"
    assert entry["agents"][0]["role"] == "editor"
    assert entry["details"] == {"errors": 0}
    assert not verifying.dataset(made["id"])


@pytest.mark.parametrize(
    ("claim", "field"),
    [
        ({"activity": "blessed"}, "activity"),
        ({"activity": "checked", "ended": "2026-03-02T09:30:00"}, "ended"),
        ({"activity": "checked", "ended": "yesterday"}, "ended"),
        ({"activity": "checked", "started": "2999-01-01T00:00:00Z"}, "started"),
        ({"activity": "checked", "used": [{"kind": "planet", "id": "x"}]}, "used.0"),
        ({"activity": "checked", "used": [{"kind": "file", "id": "x", "sha256": "X"}]},
         "used.0.sha256"),
        ({"activity": "checked", "used": "everything"}, "used"),
        ({"activity": "checked", "details": {"x": object()}}, "details"),
        ({"activity": "checked", "details": {"x": "y" * 30000}}, "details"),
        ({"activity": "checked", "details": {"x": "\x00"}}, "details"),
        ({"activity": "merged", "used": [{"kind": "dataset", "id": "no-such"}]}, "source"),
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused_in_both_languages(made, claim, field: str):
    before = told(made["id"])
    message = refused(made["id"], **claim)[field][0]
    assert any("一" <= one <= "鿿" for one in message)
    assert any(one.isascii() and one.isalpha() for one in message)
    assert told(made["id"]) == before


def test_a_dataset_that_does_not_exist_is_refused():
    assert "dataset_id" in refused("no-such", activity="checked")


def test_a_source_that_the_user_may_not_see_is_refused_as_one_that_is_not_there(owner, made):
    hidden = dataset(department("气象局"), status="draft")
    editor = person("editor", owner)
    used = [{"kind": "dataset", "id": hidden["id"]}]
    one = refused(made["id"], activity="merged", user=editor, used=used)
    other = refused(
        made["id"], activity="merged", user=editor, used=[{"kind": "dataset", "id": "no-such"}]
    )
    assert one["source"][0].replace(hidden["id"], "no-such") == other["source"][0]


def test_a_circle_is_refused(owner, made):
    other = dataset(owner)
    act("prov_derivation_create", id=other["id"], source=made["id"])
    used = [{"kind": "dataset", "id": other["id"]}]
    assert "source" in refused(made["id"], activity="merged", used=used)


def test_a_harvested_dataset_names_source_record_profile_and_content(made):
    send(
        "govopen:dataset_harvested", made["id"], action="create", source_id="s-1",
        record_id="r-1", object_id="o-1", job_id="j-1", raw='{"a": 1}', dataset={},
        profile="guizhou-v1", profile_version="abc",
    )  # fmt: skip
    entry = last(made["id"], "harvested")
    assert entry["used"][0] == {
        "kind": "record", "id": "s-1/r-1", "label": "",
        "sha256": hashlib.sha256(b'{"a": 1}').hexdigest(),
    }  # fmt: skip
    assert entry["plan"]["id"] == "harvest/guizhou-v1/abc"
    assert entry["details"] == {"action": "create", "job": "j-1", "object": "o-1"}
    assert entry["agents"][0]["kind"] == "software"


def test_a_masked_file_is_told_with_its_policy_and_counts(made):
    one = act("resource_create", package_id=made["id"], url="http://a.example/x.csv", name="表")
    send(
        "masking:file_masked", one["id"], policy="person", policy_version="3", columns=2,
        counts={"id_card": 20}, sha256="a" * 64,
    )  # fmt: skip
    entry = last(made["id"], "file_masked")
    assert entry["plan"]["id"] == "masking/person/3"
    assert entry["details"] == {"columns": 2, "counts": {"id_card": 20}}
    assert entry["resource_id"] == one["id"]


def test_a_masked_file_is_told_with_its_columns_operators_and_risk(made, owner):
    one = act("resource_create", package_id=made["id"], url="http://a.example/x.csv", name="表")
    column = {"name": "电话", "operator": "mask", "rule": "r1", "detector": "phone", "masked": 7}
    risk = {"表": {"k": 1, "rows": 9}}
    user = model.User.get(person("editor", owner))
    send(
        "masking:file_masked", one["id"], resource_id=one["id"], dataset_id=made["id"],
        upload_id="q-1", user=user.id, policy="person", policy_version="3",
        columns=[{**column, "sample": "13900000000"}], counts={"phone": 7},
        sha256_before="b" * 64, sha256="a" * 64, risk_before=risk, risk_after={"表": {"k": 5}},
        started="2026-03-02T09:00:00+08:00", ended="2026-03-02T09:00:05+08:00",
    )  # fmt: skip
    entry = last(made["id"], "file_masked")
    assert entry["plan"]["id"] == "masking/person/3"
    assert entry["details"] == {
        "columns": [column], "counts": {"phone": 7}, "risk_before": risk,
        "risk_after": {"表": {"k": 5}},
    }  # fmt: skip
    assert entry["started"] == "2026-03-02T01:00:00.000000Z"
    assert [one["sha256"] for one in (*entry["used"], *entry["generated"])] == ["b" * 64, "a" * 64]
    assert next(one for one in entry["agents"] if one["kind"] == "person")["id"] == user.id
    # The public is told which columns, and nothing by which it could weigh what stood there.
    told = seen("prov_entry_list", id=made["id"], limit=100)["results"]
    public = next(one for one in told if one["activity"] == "file_masked")
    assert public["details"]["columns"] == [column]
    assert "risk_before" not in public["details"]
    assert "b" * 64 not in str(told)


def test_a_version_holds_the_checksum_of_the_masked_file(made):
    one = act("resource_create", package_id=made["id"], name="表", upload=upload("a\n1\n"))
    send("masking:file_masked", one["id"], policy="p", policy_version="1", sha256="c" * 64)
    version = act("prov_version_create", id=made["id"], label="1.0")
    assert [row["sha256"] for row in version["files"]] == ["c" * 64]


def test_a_catalogue_compiled_upward_is_told_at_each_dataset(made):
    common = {"node_id": "n-1", "target_id": "n-2", "user": "", "datasets": [made["id"]]}
    send("govopen:catalogue_submitted", "b-1", **common)
    send("govopen:catalogue_returned", "b-1", reason="x", **common)
    send("govopen:catalogue_merged", "b-1", **common)
    assert told(made["id"])[-3:] == ["compiled", "checked", "merged"]
    assert last(made["id"], "merged")["details"]["into"] == "n-2"


def test_a_derivation_is_declared_listed_and_taken_back(owner, made):
    source = dataset(owner)
    editor = person("editor", owner)
    row = act("prov_derivation_create", editor, id=made["id"], source=source["name"])
    assert row["source_dataset_id"] == source["id"]
    entry = last(made["id"], "dataset_changed")
    assert entry["used"][0]["id"] == source["id"]
    assert entry["details"] == {"derivation": True, "fields": ["derived_from"]}
    again = act("prov_derivation_create", editor, id=made["id"], source=source["id"])
    assert again["id"] == row["id"]
    assert seen("prov_derivation_list", id=made["id"])["sources"] == [row]
    assert seen("prov_derivation_list", id=source["id"])["products"] == [row]
    act("prov_derivation_delete", editor, id=row["id"])
    assert not seen("prov_derivation_list", id=made["id"])["sources"]
    assert last(made["id"], "dataset_changed")["details"]["derivation"] is False


def test_a_circle_of_declarations_is_refused_and_nothing_is_written(owner, made):
    second, third = dataset(owner), dataset(owner)
    act("prov_derivation_create", id=second["id"], source=made["id"])
    act("prov_derivation_create", id=third["id"], source=second["id"])
    for source in (third, made):
        before = told(made["id"])
        with pytest.raises(tk.ValidationError) as raised:
            act("prov_derivation_create", id=made["id"], source=source["id"])
        assert "source" in raised.value.error_dict
        assert told(made["id"]) == before


def test_a_source_elsewhere_is_named_by_its_address(made):
    address = "https://data.example/dataset/1"
    assert act("prov_derivation_create", id=made["id"], source=address)["source_iri"] == address
    for bad in ("ftp://x.example/a", "http://", "https://a.example/<x>", "javascript://x"):
        with pytest.raises(tk.ValidationError):
            act("prov_derivation_create", id=made["id"], source=bad)


def test_a_file_made_from_another_says_so_when_it_declares_it(made):
    sheet = act("resource_create", package_id=made["id"], url="http://a.example/x.xlsx", name="表")
    table = act(
        "resource_create", package_id=made["id"], url="http://a.example/x.csv", name="表",
        derived_from=sheet["id"],
    )  # fmt: skip
    entry = last(made["id"], "file_converted")
    assert entry["used"][0]["id"] == sheet["id"]
    assert entry["generated"][0]["id"] == table["id"]
    with pytest.raises(tk.ValidationError):
        act("resource_patch", id=sheet["id"], derived_from=table["id"])
    model.Session.rollback()
    assert told(made["id"]).count("file_converted") == 1


def test_a_public_dataset_from_a_hidden_one_says_so_without_naming_it(owner, made):
    hidden = dataset(owner, status="draft")
    editor = person("editor", owner)
    act("prov_derivation_create", editor, id=made["id"], source=hidden["id"])
    found = seen("prov_derivation_list", id=made["id"])
    assert found == {"sources": [], "products": [], "hidden_sources": True}
    listed = seen("prov_entry_list", id=made["id"])
    assert hidden["id"] not in str(listed)
    assert hidden["title"] not in str(listed)
    assert "hidden:" in str(listed)
    assert hidden["id"] in str(seen("prov_entry_list", editor, id=made["id"]))


def test_names_of_people_show_only_where_settings_say_so(owner):
    approver = person("admin", owner)
    user = model.User.get(approver)
    made = dataset(owner, approver)
    listed = str(seen("prov_entry_list", id=made["id"]))
    assert owner["title"] in listed
    for private in (user.name, user.fullname, user.email, user.id):
        assert private not in listed
    written = str([row.body for row in entries(made["id"])])
    for private in (user.name, user.fullname, user.email):
        assert private not in written


def test_the_log_of_a_hidden_dataset_is_not_there_for_others(owner):
    hidden = dataset(owner, status="draft")
    for action in ("prov_entry_list", "prov_version_list", "prov_derivation_list"):
        with pytest.raises(tk.ObjectNotFound) as forbidden:
            seen(action, id=hidden["id"])
        with pytest.raises(tk.ObjectNotFound) as unknown:
            seen(action, id="no-such")
        assert str(forbidden.value) == str(unknown.value)
    with pytest.raises(tk.NotAuthorized):
        seen("prov_chain_verify", person(), id=hidden["id"])


def test_a_list_is_given_in_pages(made):
    first = seen("prov_entry_list", id=made["id"], limit=1)
    assert (first["count"], len(first["results"])) == (3, 1)
    newest = seen("prov_entry_list", id=made["id"], limit=1, newest_first=True)
    assert newest["results"][0]["number"] == 3
    assert len(seen("prov_entry_list", id=made["id"], limit=100000)["results"]) == 3
