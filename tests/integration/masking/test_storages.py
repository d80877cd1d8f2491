"""A site that keeps resources in a storage of ``ckan.files`` has the gate and the scan as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ckan.lib import files
from ckanext.masking.site import auditing

from .gate_world import (
    act,
    dataset,
    department,
    file,
    hand_in,
    people,
    person,
    resident_id,
    run,
    state,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Path]:
    """The folder of a storage by the name that CKAN gives to that of resources."""
    folder = tmp_path / "kept"
    given = {"type": "ckan:fs", "path": str(folder), "initialize": True, "max_size": 2**20}
    files.storages.register("resources", files.make_storage("resources", given))
    yield folder
    files.storages.pop("resources")


def kept(folder: Path) -> list[bytes]:
    return [one.read_bytes() for one in folder.rglob("*") if one.is_file()]


def test_only_the_masked_file_ever_lies_in_the_storage(storage: Path, app):
    text, secrets = people()
    resource = hand_in(dataset(department()), text)

    assert kept(storage) == []
    run()

    (placed,) = kept(storage)
    assert state(resource["id"]) == "released"
    assert placed.count(b"\r\n") == text.count("\r\n")
    assert not [one for one in secrets if one.encode() in placed]
    url = f"/dataset/{resource['package_id']}/resource/{resource['id']}/download/data.csv"
    assert app.get(url, status=200).data == placed


def test_a_replacement_takes_the_former_files_place_in_the_storage(storage: Path):
    resource = hand_in(dataset(department()), "a,b\n1,2\n3,4\n")
    run()
    before = kept(storage)

    text, secrets = people()
    act("resource_patch", id=resource["id"], upload=file(text))
    assert kept(storage) == before
    run()

    (placed,) = kept(storage)
    assert placed != before[0]
    assert not [one for one in secrets if one.encode() in placed]


def test_a_file_from_before_the_gate_is_scanned_in_the_storage(storage: Path):
    owner = department()
    admin = person("admin", owner)
    pkg = dataset(owner)
    hand_in(pkg, "a,b\n1,2\n3,4\n")
    run()
    (place,) = [one for one in storage.rglob("*") if one.is_file()]
    place.write_text("身份证号\n" + "".join(f"{resident_id()}\n" for _ in range(9)), "utf-8")

    auditing.audit(pkg["id"], lambda state: None)

    found = act("masking_scan_list", admin, state="found", limit=100)["results"]
    (one,) = [one for one in found if one["package_id"] == pkg["id"]]
    assert [finding["detector"] for finding in one["findings"]] == ["resident_id"]
