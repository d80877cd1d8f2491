"""Whose names show, by the setting ``ckanext.prov.names``: on every exit, and in the log itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan import model

from .prov_world import act, dataset, department, entries, person, unique
from .test_prov_page import Visitor

pytestmark = pytest.mark.usefixtures("with_plugins")


def names(value: str) -> Any:
    return pytest.mark.ckan_config("ckanext.prov.names", value)


@pytest.fixture
def owner() -> dict[str, Any]:
    return department("统计局")


@pytest.fixture
def editor(owner: dict[str, Any]) -> model.User:
    user = model.User.get(person("admin", owner))
    user.fullname = unique("张三")
    model.Session.commit()
    return user


@pytest.fixture
def made(owner: dict[str, Any], editor: model.User) -> dict[str, Any]:
    return dataset(owner, editor.name)


def exits(app: Any, made: dict[str, Any]) -> dict[str, str]:
    """What the public gets of the record of a dataset."""
    visitor, here = Visitor(app), f"/dataset/{made['name']}/provenance"
    forms = {form: visitor.text(f"{here}.{form}") for form in ("ttl", "jsonld", "json", "provn")}
    asked = visitor.text(f"/api/3/action/prov_entry_list?id={made['id']}")
    listed = json.dumps(json.loads(asked), ensure_ascii=False)
    told = visitor.see(here).css_first("#timeline")
    page = told.text() if told is not None else ""
    return {**forms, "page": page, "api": listed}


def log(made: dict[str, Any]) -> str:
    return str([row.body for row in entries(made["id"])])


@names("people")
def test_people_are_named_where_the_setting_says_so(app, made, editor, owner):
    for where, text in exits(app, made).items():
        assert editor.fullname in text, where
    assert owner["title"] in exits(app, made)["page"]


@names("departments")
def test_departments_alone_are_named_by_default(app, made, editor, owner):
    assert editor.fullname not in log(made)
    for where, text in exits(app, made).items():
        assert editor.fullname not in text, where
        assert editor.id not in text, where
        assert owner["title"] in text or where == "api", where


@names("none")
def test_nobody_is_named_where_names_are_kept(app, made, editor, owner):
    assert editor.fullname not in log(made)
    assert owner["title"] not in log(made)
    for where, text in exits(app, made).items():
        assert editor.fullname not in text, where
        assert editor.id not in text, where
    assert owner["title"] not in exits(app, made)["page"]


@names("departments")
def test_names_that_were_written_down_do_not_show_once_the_setting_keeps_them(
    app, made, editor, monkeypatch
):
    import ckan.plugins.toolkit as tk

    monkeypatch.setitem(tk.config, "ckanext.prov.names", "people")
    act("package_patch", editor.name, id=made["id"], notes=unique("新摘要"))
    assert editor.fullname in log(made)
    monkeypatch.setitem(tk.config, "ckanext.prov.names", "departments")
    for where, text in exits(app, made).items():
        assert editor.fullname not in text, where
