"""Harvesters of other extensions: what they bring is published as it arrives, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob, HarvestObject

from .catalogue_world import act, department, person, refused, seen, unique

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
CONFIG = {"govshare": '{"profile": "guizhou-v1"}'}
HARVESTERS = ("dcat_rdf_harvester", "ckan_harvester")


@pytest.fixture(params=HARVESTERS)
def harvester(request: pytest.FixtureRequest) -> Iterator[Any]:
    yield p.load(request.param)
    p.unload(request.param)


def content(**fields: Any) -> dict[str, Any]:
    title = unique("河流名录")
    return {"title": title, "name": unique("he-liu-"), "notes": "名称和长度。", "theme": "07",
            "resources": [], "tags": [], "extras": [], **fields}  # fmt: skip


def harvested(owner: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Content as the gather stages leave it."""
    guid = str(uuid4())
    extras = [{"key": "guid", "value": guid}]
    return content(id=guid, owner_org=owner["id"], extras=extras, **fields)


def job_of(owner: dict[str, Any], kind: str, status: str) -> HarvestJob:
    source = act(
        "harvest_source_create", name=unique("source-"), title="外部目录", owner_org=owner["id"],
        url=f"http://platform.example/{uuid4().hex}", source_type=kind,
        config=CONFIG.get(kind, "{}"),
    )  # fmt: skip
    job = HarvestJob(source_id=source["id"], status=status)
    job.save()
    return job


def bring(harvester: Any, owner: dict[str, Any], dataset: dict[str, Any], guid: str) -> Any:
    """One object of a job through the fetch and import stages, as a consumer takes it."""
    job = job_of(owner, harvester.info()["name"], "Running")
    taken = HarvestObject(guid=guid, job=job, content=json.dumps(dataset))
    taken.save()
    queue.fetch_and_import_stages(harvester, taken)
    job.status = "Finished"
    job.save()
    assert taken.state == "COMPLETE", [error.message for error in taken.errors]
    return taken


def test_what_another_harvester_brings_is_published_as_it_arrives(harvester: Any):
    owner = department()
    dataset = harvested(owner)
    taken = bring(harvester, owner, dataset, dataset["id"])
    shown = seen("package_show", id=taken.package_id)
    assert (shown["status"], shown["title"]) == ("published", dataset["title"])


def test_an_internal_dataset_that_is_harvested_stays_internal(harvester: Any):
    owner = department()
    closed = {"grade": "internal", "share_type": "none", "no_share_basis": "《档案法》第二十八条",
              "open_type": "none", "no_open_basis": "《档案法》第二十八条"}  # fmt: skip
    dataset = harvested(owner, **closed)
    taken = bring(harvester, owner, dataset, dataset["id"])
    assert model.Package.get(taken.package_id).private
    with pytest.raises(tk.ObjectNotFound):
        seen("package_show", id=taken.package_id)
    assert seen("package_search", fq=f"id:{taken.package_id}")["count"] == 0


def test_a_withdrawn_dataset_is_not_published_by_harvesting_it_again(harvester: Any):
    owner = department()
    dataset = harvested(owner)
    taken = bring(harvester, owner, dataset, dataset["id"])
    approver = person("admin", owner)
    act("govopen_dataset_withdraw", approver, id=taken.package_id, reason="数据有误")
    bring(harvester, owner, {**dataset, "notes": "名称、长度和流域。"}, dataset["id"])
    assert act("package_show", id=taken.package_id)["status"] == "withdrawn"


def test_a_call_of_the_system_outside_a_harvest_begins_as_a_draft():
    made = act("package_create", **content(owner_org=department()["id"]))
    assert made["status"] == "draft"


def test_an_editor_does_not_get_round_the_approver_by_naming_a_source():
    owner = department()
    sent = content(owner_org=owner["id"], source_id=str(uuid4()))
    assert "审核员" in refused("package_create", person("editor", owner), **sent)["status"][0]


def test_an_editor_does_not_get_round_the_approver_by_a_harvest_object():
    owner = department()
    editor = person("editor", owner)
    draft = act("package_create", editor, **content(owner_org=owner["id"]))
    job = job_of(owner, "govshare", "Finished")
    note = {"guid": draft["id"], "package_id": draft["id"], "job_id": job.id}
    with pytest.raises(tk.NotAuthorized):
        act("harvest_object_create", editor, **note)
    HarvestObject(guid=draft["id"], package_id=draft["id"], job=job, state="COMPLETE").save()
    again = act("package_patch", editor, id=draft["id"], notes="名称。", status="")
    assert again["status"] == "draft"
