"""A protected table, and people who are entitled to read it in different clarity."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from ckan.tests import helpers
from ckanext.masking.adapters import auditing

from .gate_world import act, dataset, department, hand_in, person, run, state

KEY = bytes(range(32)).hex()
PURPOSE = "核对低保名单"
CLEAR_PURPOSE = {"X-Masking-Purpose": "%E6%A0%B8%E5%AF%B9"}
ROWS = [
    ("张三丰", "13800138001", "南明", "10"),
    ("李小四", "13900139002", "云岩", "20"),
    ("王五一", "13700137003", "花溪", "30"),
    ("赵六一", "13600136004", "乌当", "40"),
    ("钱七一", "13500135005", "白云", "50"),
]
SECRETS = [value for row in ROWS for value in row[:2]]
CSV = "姓名,手机号,区,金额\n" + "".join(",".join(row) + "\n" for row in ROWS)


class World:
    """One department with a protected resource, made by the gate."""

    def __init__(self, text: str = CSV) -> None:
        self.tokens: dict[str, dict[str, str]] = {}
        self.owner = department()
        self.dataset = dataset(self.owner)
        self.resource = hand_in(self.dataset, text)
        self.id = str(self.resource["id"])
        run()
        assert state(self.id) == "released"
        self.admin = person("admin", self.owner)
        self.editor = person("editor", self.owner)
        self.reader = person()
        self.stranger = person()

    def grant(self, user: str = "", by: str = "", **more: Any) -> dict[str, Any]:
        """A grant to the reader, by the administrator, for the resource."""
        return grant(by or self.admin, user or self.reader, **{"resource_id": self.id, **more})

    def search(self, user: str = "", **asked: Any) -> dict[str, Any]:
        return act("datastore_search", user or self.stranger, resource_id=self.id, **asked)

    def audit(self) -> list[dict[str, Any]]:
        return auditing.find(organizations=None, limit=1000, resource_id=self.id)[1]

    def headers(self, user: str) -> dict[str, str]:
        """What makes a request one of ``user``'s, by a token of the API."""
        if user not in self.tokens:
            context = {"user": user, "ignore_auth": True}
            made = helpers.call_action("api_token_create", context, user=user, name="test")
            self.tokens[user] = {"Authorization": made["token"]}
        return self.tokens[user]


def grant(by: str, user: str, **more: Any) -> dict[str, Any]:
    """A grant until tomorrow."""
    until = (datetime.now(timezone.utc) + timedelta(days=1)).isoformat()
    named = {"user": user, "purpose": PURPOSE, "valid_until": until, **more}
    context = {"user": by, "ignore_auth": False}
    return helpers.call_action("masking_grant_create", context, **named)


def secrets_in(told: Any) -> list[str]:
    """Which raw values stand in an answer, in whatever form it is."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    return [one for one in SECRETS if one in text]
