"""Exits that need more than a walk: what changed its grade, what is offered, what is refused."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from werkzeug.datastructures import FileStorage

from .canary import ADMIN, CLASSIFIED, INTERNAL, World, create, fixed

WORD = "formerlyopen"


@pytest.fixture(scope="module")
def world(empty_portal) -> World:
    made = World().build()
    made.plant(INTERNAL)
    made.plant(CLASSIFIED)
    create("public", id=fixed("former"), name="ceng-jing", title=f"{WORD}名录", notes=WORD)
    helpers.call_action(
        "package_patch", dict(ADMIN), id=fixed("former"), grade="internal",
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def app(world, empty_portal):
    return empty_portal.app.flask_app


def act(action: str, reader: str, /, **data):
    return tk.get_action(action)({"user": f"canary-{reader}" if reader else ""}, data)


@pytest.fixture
def in_app(app):
    with app.test_request_context("/"):
        yield


@pytest.mark.usefixtures("in_app")
class TestActivities:
    """An activity keeps the labels of its day; today's decide as well."""

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("recently_changed_packages_activity_list", {}),
            ("user_activity_list", {"id": "canary-admin"}),
            ("organization_activity_list", {"id": "shi-ban-shi"}),
        ],
    )
    def test_what_was_open_and_is_internal_now_is_not_told_of(self, name, data) -> None:
        if name != "user_activity_list":
            assert WORD not in str(act(name, "", **data))
        assert WORD not in str(act(name, "loner", **data))

    def test_the_old_version_is_not_to_be_had_by_its_id(self) -> None:
        from ckanext.activity.model import Activity

        rows = model.Session.query(Activity).filter_by(object_id=fixed("former")).all()
        assert rows
        for row in rows:
            for name in ("activity_show", "activity_data_show"):
                with pytest.raises(tk.ObjectNotFound):
                    act(name, "loner", id=row.id, include_data=True)
            with pytest.raises(tk.ObjectNotFound):
                act("activity_diff", "loner", id=row.id, object_type="package")


@pytest.mark.usefixtures("in_app")
class TestClassifiedFiles:
    """A classified entry is an entry only."""

    def test_an_uploaded_file_is_refused(self) -> None:
        upload = FileStorage(BytesIO(b"a,b\n1,2\n"), "secret.csv")
        with pytest.raises(tk.ValidationError):
            act("resource_create", "editor", package_id=CLASSIFIED.id(), upload=upload, url="x.csv")

    def test_a_linked_file_is_refused(self) -> None:
        with pytest.raises(tk.ValidationError):
            act("resource_create", "editor", package_id=CLASSIFIED.id(), url="http://a.example/b")

    def test_a_table_is_refused(self) -> None:
        with pytest.raises(tk.ValidationError):
            act(
                "datastore_create", "editor", resource={"package_id": CLASSIFIED.id()},
                fields=[{"id": "a"}],
            )  # fmt: skip

    def test_a_dataset_with_files_cannot_become_classified(self) -> None:
        with pytest.raises(tk.ValidationError):
            act("package_patch", "editor", id=INTERNAL.id(), grade="classified")

    def test_nothing_of_it_was_kept(self) -> None:
        assert model.Package.get(CLASSIFIED.id()).resources == []


@pytest.mark.usefixtures("in_app")
class TestWriters:
    """What an editor of another department learns by trying to write."""

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("package_update", {"name": CLASSIFIED.name}),
            ("package_patch", {"id": CLASSIFIED.id(), "title": "x"}),
            ("package_revise", {"match": {"name": CLASSIFIED.name}}),
            ("package_delete", {"id": CLASSIFIED.name}),
            ("resource_create", {"package_id": CLASSIFIED.id(), "url": "http://x.example"}),
            ("datastore_create", {"resource": {"package_id": CLASSIFIED.id()}}),
            ("follow_dataset", {"id": CLASSIFIED.name}),
        ],
    )
    def test_a_hidden_dataset_is_not_found(self, name, data) -> None:
        with pytest.raises(tk.ObjectNotFound) as hidden:
            act(name, "other", **data)
        text = json.dumps(data).replace(CLASSIFIED.id(), fixed("none"))
        missing = json.loads(text.replace(CLASSIFIED.word, "nothing"))
        with pytest.raises(tk.ObjectNotFound) as none:
            act(name, "other", **missing)
        assert str(hidden.value) == str(none.value)

    def test_a_taken_name_is_not_told_of(self) -> None:
        made = act(
            "package_create", "other", name=CLASSIFIED.name, title="水库名录", notes="摘要",
            owner_org="shui-wu-ju", theme="07",
        )  # fmt: skip
        assert made["name"].startswith("shui-ku-ming-lu-")

    def test_a_title_of_another_department_may_be_used(self) -> None:
        made = act(
            "package_create", "other", title=f"{CLASSIFIED.word}名录", notes="摘要",
            owner_org="shui-wu-ju", theme="07",
        )  # fmt: skip
        assert made["title"] == f"{CLASSIFIED.word}名录"

    def test_a_hidden_resource_code_does_not_resolve(self) -> None:
        code = model.Package.get(CLASSIFIED.id()).extras["res_code"]
        with pytest.raises(tk.ValidationError) as refused:
            act(
                "package_create", "other", title="关联名录", notes="摘要", owner_org="shui-wu-ju",
                theme="07", related_codes=[code],
            )  # fmt: skip
        assert "related_codes" in refused.value.error_dict

    @pytest.mark.parametrize("name", ["bulk_update_public", "bulk_update_private"])
    def test_visibility_cannot_be_changed_in_bulk_past_the_grade(self, name) -> None:
        with pytest.raises(tk.NotAuthorized):
            act(name, "editor", org_id="shi-ban-shi", datasets=[INTERNAL.id()])

    def test_private_cannot_be_lifted_by_the_api(self) -> None:
        act("package_patch", "editor", id=INTERNAL.id(), private=False)
        assert model.Package.get(INTERNAL.id()).private is True


@pytest.mark.usefixtures("in_app")
class TestReaders:
    """Who sees what, by the same rule on page, search and interface."""

    @pytest.mark.parametrize(
        ("reader", "grades"),
        [
            ("", {"public"}),
            ("loner", {"public"}),
            ("other", {"public", "internal"}),
            ("member", {"public", "internal"}),
            ("editor", {"public", "internal", "classified"}),
            ("admin", {"public", "internal", "classified"}),
        ],
    )
    def test_search_and_show_agree(self, reader: str, grades: set[str]) -> None:
        found = act("package_search", reader, include_private=True, fq="owner_org:*")
        shown = {row["grade"] for row in found["results"] if row["type"] == "dataset"}
        assert shown == grades
        for hidden in (INTERNAL, CLASSIFIED):
            if hidden.grade in grades:
                assert act("package_show", reader, id=hidden.id())["grade"] == hidden.grade
            else:
                with pytest.raises(tk.ObjectNotFound):
                    act("package_show", reader, id=hidden.id())

    def test_a_facet_with_a_minimum_of_nought_tells_nothing(self) -> None:
        found = act("package_search", "", **{"facet.field": ["tags", "title"], "facet.mincount": 0})
        assert INTERNAL.word not in str(found)

    def test_a_telling_parameter_is_refused_in_words(self) -> None:
        from ckan.lib.search import SearchQueryError

        with pytest.raises(SearchQueryError, match="fl"):
            act("package_search", "", fl="docfreq(text,'x')")


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize("action", ["member_create", "member_delete"])
@pytest.mark.parametrize("reference", [CLASSIFIED.id(), CLASSIFIED.name, fixed("nothing")])
def test_a_hidden_dataset_is_not_there_to_be_put_into_a_group(world, action, reference) -> None:
    member = {"object": reference, "object_type": "package", "capacity": "public"}
    for reader in ("", "loner", "other"):
        with pytest.raises(tk.ObjectNotFound):
            act(action, reader, id=world.other_org, **member)
