"""The log on a stock CKAN site, with none of the other plugins of the suite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ckan import model
from ckanext.prov.adapters import verifying
from ckanext.prov.adapters.facts import facts
from ckanext.prov.adapters.reader import PUBLIC
from ckanext.prov.domain.build import document
from ckanext.prov.domain.forms import write

from .prov_world import act, dataset, department, last, person, seen, told, upload

pytestmark = pytest.mark.usefixtures("with_plugins")
ALONE = pytest.mark.ckan_config("ckan.plugins", "prov")
WITH_DCAT = pytest.mark.ckan_config("ckan.plugins", "prov dcat")


@ALONE
def test_private_and_state_decide_what_published_means():
    owner = department()
    editor = person("editor", owner)
    made = dataset(owner, editor, private=True)
    assert told(made["id"]) == ["dataset_created"]
    act("package_patch", editor, id=made["id"], private=False)
    act("package_patch", editor, id=made["id"], private=True)
    act("package_patch", editor, id=made["id"], private=False)
    act("package_delete", editor, id=made["id"])
    act("package_patch", id=made["id"], state="active")
    assert told(made["id"]) == [
        "dataset_created", "dataset_published", "version_made", "dataset_withdrawn",
        "dataset_published", "version_made", "dataset_deleted", "dataset_restored",
    ]  # fmt: skip
    assert last(made["id"], "dataset_published")["agents"][0]["role"] == "editor"
    assert not verifying.dataset(made["id"])


@ALONE
def test_extras_tags_and_files_are_told():
    owner = department()
    made = dataset(owner)
    act("package_patch", id=made["id"], tags=[{"name": "water"}],
        extras=[{"key": "origin", "value": "x"}])  # fmt: skip
    assert last(made["id"], "dataset_changed")["details"]["fields"] == ["origin", "tags"]
    one = act("resource_create", package_id=made["id"], name="a", upload=upload("a\n1\n"))
    act("resource_patch", id=one["id"], upload=upload("a\n2\n"))
    act("resource_delete", id=one["id"])
    assert told(made["id"])[-4:] == [
        "resource_created", "file_uploaded", "file_replaced", "resource_deleted",
    ]  # fmt: skip


@ALONE
def test_a_version_is_restored_by_the_rules_of_the_stock_form():
    made = dataset(department(), notes="first", extras=[{"key": "origin", "value": "x"}],
                   tags=[{"name": "water"}])  # fmt: skip
    act("prov_version_create", id=made["id"], label="1.0")
    act("package_patch", id=made["id"], notes="second", extras=[], tags=[])
    act("prov_version_restore", id=made["id"], label="1.0")
    now = seen("package_show", id=made["id"])
    assert now["notes"] == "first"
    assert [(one["key"], one["value"]) for one in now["extras"]] == [("origin", "x")]
    assert [tag["name"] for tag in now["tags"]] == ["water"]


@ALONE
def test_facts_need_no_other_plugin(with_request_context):
    made = dataset(department())
    assert b"wasGeneratedBy" in write(document(facts(made["id"], PUBLIC)), "provn")


@WITH_DCAT
def test_beside_ckanext_dcat_the_log_is_the_same(with_request_context):
    made = dataset(department())
    assert told(made["id"]) == ["dataset_created", "dataset_published", "version_made"]
    assert facts(made["id"], PUBLIC).iris[made["id"]].endswith(made["id"])


@ALONE
def test_the_commands_run_with_prov_alone(ckan_config, tmp_path: Path):
    made = dataset(department())
    model.Session.commit()
    ini = tmp_path / "alone.ini"
    settings = "\n".join(
        f"{key} = {ckan_config[key]}"
        for key in ("sqlalchemy.url", "solr_url", "ckan.redis.url", "ckan.storage_path")
    )
    ini.write_text(
        "[app:main]\nuse = egg:ckan\nSECRET_KEY = test-only\nckan.site_id = test.govopen\n"
        "ckan.site_url = http://test.ckan.net\nckan.plugins = prov\n" + settings,
        "utf-8",
    )
    for words in (("verify", made["id"]), ("backfill", made["id"]), ("seal",)):
        run = subprocess.run(
            [str(Path(sys.executable).with_name("ckan")), "-c", str(ini), "prov", *words],
            capture_output=True, text=True, check=False, timeout=120, env={**os.environ},
        )  # fmt: skip
        assert run.returncode == 0, run.stderr[-2000:]


@WITH_DCAT
def test_the_page_is_a_tab_of_the_stock_theme(app):
    made = dataset(department(), resources=[{"url": "https://a.example/x.csv", "name": "Rows"}])
    address = f"/dataset/{made['name']}/provenance"
    assert f'href="{address}"' in app.get(f"/dataset/{made['name']}", status=200).body
    page = app.get(address, headers={"Accept": "text/html"}, status=200).body
    assert "nav-tabs" in page
    assert "Rows" in page
    for path in ("/version/1", "/versions/compare?before=1"):
        app.get(f"/dataset/{made['name']}{path}", status=200)
