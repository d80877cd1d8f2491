"""What came with a dataset from another site stays when somebody edits the dataset here."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib.search import rebuild
from selectolax.lexbor import LexborHTMLParser as Tree

from .prov_world import act, dataset, department, person, seen, unique
from .test_prov_page import Visitor

pytestmark = pytest.mark.usefixtures("with_plugins")

STOCK = pytest.mark.ckan_config("ckan.plugins", "prov dcat")
CAME = (
    "<http://b.example/d/1> <http://www.w3.org/ns/prov#wasGeneratedBy> <http://b.example/a/1> .\n"
    '<http://b.example/a/1> <http://www.w3.org/2000/01/rdf-schema#label> "采集 一次" .\n'
)
KEY = "prov_statements"


@pytest.fixture
def owner() -> dict[str, Any]:
    return department("统计局")


@pytest.fixture
def editor(owner: dict[str, Any]) -> str:
    return person("admin", owner)


@pytest.fixture
def harvested(owner: dict[str, Any]) -> dict[str, Any]:
    extras = [{"key": "uri", "value": "http://b.example/d/1"}, {"key": KEY, "value": CAME}]
    return dataset(owner, extras=extras)


def statements(made: dict[str, Any]) -> str | None:
    rows = act("package_show", id=made["id"]).get("extras", [])
    return next((row["value"] for row in rows if row["key"] == KEY), None)


def filled_in(tree: Tree) -> dict[str, str]:
    """What a browser would send of the form of a dataset."""
    (form,) = [one for one in tree.css("form") if one.css('[name="title"]')]
    fields: dict[str, str] = {}
    for field in form.css("input, textarea"):
        given = field.attributes
        unticked = given.get("type") in ("checkbox", "radio") and "checked" not in given
        if not given.get("name") or unticked or given.get("type") in ("file", "submit"):
            continue
        text = field.text() if field.tag == "textarea" else given.get("value") or ""
        fields[str(given["name"])] = text
    for field in form.css("select"):
        chosen = [one for one in field.css("option") if "selected" in one.attributes]
        first = chosen or field.css("option")[:1]
        for one in first:
            fields[str(field.attributes["name"])] = str(one.attributes.get("value") or "")
    return fields


def edit_by_form(app: Any, editor: str, made: dict[str, Any]) -> None:
    visitor = Visitor(app, editor)
    form = visitor.see(f"/dataset/edit/{made['name']}")
    assert "wasGeneratedBy" not in str(form.html)
    title = unique("改过的名录")
    visitor.send(
        f"/dataset/edit/{made['name']}", 302, **{**filled_in(form), "title": title, "save": "save"}
    )
    assert act("package_show", id=made["id"])["title"] == title


def test_the_form_keeps_what_came_from_elsewhere(app, editor, harvested):
    edit_by_form(app, editor, harvested)
    assert statements(harvested) == CAME


@STOCK
def test_the_form_of_a_stock_site_keeps_it_too(app, editor, harvested):
    edit_by_form(app, editor, harvested)
    assert statements(harvested) == CAME


def test_an_update_by_the_api_without_extras_keeps_it(editor, harvested):
    given = act("package_show", id=harvested["id"])
    del given["extras"]
    seen("package_update", editor, **{**given, "title": unique("改名")})
    assert statements(harvested) == CAME


def test_line_ends_that_a_form_took_away_come_back(editor, harvested):
    given = act("package_show", id=harvested["id"])
    given["extras"] = [{"key": KEY, "value": CAME.replace("\n", " ")}]
    seen("package_update", editor, **{**given, "title": unique("改名")})
    assert statements(harvested) == CAME


def test_other_statements_take_their_place_and_none_take_them_away(editor, harvested):
    given = act("package_show", id=harvested["id"])
    other = CAME.replace("a/1", "a/2")
    seen("package_update", editor, **{**given, "extras": [{"key": KEY, "value": other}]})
    assert statements(harvested) == other
    seen("package_update", editor, **{**given, "extras": [{"key": KEY, "value": ""}]})
    assert statements(harvested) is None


def test_a_harvest_that_brings_none_leaves_none(harvested):
    given = act("package_show", id=harvested["id"])
    given["extras"] = [row for row in given["extras"] if row["key"] != KEY]
    act("package_update", **{**given, "title": unique("改名")})
    assert statements(harvested) is None


def test_statements_that_nobody_can_read_are_refused_and_change_nothing(editor, harvested):
    given = act("package_show", id=harvested["id"])
    wrong = [{"key": KEY, "value": "neither a triple nor anything else"}]
    with pytest.raises(tk.ValidationError) as refused:
        seen("package_update", editor, **{**given, "title": unique("改名"), "extras": wrong})
    assert KEY in refused.value.error_dict
    model.Session.rollback()
    again = act("package_show", id=harvested["id"])
    assert again["title"] == harvested["title"]
    assert statements(harvested) == CAME
    with pytest.raises(tk.ValidationError):
        dataset(act("organization_show", id=harvested["owner_org"]), extras=wrong)


def test_unreadable_statements_of_old_break_neither_record_nor_catalogue(app, harvested):
    package = model.Package.get(harvested["id"])
    package.extras[KEY] = "neither a triple <nor> anything"
    model.Session.commit()
    rebuild(package.id)
    for path in (f"/dataset/{package.id}/provenance.ttl", f"/dataset/{package.id}.ttl",
                 "/catalog/all.nt"):  # fmt: skip
        assert app.get(path).status_code == 200
