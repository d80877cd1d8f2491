"""Who submits and who reviews a catalogue that is compiled upward.

Editors of the lower catalogue submit, editors of the upper one review; the catalogue authority may
do both. Either side reads the whole history.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context
from ckanext.govopen.adapters import authority, nodes
from ckanext.govopen.model import Submission


def govopen_submission_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    node = nodes.find(data_dict.get("node"))
    return _answer(node is not None and authority.keeps(context["user"], node.id))


def govopen_submission_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Any member of a department; the action lists what the member's catalogues take part in."""
    return _answer(authority.is_official(context["user"]))


def govopen_submission_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    found = Submission.get(data_dict["id"])
    user = context["user"]
    return _answer(
        found is not None
        and (authority.keeps(user, found.node_id) or authority.keeps(user, found.target_id))
    )


def govopen_submission_submitter(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Act for the lower catalogue."""
    found = Submission.get(data_dict["id"])
    return _answer(found is not None and authority.keeps(context["user"], found.node_id))


def govopen_submission_reviewer(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Act for the upper catalogue."""
    found = Submission.get(data_dict["id"])
    return _answer(found is not None and authority.keeps(context["user"], found.target_id))


def govopen_submission_resubmit(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return govopen_submission_submitter(context, data_dict)


def govopen_submission_withdraw(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return govopen_submission_submitter(context, data_dict)


def govopen_submission_return(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return govopen_submission_reviewer(context, data_dict)


def govopen_submission_decide(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return govopen_submission_reviewer(context, data_dict)


def govopen_submission_merge(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    return govopen_submission_reviewer(context, data_dict)


def _answer(allowed: bool) -> AuthResult:
    if allowed:
        return {"success": True}
    return {"success": False, "msg": tk._("You do not keep this part of the catalogue")}
