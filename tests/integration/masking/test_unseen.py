"""Who may not see a dataset learns nothing of it from masking's actions, nor that it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import helpers
from ckanext.masking.adapters import asking
from flask_login import login_user

from .gate_world import dataset, department, hand_in, has_plugin, people, person, run, unique

pytestmark = pytest.mark.usefixtures("with_plugins")
_GRANT = {"user": "nobody", "purpose": "核对", "valid_until": "2099-01-01T00:00"}


@pytest.fixture(scope="module")
def hidden(request: pytest.FixtureRequest) -> dict[str, str]:
    """A dataset that few may see, with a file, by what it may be asked for."""
    internal = {"grade": "internal", "open_type": "none", "no_open_basis": "内部使用"}
    made = dataset(department(), **(internal if has_plugin("govopen") else {"private": True}))
    resource = hand_in(made, people()[0])
    run()
    return {"package_id": made["name"], "resource_id": resource["id"]}


@pytest.mark.parametrize("by", ["package_id", "resource_id"])
@pytest.mark.parametrize(
    ("action", "more"),
    [("masking_grant_create", _GRANT), ("masking_grant_list", {}), ("masking_upload_list", {})],
)
def test_what_is_hidden_and_what_there_is_not_answer_alike(
    hidden: dict[str, str], action: str, more: dict[str, str], by: str
):
    stranger = person()

    def said(reference: str) -> str:
        context = {"user": stranger, "ignore_auth": False}
        with pytest.raises((tk.ValidationError, tk.ObjectNotFound)) as refused:
            helpers.call_action(action, context, **{by: reference}, **more)
        return f"{type(refused.value)} {refused.value}"

    assert said(hidden[by]) == said(unique("nothing-"))


@pytest.mark.parametrize(
    "action", ["masking_grant_list", "masking_review_list", "masking_scan_list"]
)
def test_lists_are_for_people_who_signed_in(app: Any, action: str):
    assert app.get(f"/api/3/action/{action}").status_code == 403
    with pytest.raises(tk.NotAuthorized):
        helpers.call_action(action, {"user": "", "ignore_auth": False})


def test_the_next_at_the_same_desk_does_not_read_for_the_purpose_of_the_last(
    test_request_context: Callable[..., Any],
):
    from ckan import model

    first, second = (model.User.get(person()) for _ in range(2))
    with test_request_context():
        login_user(first)
        asking.remember("r", "核对低保名单")
        assert asking.purpose(first.id, "r") == "核对低保名单"
        login_user(second)
        assert asking.purpose(second.id, "r") == ""
        assert not asking.stated("r")
