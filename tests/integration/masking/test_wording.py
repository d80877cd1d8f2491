"""Titles, descriptions, tags and file names are looked at before they are saved."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from ckan import model

from .gate_world import act, dataset, department, file, mobile, person, resident_id, token

pytestmark = pytest.mark.usefixtures("with_plugins")


class Office:
    def __init__(self) -> None:
        self.owner = department()
        self.editor = person("admin", self.owner)
        self.pkg = dataset(self.owner)


@pytest.fixture
def office(app) -> Office:
    with app.flask_app.test_request_context():
        return Office()


@pytest.fixture
def request_context(app):
    with app.flask_app.test_request_context():
        yield


def patched(office: Office, **fields):
    return act("package_patch", office.editor, id=office.pkg["id"], **fields)


@pytest.mark.usefixtures("request_context")
def test_a_title_with_somebodys_number_is_stopped_and_nothing_changes(office: Office):
    with pytest.raises(tk.ValidationError) as stopped:
        patched(office, title=f"低保对象 {resident_id()}")
    assert set(stopped.value.error_dict) == {"title"}
    assert act("package_show", id=office.pkg["id"])["title"] == office.pkg["title"]


@pytest.mark.usefixtures("request_context")
def test_whoever_knows_may_save_it_and_is_not_asked_for_what_is_there_already(office: Office):
    notes = f"咨询电话：{mobile()}"
    assert patched(office, notes=notes, masking_seen=True)["notes"] == notes
    assert "masking_seen" not in act("package_show", id=office.pkg["id"])
    assert patched(office, title="另一个标题")["notes"] == notes


@pytest.mark.usefixtures("request_context")
@pytest.mark.parametrize("field", ["name", "description", "upload"])
def test_texts_of_a_file_and_its_own_name_are_looked_at(office: Office, field: str):
    word = f"{resident_id()}"
    given = {"name": "表", "upload": file("a\n1\n", f"{word}.csv")} if field == "upload" else {
        "url": "https://example.com/a.csv", "name": "表", field: word}  # fmt: skip
    with pytest.raises(tk.ValidationError) as stopped:
        act("resource_create", office.editor, package_id=office.pkg["id"], **given)
    assert field in stopped.value.error_dict
    model.Session.rollback()
    assert act("package_show", id=office.pkg["id"])["resources"] == []


@pytest.mark.usefixtures("request_context")
def test_resources_inside_a_dataset_are_named_by_their_place(office: Office):
    resources = [
        {"url": "https://example.com/a.csv", "name": "表"},
        {"url": "https://example.com/b.csv", "name": resident_id()},
    ]
    with pytest.raises(tk.ValidationError) as stopped:
        patched(office, resources=resources)
    assert [sorted(one) for one in stopped.value.error_dict["resources"]] == [[], ["name"]]


@pytest.mark.usefixtures("request_context")
def test_a_tag_is_looked_at_and_the_system_is_not_asked(office: Office):
    with pytest.raises(tk.ValidationError) as stopped:
        patched(office, tags=[{"name": resident_id()}])
    assert "tag_string" in stopped.value.error_dict
    act("package_patch", id=office.pkg["id"], notes=f"电话：{mobile()}")


def test_the_form_offers_to_save_it_all_the_same(app, office: Office):
    headers = token(office.editor)
    address = f"/dataset/{office.pkg['name']}/resource/new"
    form = {"name": resident_id(), "url": "https://example.com/x.csv", "save": "go-metadata",
            "id": "", "clear_upload": ""}  # fmt: skip
    again = app.post(address, data=form, headers=headers, follow_redirects=False)
    assert 'name="masking_seen"' in again.body
    done = app.post(address, data={**form, "masking_seen": "true"}, headers=headers,
                    follow_redirects=False)  # fmt: skip
    assert done.status_code == 302
