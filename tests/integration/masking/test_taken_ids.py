"""What was stored under a resource's id is not to be had by taking the id."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest

from .gate_world import act, dataset, department, person
from .reading_world import KEY, World

pytestmark = [
    pytest.mark.usefixtures("with_plugins"),
    pytest.mark.ckan_config("ckan.plugins", "masking datastore datatables_view"),
    pytest.mark.ckan_config("ckanext.masking.policy", "display"),
]


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKANEXT_MASKING_MASTER_KEY", KEY)


@pytest.fixture
def thief() -> tuple[str, dict[str, Any]]:
    """An administrator of another department, and a dataset of his."""
    other = department()
    return person("admin", other), dataset(other)


def take(thief: tuple[str, dict[str, Any]], resource_id: str) -> Any:
    """Have a resource with this id in the thief's dataset."""
    user, own = thief
    wanted = {"id": resource_id, "url": "data.csv", "url_type": "upload", "name": "表"}
    return act("package_patch", user, id=own["id"], resources=[wanted])


def test_a_resource_that_was_taken_out_stays_its_departments(thief: tuple[str, dict[str, Any]]):
    world = World()
    act("package_patch", world.editor, id=world.dataset["id"], resources=[])
    with pytest.raises(tk.ValidationError) as refused:
        take(thief, world.id)
    assert "id" in refused.value.error_dict["resources"][0]
    with pytest.raises(tk.ValidationError):
        act("resource_create", thief[0], package_id=thief[1]["id"], id=world.id, url="x")


def test_a_resource_that_went_with_its_dataset_stays_out_of_reach(
    thief: tuple[str, dict[str, Any]],
):
    world = World()
    act("dataset_purge", id=world.dataset["id"])
    with pytest.raises(tk.ValidationError):
        take(thief, world.id)


def test_the_same_dataset_may_have_its_resource_back():
    world = World()
    act("package_patch", world.editor, id=world.dataset["id"], resources=[])
    wanted = {"id": world.id, "url": "data.csv", "url_type": "upload", "name": "表"}
    found = act("package_patch", world.editor, id=world.dataset["id"], resources=[wanted])
    assert [one["id"] for one in found["resources"]] == [world.id]


def test_an_id_of_ones_own_choice_is_taken_where_nobody_had_it(
    thief: tuple[str, dict[str, Any]],
):
    wanted = "11111111-2222-4333-8444-" + thief[1]["id"][-12:]
    assert take(thief, wanted)["resources"][0]["id"] == wanted
