"""Every way by which a file or its rows come in leads through the gate."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib import files
from ckanext.masking.adapters import quarantine, vault
from ckanext.masking.gate.resuming import sweep
from ckanext.masking.model.upload import now
from file_keeper import make_storage

from .gate_world import (
    act,
    dataset,
    department,
    file,
    hand_in,
    has_plugin,
    held,
    mobile,
    newest,
    people,
    person,
    published,
    run,
    seen_in,
    state,
    token,
    unique,
)

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def made() -> dict[str, Any]:
    return dataset(department())


def storage() -> Path:
    return quarantine.folder().parent.parent


def raw_outside(secrets: list[str]) -> list[Path]:
    """Files outside the quarantine in which a secret can be read."""
    return [p for p in seen_in(storage(), secrets) if quarantine.folder() not in p.parents]


def released(resource_id: str, secrets: list[str]) -> bytes:
    """The published file, which has none of the secrets; there was none before the worker came."""
    assert published(resource_id) is None
    assert not raw_outside(secrets)
    run()
    assert state(resource_id) == "released"
    masked = published(resource_id)
    assert masked is not None
    assert not [secret for secret in secrets if secret.encode() in masked]
    return masked


def test_a_file_of_the_api_as_multipart(app: Any, made: dict[str, Any]):
    owner = {"id": made["owner_org"]}
    editor = person("admin", owner)
    text, secrets = people()
    answer = app.post(
        "/api/action/resource_create",
        data={
            "package_id": made["id"],
            "name": "表",
            "upload": (io.BytesIO(text.encode()), "a.csv"),
        },
        headers=token(editor),
        content_type="multipart/form-data",
    )
    resource = json.loads(answer.body)["result"]
    assert resource["masking_state"] == "held"
    assert not [secret for secret in secrets if secret in answer.body]
    assert released(resource["id"], secrets)
    assert newest(resource["id"]).user_id == act("user_show", id=editor)["id"]


def test_a_file_of_the_form(app: Any, made: dict[str, Any]):
    editor = person("admin", {"id": made["owner_org"]})
    text, secrets = people()
    kind = {"kind": "file"} if has_plugin("govopen") else {}
    answer = app.post(
        f"/dataset/{made['name']}/resource/new",
        data={
            "id": "",
            "save": "go-metadata",
            "url": "",
            "name": "表",
            "format": "CSV",
            **kind,
            "upload": (io.BytesIO(text.encode()), "a.csv"),
        },
        headers=token(editor),
        content_type="multipart/form-data",
        follow_redirects=False,
    )
    assert answer.status_code == 302, answer.body[:3000]
    resource = act("package_show", id=made["id"])["resources"][0]
    assert released(resource["id"], secrets)


def test_ckans_own_upload_object(made: dict[str, Any]):
    text, secrets = people()
    upload = files.make_upload(file(text, "own.csv"))
    resource = act("resource_create", package_id=made["id"], name="表", upload=upload)
    assert released(resource["id"], secrets)


def test_what_is_no_upload_is_refused(made: dict[str, Any]):
    with pytest.raises(tk.ValidationError) as refused:
        act("resource_create", package_id=made["id"], name="表", upload="a,b\n1,2\n")
    assert "upload" in refused.value.error_dict
    resource = act(
        "resource_create", package_id=made["id"], name="表", upload="", url="http://a.cn"
    )
    assert resource["url"] == "http://a.cn"


def test_a_file_among_the_resources_of_a_whole_dataset(made: dict[str, Any]):
    text, secrets = people()
    new = {"name": "表", "url": "", "upload": file(text)}
    if has_plugin("govopen"):
        new["kind"] = "file"
    whole = act("package_show", id=made["id"])
    shown = act("package_update", **{**whole, "resources": [new]})
    assert released(shown["resources"][0]["id"], secrets)


def test_a_patched_dataset_with_a_file(made: dict[str, Any]):
    text, secrets = people()
    resource = {"name": "表", "url": "", "upload": file(text)}
    if has_plugin("govopen"):
        resource["kind"] = "file"
    shown = act("package_patch", id=made["id"], resources=[resource])
    assert released(shown["resources"][0]["id"], secrets)


def test_the_published_file_stays_until_the_next_takes_its_place(made: dict[str, Any]):
    resource = hand_in(made, people(20)[0])
    run()
    before = published(resource["id"])
    size = act("resource_show", id=resource["id"])["size"]
    text, secrets = people(30)
    shown = act("resource_patch", id=resource["id"], upload=file(text, "next.csv"))
    assert (shown["masking_state"], shown["size"]) == ("held", size)
    assert shown["url"].endswith("/data.csv")
    assert published(resource["id"]) == before
    run()
    shown = act("resource_show", id=resource["id"])
    assert shown["url"].endswith("/next.csv")
    after = published(resource["id"])
    assert after is not None
    assert len(after.splitlines()) == 31
    assert not raw_outside(secrets)


def test_a_file_that_gives_way_to_a_link_is_let_go(made: dict[str, Any]):
    resource = hand_in(made, people()[0])
    act(
        "resource_patch", id=resource["id"], url="http://a.cn/b.csv", url_type="", clear_upload=True
    )
    run()
    assert state(resource["id"]) == "discarded"
    assert act("resource_show", id=resource["id"])["url"] == "http://a.cn/b.csv"
    sweep()
    assert str(newest(resource["id"]).id) not in quarantine.ids()


def test_a_resource_that_is_deleted_meanwhile_is_not_published(made: dict[str, Any]):
    resource = hand_in(made, people()[0])
    act("resource_delete", id=resource["id"])
    run()
    assert state(resource["id"]) == "discarded"


def test_a_change_that_fails_leaves_nothing_behind(made: dict[str, Any]):
    before = quarantine.ids()
    with pytest.raises(tk.ValidationError):
        act(
            "package_patch",
            id=made["id"],
            title="",
            name="Ungültig!",
            resources=[{"name": "表", "url": "", "upload": file(people()[0])}],
        )
    assert quarantine.ids() == before
    assert not held(package_id=made["id"])


@pytest.mark.ckan_config("ckan.max_resource_size", 1)
def test_a_file_that_is_too_large_is_refused(made: dict[str, Any]):
    before = quarantine.ids()
    with pytest.raises(tk.ValidationError):
        hand_in(made, b"a,b\n" * 300_000)
    assert quarantine.ids() == before


@pytest.mark.ckan_config("ckanext.masking.most_held", "1")
def test_one_user_cannot_fill_the_quarantine(made: dict[str, Any]):
    editor = person("admin", {"id": made["owner_org"]})
    act("resource_create", editor, package_id=made["id"], name="a", upload=file(people()[0]))
    with pytest.raises(tk.ValidationError):
        act("resource_create", editor, package_id=made["id"], name="b", upload=file(people()[0]))
    run()
    act("resource_create", editor, package_id=made["id"], name="b", upload=file(people()[0]))


def test_a_name_that_tells_of_somebody_is_not_kept(made: dict[str, Any]):
    number = mobile()
    resource = hand_in(made, people()[0], f"张三{number}.csv")
    run()
    assert number not in json.dumps(act("resource_show", id=resource["id"]))
    assert number not in str(newest(resource["id"]).name)


_WIDE = "\n".join(",".join(f"值{n}" for n in range(1700)) for _ in range(3))
_LONG_ROWS = "\n".join(",".join(f"一段不短的文字{n}" for n in range(900)) for _ in range(3))
_LONG_WORDS = "说明\n" + " ".join(f"w{n}" for n in range(300_000))


@pytest.mark.parametrize("text", [_WIDE, _LONG_ROWS])
def test_a_table_that_the_datastore_cannot_hold_is_published_as_a_file(
    made: dict[str, Any], text: str
):
    resource = hand_in(made, text)
    run()
    assert state(resource["id"]) == "released"
    assert published(resource["id"])
    assert not act("resource_show", id=resource["id"]).get("datastore_active")


def test_of_a_row_with_more_words_than_can_be_indexed_the_first_are_found(made: dict[str, Any]):
    resource = hand_in(made, _LONG_WORDS)
    run()
    assert state(resource["id"]) == "released"
    for word, count in (("w9", 1), ("w299999", 0)):
        assert act("datastore_search", resource_id=resource["id"], q=word)["total"] == count


def test_pdfs_are_held_for_a_decision(made: dict[str, Any]):
    resource = hand_in(made, b"%PDF-1.4\n" + mobile().encode(), "a.pdf")
    run()
    row = newest(resource["id"])
    assert row.state == "review"
    assert row.problem["zh"]
    assert published(resource["id"]) is None


def test_a_link_is_not_fetched(made: dict[str, Any]):
    resource = act("resource_create", package_id=made["id"], name="表", url="http://a.cn/b.csv")
    assert "masking_state" not in resource
    assert not held(resource_id=resource["id"])


def test_a_large_upload_has_no_name_in_the_temporary_folder(made: dict[str, Any], app: Any):
    """werkzeug spools what is larger than 500 kB to the disk: into a file without a name."""
    seen: list[int] = []
    text, _ = people(20_000)
    from ckanext.masking.adapters import receiving

    original = receiving.receive_file

    def look(resource_id: str, given: Any, most: int) -> Any:
        stream = getattr(given.stream, "_file", given.stream)
        seen.append(os.fstat(stream.fileno()).st_nlink)
        return original(resource_id, given, most)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receiving, "receive_file", look)
        app.post(
            "/api/action/resource_create",
            data={
                "package_id": made["id"],
                "name": "表",
                "upload": (io.BytesIO(text.encode()), "a.csv"),
            },
            headers=token(person("admin", {"id": made["owner_org"]})),
            content_type="multipart/form-data",
        )
    assert seen == [0]


def test_a_download_before_publication_answers_409_with_a_page(app: Any, made: dict[str, Any]):
    resource = hand_in(made, people()[0])
    address = f"/dataset/{made['id']}/resource/{resource['id']}/download/data.csv"
    page = app.get(address, status=409)
    assert "此文件尚未发布" in page.body
    assert "no-store" in page.headers["Cache-Control"]
    head = app.client.head(address)
    assert (head.status_code, head.data) == (409, b"")
    run()
    assert "序号" in app.get(address, status=200).body


def test_a_download_of_what_nobody_may_see_tells_nothing(app: Any):
    owner = department()
    hidden = dataset(owner, private=True, **({"status": "draft"} if has_plugin("govopen") else {}))
    resource = hand_in(hidden, people()[0])
    address = f"/dataset/{hidden['id']}/resource/{resource['id']}/download/data.csv"
    shown = app.get(address)
    assert shown.status_code in (403, 404)
    unknown = app.get(address.replace(resource["id"], unique()))
    assert unknown.status_code in (403, 404)


def test_a_file_in_a_new_dataset_is_no_way_around_the_gate():
    """CKAN takes no files in package_create; whatever comes of it, nothing is stored."""
    text, secrets = people()
    resource = {"name": "表", "url": "a.csv", "upload": file(text)}
    with contextlib.suppress(Exception):
        dataset(department(), resources=[resource])
    model.Session.rollback()
    assert not raw_outside(secrets)


def test_the_files_api_does_not_reach_the_place_of_resources(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ckanext.masking.config.resource_storage", lambda: "resources")
    with pytest.raises(tk.ValidationError) as refused:
        act("file_create", name="a.csv", storage="resources", upload=file(people()[0]))
    assert "storage" in refused.value.error_dict


def test_the_signal_tells_what_was_done_and_no_value(made: dict[str, Any]):
    from ckanext.masking import signals

    told: list[dict[str, Any]] = []

    def listener(sender: str, **said: Any) -> None:
        told.append({"sender": sender, **said})

    text, secrets = people()
    with signals.file_masked.connected_to(listener):
        resource = hand_in(made, text)
        run()
    told = [one for one in told if one["sender"] == resource["id"]]
    said = told[0]
    assert len(told) == 1
    assert said["sender"] == said["resource_id"] == resource["id"]
    assert (said["policy"], said["policy_version"]) == ("release-public", "1")
    assert said["sha256_before"] == hashlib.sha256(text.encode()).hexdigest()
    assert said["sha256"] == hashlib.sha256(published(resource["id"]) or b"").hexdigest()
    assert {one["name"]: one["masked"] for one in said["columns"]} == {"身份证号": 40, "手机号": 40}
    assert said["counts"]["resident_id"] == 40
    assert not [secret for secret in secrets if secret in json.dumps(said)]


def test_an_original_is_kept_encrypted_until_its_time_is_over(
    made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", "5c0ffee5" * 4 + "1234567890abcdef" * 2)
    monkeypatch.setattr("ckanext.masking.config.keep_days", lambda: 30)
    text, secrets = people()
    resource = hand_in(made, text)
    run()
    row = newest(resource["id"])
    assert row.original == "vault"
    assert not seen_in(storage(), secrets)
    with vault.open_kept(str(row.id)) as kept:
        kept.seek(10)
        assert kept.read(20) == text.encode()[10:30]
    row.kept_until = now()
    model.Session.commit()
    sweep()
    assert not vault.has(str(row.id))
    assert newest(resource["id"]).original == "dropped"


KEEPING = """policy: 1
name: keeping
version: "1"
title: {{zh: 保留, en: Keeping}}
keep_original: {days}
rules: []
"""


@pytest.mark.parametrize(
    ("policy", "site", "longest", "kept"), [(30, 0, 366, 30), (0, 9, 366, 0), (30, 0, 10, 10)]
)
def test_a_policy_says_for_how_long_an_original_is_kept(
    made: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, policy: int,
    site: int, longest: int, kept: int,
):  # fmt: skip
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", "5c0ffee5" * 4 + "1234567890abcdef" * 2)
    (tmp_path / "keeping.yaml").write_text(KEEPING.format(days=policy), "utf-8")
    settings = {"policies_folder": tmp_path, "policy": "keeping"}
    settings |= {"keep_days": site, "longest_keep_days": longest}
    for name, value in settings.items():
        monkeypatch.setattr(f"ckanext.masking.config.{name}", lambda value=value: value)
    resource = hand_in(made, "站点,水位\n甲,1\n乙,2\n")
    run()
    row = newest(resource["id"])
    assert row.state == "released", row.problem
    assert vault.has(str(row.id)) == bool(kept)
    assert row.original == ("vault" if kept else "dropped")
    if kept:
        assert row.kept_until is not None
        assert round((row.kept_until - now()) / timedelta(days=1)) == kept
    monkeypatch.setattr("ckanext.masking.config.longest_keep_days", lambda: 0)
    sweep()
    assert not vault.has(str(row.id))
    assert newest(resource["id"]).original == "dropped"


def test_files_of_requests_that_died_are_swept(made: dict[str, Any]):
    path = quarantine.folder() / f"{unique()}.raw"
    young = quarantine.folder() / f"{unique()}.raw"
    for one in (path, young):
        one.write_bytes(b"x")
    os.utime(path, (0, 0))
    sweep()
    assert not path.exists()
    assert young.exists()
    young.unlink()


@pytest.mark.parametrize("override", [True, False])
def test_a_storage_of_ckans_files_gets_the_masked_file(
    made: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, override: bool
):
    settings = {"type": "ckan:fs", "path": str(tmp_path), "overwrite_existing": override}
    monkeypatch.setattr(files.storages, "members", {**files.storages.members})
    files.storages.register("resources", make_storage("resources", settings))
    for rows in (20, 30):
        text, secrets = people(rows)
        if rows == 20:
            resource = hand_in(made, text)
        else:
            act("resource_patch", id=resource["id"], upload=file(text, "b.csv"))
        assert not seen_in(tmp_path, secrets)
        run()
        assert state(resource["id"]) == "released"
        stored = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert len(stored) == 1
        assert len(stored[0].read_bytes().splitlines()) == rows + 1
        assert not seen_in(tmp_path, secrets)
