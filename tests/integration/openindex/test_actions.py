"""What the API tells of figures, and to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.openindex.adapters import computing, lists
from ckanext.openindex.model import HistoryRow

from .index_world import act, dataset, department, seen

pytestmark = pytest.mark.usefixtures("with_plugins", "empty_portal")


@pytest.fixture(scope="module")
def world(empty_portal) -> dict[str, Any]:
    """Two departments of one city and one of another, with datasets that differ."""
    owners = [department(division=code) for code in ("520102", "520100", "520300")]
    made = [
        dataset(owners[0], total_records="10", opened_records="10"),
        dataset(owners[1], open_type="conditional", open_condition="实名"),
        dataset(owners[2], open_type="none", no_open_basis="保密法"),
    ]
    computing.marked()
    return {"owners": owners, "made": made}


def test_the_whole_is_shown_with_what_it_is_made_of(world):
    found = seen("openindex_show")
    assert (found["kind"], found["id"], found["datasets"]) == ("province", "site", 3)
    assert found["title"] == "贵州省"
    assert found["path"] == []
    points = sum(one["points"] for one in found["dimensions"])
    assert found["score"] == pytest.approx(points)
    assert found["totals"]["conditional"] == 1
    assert sum(found["bands"].values()) == 3


def test_a_dataset_tells_where_it_counts(world):
    made, owner = world["made"][0], world["owners"][0]
    found = seen("openindex_show", id=made["name"], kind="dataset")
    assert (found["id"], found["name"]) == (made["id"], made["name"])
    assert [one["kind"] for one in found["path"]] == ["department", "county", "city", "province"]
    assert found["path"][0]["title"] == owner["title"]
    rules = [rule for one in found["dimensions"] for rule in one["rules"]]
    assert {rule["id"] for rule in rules} >= {"opening", "opened_share"}


def test_departments_are_ranked_by_score(world):
    ranking = seen("openindex_ranking")
    assert ranking["count"] == 3
    scores = [one["score"] for one in ranking["results"]]
    assert scores == sorted(scores, reverse=True)
    assert [one["rank"] for one in ranking["results"]] == [1, 2, 3]
    assert ranking["results"][0]["id"] == world["owners"][0]["id"]
    assert ranking["results"][0]["parent"]["title"] == "南明区"
    page = seen("openindex_ranking", limit=1, offset=1)
    assert [one["id"] for one in page["results"]] == [ranking["results"][1]["id"]]
    assert page["count"] == 3
    last = ranking["results"][-1]
    shown = seen("openindex_show", id=last["name"], kind="organization")
    assert shown["rank"] == {"position": 3, "of": 3}


def test_a_ranking_is_filtered_and_sorted(world):
    inside = seen("openindex_ranking", within="520100")
    assert {one["id"] for one in inside["results"]} == {one["id"] for one in world["owners"][:2]}
    named = seen("openindex_ranking", q=world["owners"][2]["title"])
    assert [one["id"] for one in named["results"]] == [world["owners"][2]["id"]]
    for sort in ("datasets", "title", "openness"):
        assert seen("openindex_ranking", sort=sort)["count"] == 3
    lowest = seen("openindex_ranking", sort="openness", ascending=True)["results"]
    values = [one["dimensions"]["openness"] for one in lowest]
    assert values == sorted(values)
    cities = seen("openindex_ranking", level="city")["results"]
    assert {one["id"]: one["datasets"] for one in cities} == {"520100": 2, "520300": 1}
    with pytest.raises(tk.ValidationError):
        seen("openindex_ranking", sort="score; drop table package")


def test_datasets_that_cost_most_come_first(world, monkeypatch):
    def listed(**given: Any) -> list[dict[str, Any]]:
        return seen("openindex_dataset_list", order="costly", **given)["results"]

    whole = listed()
    points = [one["cost"]["points"] for one in whole]
    assert points == sorted(points, reverse=True)
    assert listed(limit=1, offset=1) == whole[1:2]
    monkeypatch.setattr(lists, "LOWEST", 2)
    some = listed()
    assert {one["id"] for one in some} == {one["id"] for one in whole}
    assert listed(limit=2) == some[:2]
    assert [one["id"] for one in listed(limit=2, offset=1)] == [one["id"] for one in some[1:]]
    assert some[2]["score"] >= max(one["score"] for one in some[:2])
    assert listed(offset=2)[0]["cost"] == some[2]["cost"]


def test_the_map_has_every_division(world):
    found = seen("openindex_node_list")
    assert {one["id"] for one in found["results"]} == {"520102", "520100", "520300", "site"}
    assert seen("openindex_node_list", level="department")["count"] == 3


def test_datasets_are_listed_in_an_order(world):
    ids = [one["id"] for one in world["made"]]
    first = seen("openindex_dataset_list", order="costly")["results"][0]
    assert first["id"] == ids[2]
    assert first["cost"]["points"] > 0
    own = seen("openindex_dataset_list", order="best", kind="division", id="520100")
    assert [one["id"] for one in own["results"]] == ids[:2]
    of_one = seen("openindex_dataset_list", kind="organization", id=world["owners"][2]["name"])
    assert [one["id"] for one in of_one["results"]] == ids[2:]
    with pytest.raises(tk.ValidationError):
        seen("openindex_dataset_list", kind="dataset", id=ids[0])


@pytest.mark.parametrize("kind", ["dataset", "organization", "division"])
def test_what_is_not_there_is_not_found(world, kind: str):
    with pytest.raises(tk.ObjectNotFound):
        seen("openindex_show", id="no-such-thing", kind=kind)


def test_a_figure_is_explained_to_its_evidence(world):
    told = seen("openindex_explain", id=world["made"][1]["id"], kind="dataset")
    shown = seen("openindex_show", id=world["made"][1]["id"], kind="dataset")
    assert told["explained"]["value"] == shown["score"]
    assert told["input"]["digest"]
    kinds = set[str]()

    def walk(branch: dict[str, Any]) -> None:
        kinds.add(branch["kind"])
        assert branch["zh"]
        assert branch["en"]
        for part in branch.get("parts", ()):
            walk(part)

    walk(told["explained"])
    assert {"score", "dimension", "indicator", "rule", "evidence"} <= kinds
    node = seen("openindex_explain", id="520100", kind="division")
    assert node["explained"]["datasets"] == 2
    assert node["input"] is None


def _summed(told: dict[str, Any]) -> dict[str, float]:
    """What is told of a node: the sum of each indicator's values."""
    return {
        rule["id"]: part["evidence"]["seen"]
        for dimension in told["explained"]["parts"]
        for rule in dimension["parts"]
        for part in rule["parts"]
        if part["kind"] == "evidence" and part["evidence"]["what"] == "values_sum"
    }


def test_a_figure_of_the_whole_is_followed_through_its_members_to_its_datasets(world):
    def follow(kind: str, one: str) -> dict[str, float]:
        told = seen("openindex_explain", kind=kind, id=one)
        here = _summed(told)
        below = dict.fromkeys(here, 0.0)
        if told["members"]:
            assert told["members_count"] == len(told["members"])
            for member in told["members"]:
                kinds = {"department": "organization"}
                under = follow(kinds.get(member["kind"], "division"), member["name"])
                below = {key: below[key] + under.get(key, 0.0) for key in below}
        else:
            for found in seen("openindex_dataset_list", kind=kind, id=one)["results"]:
                below = {key: below[key] + (found["indicators"][key] or 0.0) for key in below}
        assert below == pytest.approx(here, abs=1e-9)
        return here

    whole = follow("", "")
    assert {"opening", "metadata", "licence"} <= whole.keys()


def test_advice_begins_with_what_lacks_most(world):
    found = seen("openindex_advice", id=world["made"][2]["id"], kind="dataset", limit=3)
    points = [one["points"] for one in found["results"]]
    assert len(points) == 3
    assert points == sorted(points, reverse=True)
    assert found["results"][0]["gain"]["zh"]


def test_the_methodology_is_shown_with_its_text(world):
    found = seen("openindex_methodology_show")
    assert found["version"] == found["active"][0] == "1.0"
    assert found["versions"] == ["1.0"]
    assert found["text"].startswith("#")
    assert sum(one["weight"] for one in found["dimensions"]) == pytest.approx(100)
    with pytest.raises(tk.ObjectNotFound):
        seen("openindex_methodology_show", version="9.9")


def test_history_is_paged_and_told_against_a_month_ago(world):
    owner = world["owners"][0]
    now = seen("openindex_show", id=owner["id"], kind="organization")["score"]
    for day, score in ((date(2026, 1, 1), 10.0), (date(2026, 1, 2), 20.0)):
        row = HistoryRow(version="1.0", kind="department", id=owner["id"], day=day, score=score,
                         band="poor", dimensions={}, parent_id="520300")  # fmt: skip
        model.Session.add(row)
    model.Session.commit()
    found = seen("openindex_history", id=owner["id"], kind="organization", limit=1)
    assert found["count"] == 2
    assert [one["day"] for one in found["results"]] == ["2026-01-02"]
    assert found["results"][0]["parent_id"] == "520300"
    early = {"id": owner["id"], "kind": "organization", "to": "2026-01-01"}
    assert seen("openindex_history", **early)["count"] == 1
    change = seen("openindex_show", id=owner["id"], kind="organization")["change"]
    assert change == {"since": "2026-01-02", "score": pytest.approx(now - 20)}
    with pytest.raises(tk.ValidationError):
        seen("openindex_history", **{**early, "to": "yesterday"})


def test_what_the_front_page_needs_takes_few_statements(world, sql_statements):
    model.Session.commit()
    with sql_statements() as sent:
        seen("openindex_show")
        seen("openindex_node_list")
        seen("openindex_ranking", level="department")
        seen("openindex_history", limit=366)
        seen("openindex_dataset_list", order="hottest")
        seen("openindex_dataset_list", order="newest")
        seen("openindex_advice")
        seen("openindex_methodology_show")
    own = [one for one in sent if "openindex_" in one or "FROM package" in one]
    assert len(own) <= 15, "\n".join(own)


def test_a_dataset_hidden_a_moment_ago_is_told_to_nobody_who_may_not_see_it(world):
    made = world["made"][0]
    act("package_patch", id=made["id"], grade="internal")
    listed = seen("openindex_dataset_list", order="best")["results"]
    assert made["id"] not in {one["id"] for one in listed}
    for action in ("openindex_show", "openindex_explain", "openindex_history", "openindex_advice"):
        with pytest.raises(tk.ObjectNotFound):
            seen(action, id=made["id"], kind="dataset")


@pytest.mark.parametrize("name", ["openindex_show", "openindex_ranking", "openindex_node_list"])
def test_an_empty_index_is_not_an_error(name: str):
    model.Session.execute(sa.text("DELETE FROM openindex_node"))
    if name == "openindex_show":
        with pytest.raises(tk.ObjectNotFound):
            seen(name)
    else:
        assert seen(name)["results"] == []
