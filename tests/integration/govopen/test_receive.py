"""Other platforms push datasets: signed, once, within the time window."""

from __future__ import annotations

import json
import time
from typing import Any
from uuid import uuid4

import pytest
from ckan import model
from ckanext.govopen.adapters import replay
from ckanext.govopen.domain.signature import body_digest, signature

from .catalogue_world import act, department, unique

pytestmark = pytest.mark.usefixtures("with_plugins")
KEY = "test-only-receive-key"


class Sender:
    """A platform that signs what it sends."""

    def __init__(self, app: Any, rid: str = "") -> None:
        self.app, self.rid, self.key = app, rid or str(uuid4()), KEY
        self.owner = department("民政局")

    def headers(self, body: bytes, **changed: str) -> dict[str, str]:
        values = {"sid": "s_11520000009390015B_1", "rid": self.rid,
                  "rtime": str(int(time.time() * 1000)), "digest": body_digest(body)}  # fmt: skip
        values |= changed
        signed = [values[name] for name in ("sid", "rid", "rtime", "digest")]
        values.setdefault("sign", signature(self.key, *signed))
        return {f"X-Govopen-{name}": value for name, value in values.items()}

    def push(self, status: int = 200, headers: Any = None, **sent: Any) -> dict[str, Any]:
        body = json.dumps(sent, ensure_ascii=False).encode()
        answer = self.app.post(
            "/api/govopen/receive",
            data=body,
            headers=headers or self.headers(body),
            content_type="application/json",
        )
        assert answer.status_code == status, answer.body
        return json.loads(answer.body)

    def record(self, **changed: Any) -> dict[str, Any]:
        """A push that creates a dataset."""
        dataset = {
            "title": unique("养老机构名录"), "notes": "名称、地址和床位数。", "theme": "07",
            "open_type": "unconditional", "update_cycle": "yearly",
            "elements": [{"name": "机构名称", "type": "C", "length": "100"}],
            "resources": [{"name": "名录", "url": "https://example.org/a.csv", "format": "CSV"}],
        }  # fmt: skip
        return {
            "action": "create", "id": unique(), "organization": self.owner["title"],
            "dataset": dataset, **changed,
        }  # fmt: skip


@pytest.fixture
def sender(app: Any) -> Sender:
    return Sender(app)


def test_a_push_creates_updates_withdraws_and_restores(sender: Sender):
    record = sender.record()
    made = sender.push(201, **record)
    assert made["code"] == "0"
    shown = act("package_show", id=made["data"]["id"])
    assert shown["title"] == record["dataset"]["title"]
    assert shown["status"] == "published"
    assert shown["res_code"] == made["data"]["res_code"]
    assert [element["name"] for element in shown["elements"]] == ["机构名称"]

    record["action"], record["dataset"]["notes"] = "update", "名称、地址、床位数和电话。"
    assert sender.push(**record)["data"]["action"] == "update"
    again = act("package_show", id=shown["id"])
    assert again["notes"] == "名称、地址、床位数和电话。"
    assert [r["id"] for r in again["resources"]] == [r["id"] for r in shown["resources"]]

    gone = sender.push(action="withdraw", id=record["id"], reason="并入其他目录")
    assert gone["data"] == {**made["data"], "action": "withdraw"}
    withdrawn = act("package_show", id=shown["id"])
    assert (withdrawn["status"], withdrawn["withdrawn_reason"]) == ("withdrawn", "并入其他目录")

    assert sender.push(**record)["data"]["action"] == "update"
    assert act("package_show", id=shown["id"])["status"] == "published"


def test_the_same_content_again_changes_nothing(sender: Sender):
    record = sender.record()
    made = sender.push(201, **record)["data"]
    modified = model.Package.get(made["id"]).metadata_modified
    assert sender.push(**record)["data"]["action"] == "none"
    assert model.Package.get(made["id"]).metadata_modified == modified
    sender.push(action="withdraw", id=record["id"])
    assert sender.push(action="withdraw", id=record["id"])["data"]["action"] == "none"


def test_a_call_made_twice_is_refused(sender: Sender):
    record = sender.record()
    body = json.dumps(record, ensure_ascii=False).encode()
    headers = sender.headers(body)
    sender.push(201, headers, **record)
    assert sender.push(409, headers, **record)["code"] == "replayed"


def test_a_repeated_call_is_refused_by_the_database_alone(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(replay, "_new_in_redis", lambda mark: True)
    record = sender.record()
    headers = sender.headers(json.dumps(record, ensure_ascii=False).encode())
    sender.push(201, headers, **record)
    assert sender.push(409, headers, **record)["code"] == "replayed"


def test_a_wrong_key_a_changed_body_and_an_old_call_are_refused(sender: Sender):
    record = sender.record()
    body = json.dumps(record, ensure_ascii=False).encode()
    good = sender.headers(body)
    stolen = {**record, "id": "another"}
    assert sender.push(401, good, **stolen)["code"] == "digest"
    old = sender.headers(body, rtime=str(int(time.time() * 1000) - 6 * 60 * 1000))
    assert sender.push(401, old, **record)["code"] == "expired"
    sender.key = "another key"
    assert sender.push(401, **record)["code"] == "signature"
    assert sender.push(401, {"X-Govopen-rid": "x"}, **record)["code"] == "headers"


def test_another_requester_has_records_of_its_own(sender: Sender, app: Any):
    record = sender.record()
    first = sender.push(201, **record)["data"]["id"]
    other = Sender(app)
    assert other.push(404, action="withdraw", id=record["id"])["code"] == "unknown-record"
    mine = other.record(id=record["id"])
    assert other.push(201, **mine)["data"]["id"] != first


def test_rules_hold_and_their_problems_come_in_both_languages(sender: Sender):
    record = sender.record()
    record["dataset"]["open_type"] = "conditional"
    answer = sender.push(400, **record)
    (problem,) = answer["problems"]
    assert problem["field"] == "open_condition"
    assert "开放条件" in problem["zh"]
    assert "conditions" in problem["en"]
    record = sender.record(organization="没有的部门")
    assert sender.push(400, **record)["problems"][0]["field"] == "organization"


@pytest.mark.parametrize(
    "sent", [{"action": "destroy", "id": "1"}, {"action": "create"}, {"action": "create", "id": "1",
             "dataset": ["x"]}],
)  # fmt: skip
def test_a_malformed_push_is_refused(sender: Sender, sent: dict[str, Any]):
    assert sender.push(400, **sent)["code"] != "0"


def test_a_large_body_is_refused_before_it_is_read(sender: Sender):
    record = sender.record()
    record["dataset"]["notes"] = "长" * 600_000
    assert sender.push(413, **record)["code"] == "too-large"


@pytest.mark.ckan_config("ckanext.govopen.receive_key", "")
def test_the_endpoint_is_closed_while_the_key_is_empty(sender: Sender):
    assert sender.push(403, **sender.record())["code"] == "closed"


@pytest.mark.ckan_config("ckanext.govopen.receive_key.known", "its-own-secret")
def test_a_requester_with_a_secret_of_its_own_is_not_believed_with_the_common_one(app: Any):
    sender = Sender(app, rid="known")
    assert sender.push(401, **sender.record())["code"] == "signature"
    sender.key = "its-own-secret"
    assert sender.push(201, **sender.record())["code"] == "0"


def test_a_stranger_may_not_call_the_action_itself(sender: Sender):
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.NotAuthorized):
        tk.get_action("govopen_dataset_receive")({"user": ""}, {**sender.record(), "source": "x"})
