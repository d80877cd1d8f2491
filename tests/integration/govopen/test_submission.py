"""Catalogues compiled upward, town to county to city: review, duplicates, history."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from ckanext.govopen import signals
from ckanext.govopen.adapters import catalogue, towns
from ckanext.govopen.model import Town

from .catalogue_world import CLASSIFIED, act, dataset, department, person, refused, seen, unique
from .test_catalogue_pages import Browser

pytestmark = pytest.mark.usefixtures("with_plugins")
COUNTY = "520113"
_numbers = count(100)


class Place:
    """A town below the county 520113, its government, the county's keeper, and their editors."""

    def __init__(self) -> None:
        known = {row.code for row in model.Session.query(Town.code)}
        self.code = next(code for code in (f"{COUNTY}{n}" for n in _numbers) if code not in known)
        towns.import_csv(f"code,name\n{self.code},{unique('镇')}\n".encode())
        self.town = department("镇人民政府", division_code=self.code)
        self.county = department("县大数据局", division_code=COUNTY)
        self.clerk, self.reviewer = person("editor", self.town), person("editor", self.county)
        self.node = self.region(self.code)
        self.target = self.region(COUNTY)
        act("govopen_node_update", **self._named(self.target), keeper=self.county["name"])

    def region(self, code: str) -> dict[str, Any]:
        return act("govopen_node_show", id=catalogue.ensure_region(code).id)

    def submit(self) -> dict[str, Any]:
        return act("govopen_submission_create", self.clerk, node=self.node["code"])

    def in_county(self) -> set[str]:
        """Datasets in the classes that the county itself keeps."""
        classes = [
            each["id"]
            for each in self.region(COUNTY)["children"]
            if each["level"] == "subcatalogue"
        ]
        found: set[str] = set()
        for each in classes:
            fq = f'catalogue_path:"{each}"'
            found |= {row["id"] for row in seen("package_search", fq=fq, rows=500)["results"]}
        return found

    @staticmethod
    def _named(node: dict[str, Any]) -> dict[str, Any]:
        return {"id": node["id"], "title": node["title"]}


@pytest.fixture
def place() -> Place:
    return Place()


def test_a_town_is_submitted_reviewed_and_merged(place: Place):
    made = dataset(place.town)
    assert made["id"] not in place.in_county()
    submitted = place.submit()
    assert (submitted["state"], submitted["target"]["code"]) == ("submitted", place.target["code"])
    assert [item["proposal"] for item in submitted["items"]] == ["new"]
    merged = act("govopen_submission_merge", place.reviewer, id=submitted["id"])
    assert merged["state"] == "merged"
    assert made["id"] in place.in_county()
    after = act("package_show", id=made["id"])
    assert after["owner_org"] == place.town["id"]
    assert (after["res_code"], after["subcatalogue"]) == (made["res_code"], made["subcatalogue"])
    assert [step["action"] for step in merged["steps"]] == ["submit", "merge"]
    assert [step["actor"]["name"] for step in merged["steps"]] == [place.clerk, place.reviewer]


def test_the_page_of_a_dataset_names_the_catalogues_it_was_compiled_into(app: Any, place: Place):
    made = dataset(place.town)
    act("govopen_submission_merge", place.reviewer, id=place.submit()["id"])
    node = act("package_show", id=made["id"])["compiled_into"][0]
    page = Browser(app).get(f"/dataset/{made['name']}").body
    assert node not in page
    row = page.partition("已汇编至")[2][:400]
    path = act("govopen_node_show", id=node)["path"]
    assert " › ".join(each["title"] for each in path[-2:]) in row


def test_what_was_merged_stays_in_the_upper_catalogue_when_the_dataset_is_edited(place: Place):
    made = dataset(place.town)
    act("govopen_submission_merge", place.reviewer, id=place.submit()["id"])
    act("package_patch", id=made["id"], title=unique("新名录"), compiled_into="")
    assert made["id"] in place.in_county()


def test_a_county_submits_to_its_city_what_it_has_and_what_it_merged(place: Place):
    merged, left = dataset(place.town), dataset(place.town)
    own = dataset(place.county)
    submitted = place.submit()
    act(
        "govopen_submission_decide",
        place.reviewer,
        id=submitted["id"],
        decisions={left["id"]: "refuse"},
    )
    act("govopen_submission_merge", place.reviewer, id=submitted["id"])
    upward = act("govopen_submission_create", place.reviewer, node=place.target["code"])
    ids = _all_ids(upward)
    act("govopen_submission_withdraw", place.reviewer, id=upward["id"])
    assert {merged["id"], own["id"]} <= ids
    assert left["id"] not in ids, "what the county did not take in does not reach the city"


def _all_ids(submission: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for offset in range(0, submission["item_count"], 200):
        part = act("govopen_submission_show", id=submission["id"], limit=200, offset=offset)
        found |= {item["dataset"]["id"] for item in part["items"]}
    return found


def test_a_submission_is_sent_back_with_a_reason_only(place: Place):
    dataset(place.town)
    submitted = place.submit()
    assert "reason" in refused("govopen_submission_return", place.reviewer, id=submitted["id"])
    back = act(
        "govopen_submission_return", place.reviewer, id=submitted["id"], reason="缺少更新周期"
    )
    assert (back["state"], back["steps"][-1]["reason"]) == ("returned", "缺少更新周期")
    assert "state" in refused("govopen_submission_merge", place.reviewer, id=submitted["id"])


def test_what_was_sent_back_is_mended_and_submitted_again(place: Place):
    dataset(place.town)
    submitted = place.submit()
    act("govopen_submission_return", place.reviewer, id=submitted["id"], reason="请补充")
    added = dataset(place.town)
    again = act("govopen_submission_resubmit", place.clerk, id=submitted["id"], reason="已补充")
    assert again["state"] == "submitted"
    assert added["id"] in _all_ids(again)
    assert [step["action"] for step in again["steps"]] == ["submit", "return", "resubmit"]


def _twins(place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    title = unique("农村低保对象名单")
    columns = [{"name": unique("列"), "type": "C"} for _ in range(3)]
    upper = dataset(place.county, title=title, elements=columns)
    return upper, dataset(place.town, title=f"{title}表", elements=columns)


def test_a_likely_duplicate_is_proposed_and_merging_waits_for_the_decision(place: Place):
    upper, lower = _twins(place)
    submitted = place.submit()
    (item,) = submitted["items"]
    assert (item["proposal"], item["duplicate_of"]["id"]) == ("duplicate", upper["id"])
    assert item["likeness"] > 0.75
    assert "items" in refused("govopen_submission_merge", place.reviewer, id=submitted["id"])
    assert lower["id"] not in place.in_county()


@pytest.mark.parametrize(("decision", "taken"), [("accept", False), ("refuse", True)])
def test_a_proposed_duplicate_is_left_out_or_taken_in_as_decided(
    place: Place, decision: str, taken: bool
):
    _, lower = _twins(place)
    submitted = place.submit()
    act(
        "govopen_submission_decide", place.reviewer, id=submitted["id"],
        decisions={lower["id"]: decision},
    )  # fmt: skip
    merged = act("govopen_submission_merge", place.reviewer, id=submitted["id"])
    assert merged["items"][0]["decision"] == decision
    assert (lower["id"] in place.in_county()) is taken
    assert "node" in refused("govopen_submission_create", place.clerk, node=place.node["code"])


def test_decisions_are_about_datasets_of_the_submission(place: Place):
    dataset(place.town)
    other = dataset(department())
    error = refused(
        "govopen_submission_decide", place.reviewer, id=place.submit()["id"],
        decisions={other["id"]: "accept"},
    )  # fmt: skip
    assert "decisions" in error


def test_drafts_and_withdrawn_datasets_are_not_submitted(place: Place):
    dataset(place.town, status="draft")
    assert "node" in refused("govopen_submission_create", place.clerk, node=place.node["code"])


def test_a_classified_entry_stays_out_unless_the_reviewer_may_see_it(place: Place):
    open_, secret = dataset(place.town), dataset(place.town, **CLASSIFIED)
    submitted = place.submit()
    assert submitted["item_count"] == 2, "its own editor sees both"
    seen_by_county = act("govopen_submission_show", place.reviewer, id=submitted["id"])
    assert [item["dataset"]["id"] for item in seen_by_county["items"]] == [open_["id"]]
    assert seen_by_county["item_count"] == 1
    act("govopen_submission_merge", place.reviewer, id=submitted["id"])
    assert not act("package_show", id=secret["id"]).get("compiled_into")
    admin = factories.Sysadmin()["name"]
    again = act("govopen_submission_create", admin, node=place.node["code"])
    act("govopen_submission_merge", admin, id=again["id"])
    assert act("package_show", id=secret["id"])["compiled_into"]


def test_a_catalogue_is_submitted_once_at_a_time(place: Place):
    dataset(place.town)
    first = place.submit()
    assert "node" in refused("govopen_submission_create", place.clerk, node=place.node["code"])
    act("govopen_submission_withdraw", place.clerk, id=first["id"])
    assert place.submit()["state"] == "submitted"


def test_the_province_has_nothing_to_submit_to(place: Place):
    top = place.target["path"][0]
    assert "node" in refused("govopen_submission_create", node=top["code"])


def test_each_side_does_its_own_part_and_others_see_nothing(place: Place):
    dataset(place.town)
    submitted = place.submit()
    stranger, member = person("editor", department()), person("member", place.county)
    steps = {
        "govopen_submission_show": (stranger, member),
        "govopen_submission_return": (place.clerk, stranger, member),
        "govopen_submission_decide": (place.clerk, stranger, member),
        "govopen_submission_merge": (place.clerk, stranger, member),
        "govopen_submission_withdraw": (place.reviewer, stranger, member),
    }
    for action, people in steps.items():
        for user in people:
            with pytest.raises(tk.NotAuthorized):
                act(action, user, id=submitted["id"], reason="x", decisions={"x": ""})
    with pytest.raises(tk.NotAuthorized):
        act("govopen_submission_create", stranger, node=place.node["code"])
    assert act("govopen_submission_list", stranger)["count"] == 0
    with pytest.raises(tk.NotAuthorized):
        seen("govopen_submission_list")
    for user in (place.clerk, place.reviewer):
        listed = act("govopen_submission_list", user, node=place.node["code"])
        assert [each["id"] for each in listed["results"]] == [submitted["id"]]


@pytest.fixture
def heard() -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []
    names = ("catalogue_submitted", "catalogue_returned", "catalogue_merged")
    receivers = [
        (getattr(signals, name), lambda sender, _name=name, **what: found.append((_name, what)))
        for name in names
    ]
    for signal, receiver in receivers:
        signal.connect(receiver)
    yield found
    for signal, receiver in receivers:
        signal.disconnect(receiver)


def test_each_step_is_told_to_whoever_listens(place: Place, heard: list[tuple[str, Any]]):
    made = dataset(place.town)
    submitted = place.submit()
    act("govopen_submission_return", place.reviewer, id=submitted["id"], reason="请补充")
    act("govopen_submission_resubmit", place.clerk, id=submitted["id"])
    act("govopen_submission_merge", place.reviewer, id=submitted["id"])
    assert [name for name, _ in heard] == [
        "catalogue_submitted", "catalogue_returned", "catalogue_submitted", "catalogue_merged"
    ]  # fmt: skip
    assert heard[1][1]["reason"] == "请补充"
    assert heard[3][1]["datasets"] == [made["id"]]


def test_the_whole_way_through_the_browser(app: Any, place: Place):
    upper, lower = _twins(place)
    clerk, reviewer = Browser(app, place.clerk), Browser(app, place.reviewer)
    code = place.node["code"]
    assert f"/catalogue/{code}/submit" in clerk.get(f"/catalogue/{code}").body
    assert 'name="_csrf_token"' in clerk.get(f"/catalogue/{code}/submit").body
    answer = clerk.post(f"/catalogue/{code}/submit", note="请审核")
    path = answer.headers["Location"].replace("http://test.ckan.net", "")
    assert place.node["title"] in reviewer.get("/catalogue/submissions").body
    page = reviewer.get(path).body
    assert upper["title"] in page
    assert f'name="decision-{lower["id"]}"' in page
    assert "decision-" not in clerk.get(path).body
    assert "请填写退回原因" in reviewer.post(f"{path}/return", 200, reason="").body
    reviewer.post(f"{path}/decide", **{f"decision-{lower['id']}": "refuse"})
    reviewer.post(f"{path}/merge", reason="同意")
    assert "同意" in clerk.get(path).body
    assert lower["id"] in place.in_county()
    Browser(app, person("editor", department())).get(path, status=403)
    Browser(app).get("/catalogue/submissions", status=403)
