"""Who submits and who reviews a catalogue that is compiled upward.

Editors of the lower catalogue submit, editors of the upper one review; the catalogue authority may
do both. Either side reads the whole history.
"""

from __future__ import annotations

from typing import Any

from ckan.types import AuthResult, Context
from ckanext.govopen.adapters import authority, nodes
from ckanext.govopen.model import Submission

from ._common import keeper


def govopen_submission_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    node = nodes.find(data_dict.get("node"))
    return keeper(node is not None and authority.keeps(context["user"], node.id))


def govopen_submission_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Any member of a department; the action lists what the member's catalogues take part in."""
    return keeper(authority.is_official(context["user"]))


def govopen_submission_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Either side."""
    return _keeps(context, data_dict, "node_id", "target_id")


def govopen_submission_submitter(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Act for the lower catalogue."""
    return _keeps(context, data_dict, "node_id")


def govopen_submission_reviewer(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Act for the upper catalogue."""
    return _keeps(context, data_dict, "target_id")


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


def _keeps(context: Context, data_dict: dict[str, Any], *sides: str) -> AuthResult:
    """Whether the user keeps the catalogue on one of the ``sides`` of the submission."""
    found, user = Submission.get(data_dict["id"]), context["user"]
    kept = found is not None and any(authority.keeps(user, getattr(found, side)) for side in sides)
    return keeper(kept)
