"""Small files are stored with their datasets; what cannot be had stays a link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ckan.lib import uploader
from ckanext.govopen.adapters import http
from ckanext.govopen.domain.harvest_run import Counts

from demo.simulator import Simulator

from .harvesting import Harvest, fresh, harvest_of

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
SIZE = 4


@pytest.fixture
def platform() -> Iterator[Simulator]:
    with Simulator(mounts={"small": ("M", fresh(SIZE))}) as simulator:
        yield simulator


@pytest.fixture
def harvest(platform: Simulator) -> Harvest:
    return harvest_of(platform.url("small"), "sharing-platform", store_files=True)


def stored(harvest: Harvest) -> dict[str, bytes]:
    """The bytes of every stored file by resource id."""
    found = {}
    for package in harvest.datasets().values():
        for resource in package.resources:
            if resource.url_type == "upload":
                place = uploader.get_resource_uploader(resource.as_dict())
                found[resource.id] = Path(place.get_path(resource.id)).read_bytes()
    return found


def test_files_are_stored_and_not_fetched_again(harvest: Harvest, platform: Simulator):
    assert harvest.run() == Counts(new=SIZE), harvest.errors()
    files = stored(harvest)
    assert files
    assert platform.count("small", "file") == len(files)
    for package in harvest.datasets().values():
        for resource in package.resources:
            if resource.id in files:
                assert resource.extras["source_file"].startswith(platform.url("small"))
                assert resource.size == len(files[resource.id])
            else:
                assert resource.extras["kind"] == "api"
    platform.forget()
    assert harvest.run() == Counts(unchanged=SIZE)
    assert platform.count("small", "file") == 0
    platform.control("small", changed=1)
    assert harvest.run() == Counts(changed=1, unchanged=SIZE - 1)
    assert stored(harvest).keys() == files.keys()


def test_a_file_that_cannot_be_had_stays_a_link_and_is_tried_again(
    harvest: Harvest, platform: Simulator, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(http, "backoff", lambda *_: 0)
    platform.control("small", reset={"on": "file", "after": 10})
    assert harvest.run() == Counts(new=SIZE), harvest.errors()
    assert stored(harvest) == {}
    package = next(p for p in harvest.datasets().values() if "source_flags" in p.extras)
    assert "resources.0.url" in package.extras["source_flags"]
    platform.control("small")
    assert harvest.run().changed > 0
    assert stored(harvest)


def test_a_file_above_the_bound_stays_a_link(harvest: Harvest):
    harvest.configure(max_file_mb=0.000001)
    assert harvest.run() == Counts(new=SIZE)
    assert stored(harvest) == {}
    flags = [p.extras.get("source_flags", "") for p in harvest.datasets().values()]
    assert any("too large" in text for text in flags)
