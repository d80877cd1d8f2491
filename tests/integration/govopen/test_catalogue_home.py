"""Home and code of a dataset: assigned by the catalogue, unique, and fixed."""

from __future__ import annotations

import multiprocessing
import os
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckanext.govopen.adapters import catalogue
from ckanext.govopen.adapters.bulk import Batch, Draft
from ckanext.govopen.domain import codes
from sqlalchemy import event

from .catalogue_world import (
    act,
    dataset,
    department,
    home_of,
    refused,
    unique,
)

pytestmark = pytest.mark.usefixtures("with_plugins")
PROCESSES, EACH = 8, 4


def test_a_department_has_a_catalogue_in_its_region():
    owner = department(division_code="520115")
    node = act("govopen_node_show", id=catalogue.ensure_catalogue(model.Group.get(owner["id"])).id)
    assert [each["division_code"] for each in node["path"][:-1]] == ["520000", "520100", "520115"]
    assert (node["title"], node["organization"]) == (owner["title"], owner["name"])


def test_a_dataset_without_a_sub_catalogue_is_filed_under_its_theme():
    owner = department()
    home = home_of(dataset(owner))
    assert (home["title"], home["concept_code"]) == ("农业、水利", "07")
    assert home["path"][-2]["org_id"] == owner["id"]


def test_a_dataset_without_a_theme_is_unclassified_until_it_has_one():
    owner = department()
    made = dataset(owner, theme="")
    assert home_of(made)["title"] == "未分类"
    later = act("package_patch", id=made["id"], theme="08")
    assert home_of(later)["concept_code"] == "08"
    assert later["res_code"] == made["res_code"]


def test_a_home_is_given_by_code_or_id_and_stored_as_code():
    owner = department()
    place = catalogue.ensure_home(model.Group.get(owner["id"]), "14")
    assert dataset(owner, subcatalogue=place.id)["subcatalogue"] == place.code


def test_a_home_in_another_departments_catalogue_is_refused():
    place = catalogue.ensure_home(model.Group.get(department()["id"]), "14")
    fields = {"title": unique("名录"), "notes": "说明", "theme": "07", "status": "published"}
    error = refused(
        "package_create", owner_org=department()["id"], subcatalogue=place.code, **fields
    )
    assert "subcatalogue" in error


def test_a_resource_code_is_the_homes_code_and_a_number():
    made = dataset(department())
    assert codes.split(made["res_code"]) == (made["subcatalogue"], 1)


def test_a_resource_code_stays_when_the_form_sends_it_empty_or_the_home_changes():
    owner = department()
    made = dataset(owner)
    other = catalogue.ensure_home(model.Group.get(owner["id"]), "14")
    changed = act("package_patch", id=made["id"], res_code="", subcatalogue=other.code)
    assert (changed["res_code"], changed["subcatalogue"]) == (made["res_code"], other.code)


def test_a_published_resource_code_cannot_be_changed():
    made = dataset(department())
    assert "res_code" in refused("package_patch", id=made["id"], res_code="999/000001")


def test_a_number_that_an_import_brought_along_is_passed_over():
    owner = department()
    home = catalogue.ensure_home(model.Group.get(owner["id"]), "07").code
    dataset(owner, res_code=f"{home}/000002")
    numbers = [codes.split(dataset(owner)["res_code"]) for _ in range(3)]
    assert numbers == [(home, 1), (home, 3), (home, 4)]


def test_a_faulty_dataset_uses_up_no_number():
    owner = department()
    first = dataset(owner)
    for _ in range(3):
        refused(
            "package_create", title=unique("名录"), notes="说明", owner_org=owner["id"], theme="07",
            open_type="conditional",
        )  # fmt: skip
    assert dataset(owner)["res_code"] == codes.make(first["subcatalogue"], 2)


def test_what_a_dataset_was_compiled_into_cannot_be_written_from_outside():
    made = dataset(department(), compiled_into='["some-node"]')
    assert not made.get("compiled_into")


def test_eight_processes_creating_at_once_get_different_codes():
    owner = department()
    model.Session.remove()
    model.meta.engine.dispose()
    start = multiprocessing.get_context("fork")
    with start.Pool(PROCESSES) as pool:
        made = pool.starmap(_create_some, [(owner["id"], n) for n in range(PROCESSES)])
    given = [code for codes_ in made for code in codes_]
    assert len(set(given)) == PROCESSES * EACH
    assert len({code.split("/")[0] for code in given}) == 1, "one theme has one home"


def _create_some(owner_id: str, number: int) -> list[str]:
    """In a process of its own: create datasets through the action."""
    model.meta.engine.dispose(close=False)
    found = []
    for n in range(EACH):
        title = f"名录{owner_id[:4]}-{number}-{n}-{os.getpid()}"
        found.append(dataset({"id": owner_id}, title=title)["res_code"])
    return found


@pytest.mark.parametrize("in_bulk", [False, True], ids=["action", "batch"])
def test_of_eight_processes_that_give_one_title_at_once_one_succeeds(in_bulk: bool):
    owner, title = department(), unique("名录")
    model.Session.remove()
    model.meta.engine.dispose()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        made = pool.starmap(_create_one, [(owner["id"], title, in_bulk)] * PROCESSES)
    assert sorted(made) == ["made"] + ["title"] * (PROCESSES - 1)


def _create_one(owner_id: str, title: str, in_bulk: bool) -> str:
    """In a process of its own: create a dataset; "made", or the field that is refused."""
    model.meta.engine.dispose(close=False)
    if not in_bulk:
        try:
            dataset({"id": owner_id}, title=title)
        except tk.ValidationError as error:
            return ",".join(error.error_dict)
        return "made"
    fields = {"title": title, "notes": "说明", "owner_org": owner_id, "theme": "07"}
    draft, batch = Draft({**fields, "status": "published"}), Batch("default")
    batch.prepare([draft])
    saved = batch.save(draft)
    batch.commit()
    return ",".join(problem.field for problem in saved.problems) or "made"


def test_known_homes_and_paths_cost_no_query():
    owner = department()
    made = dataset(owner)
    group = model.Group.get(owner["id"])
    catalogue.ensure_home(group, "07")
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        catalogue.ensure_home(group, "07")
        path = catalogue.catalogue_path(made)
    finally:
        event.remove(model.meta.engine, "before_cursor_execute", note)
    assert len(path) == 4
    assert statements == []


def test_a_dry_check_assigns_nothing():
    owner = department()
    first = dataset(owner)
    batch = Batch("default")
    fields = {"title": unique("名录"), "notes": "说明", "owner_org": owner["id"], "theme": "07"}
    checked = batch.save(Draft({**fields, "status": "published"}), dry=True)
    assert (checked.problems, checked.action) == ([], "create")
    assert "res_code" not in checked.dataset
    assert dataset(owner)["res_code"] == codes.make(first["subcatalogue"], 2)
