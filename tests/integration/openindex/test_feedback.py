"""Ratings, requests and apps: who may say what, who sees it, and what the index makes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.openindex import config
from ckanext.openindex.adapters import computing, usage, verifying
from ckanext.openindex.adapters.clock import end_of
from ckanext.openindex.model import AppUseRow, RatingRow, RequestRow, UsageRow
from selectolax.lexbor import LexborHTMLParser

from .index_world import act, dataset, department, person, seen, signed_in

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal")


@pytest.fixture(scope="module")
def owner(empty_portal) -> dict[str, Any]:
    return department()


@pytest.fixture(scope="module")
def editor(owner) -> str:
    name = somebody()
    act("organization_member_create", id=owner["id"], username=name, role="editor")
    return name


def somebody() -> str:
    return str(act("user_create", **person())["name"])


def hidden(owner: dict[str, Any]) -> dict[str, Any]:
    return dataset(
        owner, **({"status": "draft"} if p.plugin_loaded("govopen") else {"private": True})
    )


def backdate(row: Any, column: str, days: int) -> None:
    """Have everything been said ``days`` ago."""
    moment = getattr(row, column) - timedelta(days=days)
    model.Session.execute(sa.update(row).values({column: moment}))
    model.Session.commit()


def test_a_person_has_one_rating_and_may_change_it(owner):
    made, one, two = dataset(owner), somebody(), somebody()
    seen("openindex_rating_create", one, id=made["name"], value=2)
    seen("openindex_rating_create", one, id=made["id"], value=5)
    said = seen("openindex_rating_create", two, id=made["id"], value="4")
    assert said == {"dataset_id": made["id"], "ratings": 2, "mean": 4.5, "own": 4}
    assert seen("openindex_rating_show", id=made["id"]) == {**said, "own": None}
    assert seen("openindex_rating_show", one, id=made["id"])["own"] == 5


@pytest.mark.parametrize("value", [0, 6, -1, "3.5", "", "five", None, [5], True])
def test_a_rating_that_is_none_changes_nothing(owner, value: Any):
    made, one = dataset(owner), somebody()
    with pytest.raises(tk.ValidationError) as refused:
        seen("openindex_rating_create", one, id=made["id"], value=value)
    assert list(refused.value.error_dict) == ["value"]
    assert seen("openindex_rating_show", id=made["id"])["ratings"] == 0


def test_nobody_speaks_unknown_or_about_their_own_or_a_hidden_dataset(owner, editor):
    made, one = dataset(owner), somebody()
    said = {
        "openindex_rating_create": {"value": 5},
        "openindex_request_create": {"text": "更多数据"},
    }
    for action, given in said.items():
        with pytest.raises(tk.NotAuthorized):
            seen(action, id=made["id"], **given)
        with pytest.raises(tk.ValidationError):
            seen(action, editor, id=made["id"], **given)
        messages = []
        for name in (hidden(owner)["name"], "nothing-of-this"):
            with pytest.raises(tk.ObjectNotFound) as refused:
                seen(action, one, id=name, **given)
            messages.append(str(refused.value))
        assert messages[0] == messages[1]


def test_a_request_is_read_and_answered_by_the_department_alone(owner, editor):
    made, one, other = dataset(owner), somebody(), somebody()
    asked = seen("openindex_request_create", one, id=made["name"], text=" 请按月更新 \0")
    assert (asked["text"], asked["answer"], asked["own"]) == ("请按月更新", None, True)
    for reader, count in ((one, 1), (editor, 1), (other, 0)):
        assert seen("openindex_request_list", reader, id=made["id"])["count"] == count
    with pytest.raises(tk.NotAuthorized):
        seen("openindex_request_list", id=made["id"])
    for reader in (one, other):
        with pytest.raises(tk.ObjectNotFound):
            seen("openindex_request_answer", reader, id=asked["id"], answer="好")
    with pytest.raises(tk.ObjectNotFound):
        seen("openindex_request_answer", editor, id="none", answer="好")
    waiting = seen("openindex_request_list", editor, waiting=True)["results"]
    assert asked["id"] in [each["id"] for each in waiting]
    seen("openindex_request_answer", editor, id=asked["id"], answer="下月起")
    told = seen("openindex_request_list", one)["results"][0]
    assert (told["answer"], told["dataset"]["name"]) == ("下月起", made["name"])
    assert asked["id"] not in [
        each["id"] for each in seen("openindex_request_list", editor, waiting=True)["results"]
    ]


def test_an_app_is_shown_and_counts_once_another_person_who_keeps_the_data_approves_it(
    owner, editor
):
    made, one = dataset(owner), somebody()
    elsewhere = dataset(department())
    given = {"title": "水情地图", "url": "https://app.example/", "text": "看水位"}
    app = seen("openindex_app_create", one, **given, datasets=[made["name"], elsewhere["id"]])
    own = seen("openindex_app_create", editor, **given, datasets=made["name"])
    assert seen("openindex_app_list", id=made["id"])["count"] == 0
    assert seen("openindex_app_list", one, id=made["id"], waiting=True)["count"] == 1
    assert seen("openindex_app_list", editor, waiting=True)["count"] == 2
    assert seen("openindex_app_list", somebody(), waiting=True)["count"] == 0
    with pytest.raises(tk.ObjectNotFound):
        seen("openindex_app_decide", one, id=app["id"], dataset_id=made["id"], approved=True)
    with pytest.raises(tk.ObjectNotFound):
        seen("openindex_app_decide", editor, id=app["id"], dataset_id=elsewhere["id"],
             approved=True)  # fmt: skip
    with pytest.raises(tk.ValidationError):
        seen("openindex_app_decide", editor, id=own["id"], dataset_id=made["id"], approved=True)
    seen("openindex_app_decide", editor, id=app["id"], dataset_id=made["id"], approved=True)
    shown = seen("openindex_app_list", id=made["id"])["results"]
    assert [(each["title"], each["own"]) for each in shown] == [("水情地图", False)]
    assert seen("openindex_app_list", id=elsewhere["id"])["count"] == 0
    seen("openindex_app_decide", editor, id=app["id"], dataset_id=made["id"], approved=False)
    assert seen("openindex_app_list", id=made["id"])["count"] == 0


@pytest.mark.parametrize(
    "wrong",
    [{"url": "javascript:alert(1)"}, {"url": "x"}, {"title": " "}, {"title": "x" * 201},
     {"text": "x" * 2001}, {"datasets": []}, {"datasets": ["x"] * 21}, {"datasets": 5}],
)  # fmt: skip
def test_an_app_with_a_fault_is_refused_by_its_field(owner, wrong: dict[str, Any]):
    given = {"title": "x", "url": "https://app.example/", "datasets": [dataset(owner)["id"]]}
    with pytest.raises(tk.ValidationError) as refused:
        seen("openindex_app_create", somebody(), **{**given, **wrong})
    assert list(refused.value.error_dict) == list(wrong)


def test_a_loop_of_requests_ends(owner, monkeypatch):
    made, one = dataset(owner), somebody()
    for number in range(20):
        seen("openindex_request_create", one, id=made["id"], text=f"{number}")
    with pytest.raises(tk.ValidationError):
        seen("openindex_request_create", one, id=made["id"], text="20")


def test_the_index_takes_in_one_voice_of_each_person_from_the_next_day_on(owner, editor):
    made = dataset(owner)
    people = [somebody() for _ in range(3)]
    for one, value in zip(people, (5, 5, 2), strict=True):
        seen("openindex_rating_create", one, id=made["id"], value=value)
    for text in "abc":
        seen("openindex_request_create", people[0], id=made["id"], text=text)
    app = seen("openindex_app_create", people[1], title="x", url="https://a.example/",
               datasets=[made["id"]])  # fmt: skip
    seen("openindex_app_create", people[1], title="y", url="https://b.example/",
         datasets=[made["id"]])  # fmt: skip
    seen("openindex_app_decide", editor, id=app["id"], dataset_id=made["id"], approved=True)
    long_ago = config.today() - timedelta(days=40)
    model.Session.add(
        UsageRow(dataset_id=made["id"], day=long_ago, kind="view", resource_id="", n=1)
    )
    model.Session.commit()
    today = end_of(config.today())
    assert usage.of([made["id"]], today)[made["id"]].ratings == 0
    for row, column in ((RatingRow, "since"), (RequestRow, "created"), (AppUseRow, "decided")):
        backdate(row, column, 10)
    said = usage.of([made["id"]], today)[made["id"]]
    assert (said.ratings, said.rating_mean) == (3, 4.0)
    by = {one.days: (one.requests, one.apps, one.ratings) for one in said.windows}
    assert by[7] == (0, 0, 0)
    assert by[30] == by[90] == (1, 1, 3)
    act("user_delete", id=people[2])
    assert usage.of([made["id"]], today)[made["id"]].rating_mean == 5.0
    computing.gather()
    computing.datasets([made["id"]], today)
    model.Session.commit()
    told = seen("openindex_explain", id=made["id"], kind="dataset")["explained"]
    heat = next(one for one in told["parts"] if one["id"] == "heat")
    values = {one["id"]: one.get("value") for one in heat["parts"]}
    assert values["rating"] == pytest.approx(((2 * 5 + 5 * 3) / 7 - 1) / 4)
    assert values["demand"] > 0
    assert verifying.verify()[1] == []


def test_without_a_count_of_use_ratings_are_known_nevertheless(owner):
    model.Session.execute(sa.delete(UsageRow))
    made, one = dataset(owner), somebody()
    seen("openindex_rating_create", one, id=made["id"], value=4)
    backdate(RatingRow, "since", 2)
    found = usage.of([made["id"]], end_of(config.today()))[made["id"]]
    assert (found.windows, found.ratings, found.rating_mean) == ((), 1, 4.0)


def page(app: Any, path: str, user: str = "", status: int = 200, **form: str) -> LexborHTMLParser:
    ask, given = (app.post, {"data": form}) if form else (app.get, {})
    answer = ask(path, headers=signed_in(user), status=status, follow_redirects=False, **given)
    return LexborHTMLParser(answer.body)


def test_readers_speak_and_editors_answer_on_pages(app, owner, editor):
    made, one = dataset(owner), somebody()
    address = f"/openindex/dataset/{made['name']}/feedback"
    found = page(app, f"/dataset/{made['name']}")
    assert any(each.attributes["href"].endswith(address) for each in found.css("a[href]"))
    if p.plugin_loaded("govopen"):
        forms = [
            len(page(app, f"/dataset/{made['name']}", user).css("form[action$='feedback/rate']"))
            for user in ("", one, editor)
        ]
        assert forms == [0, 1, 0]
    assert not page(app, address).css("main form[action*=feedback]")
    assert len(page(app, address, one).css("form[action*=feedback] input[name=_csrf_token]")) == 3
    page(app, f"{address}/rate", one, 302, value="4")
    page(app, f"{address}/request", one, 302, text="<b>更多</b>")
    page(app, f"{address}/app", one, 302, title="<i>x</i>", url="https://a.example/", about="")
    wrong = page(app, f"{address}/app", one, 422, title="留下", url="x", about="")
    assert wrong.css_first("input[name=title]").attributes["value"] == "留下"
    assert wrong.css_first(".alert-danger")
    shown = page(app, address, editor)
    assert len(shown.css(".openindex-said")) == 2
    assert not shown.css(".openindex-said b, .openindex-said i")
    waiting = page(app, "/openindex/feedback", editor)
    assert waiting.css(f".openindex-said a[href$='{address}']")
    asked = seen("openindex_request_list", one)["results"][0]
    page(app, "/openindex/feedback/answer", editor, 302, id=asked["id"],
         dataset_id=made["id"], answer="好")  # fmt: skip
    sent = seen("openindex_app_list", one, waiting=True)["results"][0]
    page(app, "/openindex/feedback/decide", one, 404, id=sent["id"], dataset_id=made["id"],
         approved="true")  # fmt: skip
    page(app, "/openindex/feedback/decide", editor, 302, id=sent["id"], dataset_id=made["id"],
         approved="true")  # fmt: skip
    everybody = page(app, address)
    assert "4.0" in everybody.css_first(".openindex-stars").text()
    assert everybody.css_first(".openindex-said a").text(strip=True) == "<i>x</i>"
    assert "好" in page(app, address, one).body.text()
    assert "好" not in everybody.body.text()
    page(app, f"/openindex/dataset/{hidden(owner)['name']}/feedback", one, 404)
    page(app, f"{address}/rate", "", 302, value="5")
    assert seen("openindex_rating_show", id=made["id"])["ratings"] == 1
