"""The gate on a stock CKAN site, with none of the other plugins of the suite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ckan import model
from ckan.exceptions import CkanConfigurationException

from .gate_world import act, dataset, department, hand_in, people, published, run, state

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
ALONE = pytest.mark.ckan_config("ckan.plugins", "masking")
WITH_DATASTORE = pytest.mark.ckan_config("ckan.plugins", "masking datastore")


@ALONE
def test_files_are_masked_without_the_datastore():
    text, secrets = people()
    resource = hand_in(dataset(department()), text)
    assert published(resource["id"]) is None
    run()
    masked = published(resource["id"])
    assert masked is not None
    assert not [one for one in secrets if one.encode() in masked]


@WITH_DATASTORE
def test_rows_are_loaded_with_the_datastore():
    resource = hand_in(dataset(department()), people()[0])
    run()
    assert act("datastore_search", resource_id=resource["id"])["total"] == 40


@ALONE
def test_a_held_file_has_its_page_in_the_stock_theme(app):
    made = dataset(department())
    resource = hand_in(made, people()[0])
    address = f"/dataset/{made['id']}/resource/{resource['id']}"
    app.get(address, status=200)
    assert "wrapper" in app.get(f"{address}/download/data.csv", status=409).body


@ALONE
def test_a_real_worker_does_what_is_queued(ckan_config, tmp_path: Path):
    text, _ = people()
    resource = hand_in(dataset(department()), text)
    model.Session.commit()
    ini = tmp_path / "alone.ini"
    names = ("sqlalchemy.url", "solr_url", "ckan.redis.url", "ckan.storage_path")
    settings = "\n".join(f"{key} = {ckan_config[key]}" for key in names)
    ini.write_text(
        "[app:main]\nuse = egg:ckan\nSECRET_KEY = test-only\nckan.site_id = test.govopen\n"
        "ckan.site_url = http://test.ckan.net\nckan.plugins = masking\n" + settings,
        "utf-8",
    )
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ckan")), "-c", str(ini),
         "jobs", "worker", "--burst", "masking:gate"],
        capture_output=True, text=True, check=False, timeout=180, env={**os.environ},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    model.Session.rollback()
    assert state(resource["id"]) == "released", done.stderr[-3000:]
    shown = subprocess.run(
        [str(Path(sys.executable).with_name("ckan")), "-c", str(ini), "masking", "status"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert '"released"' in shown.stdout


@pytest.mark.ckan_config("ckan.plugins", "masking")
def test_a_site_on_which_another_plugin_takes_uploads_first_does_not_start(
    ckan_config, monkeypatch: pytest.MonkeyPatch
):
    from ckanext.masking.adapters import starting

    class Other:
        name = "other_storage"

    with monkeypatch.context() as patch:
        patch.setattr("ckan.plugins.PluginImplementations", lambda interface: [Other()])
        with pytest.raises(CkanConfigurationException, match="other_storage"):
            starting.check_order()
