"""Values that nobody may see are looked for wherever something could have been left of them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckanext.masking.adapters import quarantine
from ckanext.masking.gate import masking
from ckanext.masking.gate.resuming import sweep
from ckanext.masking.gate.working import work

from .gate_world import (
    act,
    dataset,
    department,
    file,
    hand_in,
    mobile,
    newest,
    people,
    resident_id,
    run,
    seen_in,
    unique,
)

KEY = "3a" * 4 + "c4d5e6f708192a3b4c5d6e7f80912233445566778899aabbccddeeff"
pytestmark = [
    pytest.mark.usefixtures("with_plugins"),
    pytest.mark.ckan_config("ckanext.masking.keep_days", "30"),
]


def a_chaotic_day(caplog: pytest.LogCaptureFixture) -> tuple[list[dict[str, Any]], list[str]]:
    """Uploads that succeed, fail, wait and are killed; the datasets and the secrets."""
    secrets: list[str] = []
    made = [dataset(department()) for _ in range(2)]

    def planted(count: int = 30) -> str:
        text, more = people(count)
        secrets.extend(more)
        return text

    caplog.set_level("DEBUG")
    hand_in(made[0], planted())
    replaced = hand_in(made[0], planted())
    act("resource_patch", id=replaced["id"], upload=file(planted(), "b.csv"))
    secrets.append(mobile())
    hand_in(made[1], planted(), f"李四{secrets[-1]}.csv")
    secrets.append(mobile())
    hand_in(made[1], b"%PDF-1.4 " + secrets[-1].encode(), "c.pdf")
    secrets.append(resident_id())
    hand_in(made[1], f'姓名,证件\n"王五,{secrets[-1]}\n'.encode(), "broken.csv")
    failing = hand_in(made[1], planted())
    with pytest.MonkeyPatch.context() as patch:
        fail = RuntimeError(f"cannot parse {secrets[0]}")
        patch.setattr(masking, "apply_file", lambda *_: (_ for _ in ()).throw(fail))
        work(str(newest(failing["id"]).id))
    rows = [{"n": n, "手机号": mobile(), "身份证号": resident_id()} for n in range(20)]
    secrets.extend(str(row[name]) for row in rows for name in ("手机号", "身份证号"))
    act("datastore_create", resource={"package_id": made[1]["id"], "name": "表"}, records=rows)
    held = [{"n": 1, "内容": mobile()}]
    secrets.append(str(held[0]["内容"]))
    act("datastore_create", resource={"package_id": made[1]["id"], "name": "待审"}, records=held)
    for broken in ([{"n": "甲", "手机号": mobile()}, {"n": object()}],):
        secrets.append(str(broken[0]["手机号"]))
        with pytest.raises(Exception):  # noqa: B017, PT011 - whichever: it must not quote the row
            act("datastore_create", resource={"package_id": made[1]["id"]}, records=broken,
                fields=[{"id": "n", "type": "int"}])  # fmt: skip
        model.Session.rollback()
    return made, secrets


def test_no_raw_value_is_left_anywhere(
    app: Any,
    caplog: pytest.LogCaptureFixture,
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
):
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", KEY)
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    made, secrets = a_chaotic_day(caplog)
    look(app, caplog, ckan_config, made, secrets, spare)
    model.Session.rollback()
    run()
    sweep()
    look(app, caplog, ckan_config, made, secrets, spare)


def look(
    app: Any,
    caplog: pytest.LogCaptureFixture,
    config: Any,
    made: list[dict[str, Any]],
    secrets: list[str],
    spare: Path,
) -> None:
    """Everywhere, the quarantine and the vault included: there they are encrypted."""

    def leaks(text: str) -> list[str]:
        return [secret for secret in secrets if secret in text]

    assert not leaks(caplog.text)
    assert not seen_in(quarantine.folder().parent.parent, secrets)
    assert not seen_in(spare, secrets)
    for name in ("sqlalchemy.url", "ckan.datastore.write_url"):
        text = dump(config[name])
        assert (name != "sqlalchemy.url") or made[0]["name"] in text
        assert not leaks(text)
    assert not leaks(redis_dump())
    found = solr_dump(config["solr_url"])
    assert made[0]["name"] in found  # what is there is seen
    assert not leaks(found)
    for dataset_ in made:
        text = pages(app, dataset_)
        assert dataset_["name"] in text
        assert not leaks(text)


def dump(url: str) -> str:
    """A database as text."""
    found = sa.engine.make_url(url).set(drivername="postgresql")
    command = ["pg_dump", "--data-only", found.render_as_string(hide_password=False)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return done.stdout.decode("utf-8", "replace")


def redis_dump() -> str:
    """All keys and values of Redis."""
    redis = connect_to_redis()
    return "\n".join(f"{key!r} {redis.dump(key)!r}" for key in redis.scan_iter())


def solr_dump(url: str) -> str:
    answer = requests.get(f"{url}/select", {"q": "*:*", "rows": "10000", "fl": "*"}, timeout=60)
    return answer.text


def pages(app: Any, made: dict[str, Any]) -> str:
    """What readers, and those who look after the dataset, are shown of it."""
    whole = act("package_show", id=made["id"])
    addresses = [f"/dataset/{made['name']}", f"/dataset/activity/{made['name']}"]
    texts = [json.dumps(whole, ensure_ascii=False)]
    uploads = act("masking_upload_list", package_id=made["id"], limit=100)
    texts.append(json.dumps(uploads, ensure_ascii=False))
    for resource in whole["resources"]:
        place = f"/dataset/{made['name']}/resource/{resource['id']}"
        addresses += [place, f"{place}/download/a.csv", f"/datastore/dump/{resource['id']}"]
        if resource.get("datastore_active"):
            found = act("datastore_search", resource_id=resource["id"], limit=1000)
            texts.append(json.dumps(found, ensure_ascii=False))
    for address in addresses:
        answer = app.get(address)
        assert answer.status_code < 500, (address, unique())
        texts.append(answer.body)
    return "\n".join(texts)
