"""Catalogues compiled upward, as the two sides see them: the list, and one with its history.

A dataset of a submission shows to those who may see it; others do not learn that it is there.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context
from ckanext.govopen.adapters import authority, nodes, visibility
from ckanext.govopen.domain import workflow
from ckanext.govopen.logic.schema import submission as schema
from ckanext.govopen.model import Submission, SubmissionItem, SubmissionStep

PARTIES: tuple[workflow.Party, ...] = ("submitter", "reviewer")


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_submission_list)
def govopen_submission_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Submissions from or to the catalogues that the user keeps, newest first.

    :param node: id or code of a catalogue on either side (optional)
    :param state: ``submitted``, ``returned``, ``merged`` or ``withdrawn`` (optional)
    :returns: ``{"count", "results"}``
    """
    tk.check_access("govopen_submission_list", context, data_dict)
    query = sa.select(Submission).order_by(Submission.created.desc())
    if not context.get("ignore_auth") and not authority.is_authority(context.get("user")):
        kept = authority.kept_catalogues(context.get("user"))
        query = query.where(_between(kept))
    if data_dict.get("node"):
        node = nodes.find(data_dict["node"])
        query = query.where(_between([node.id if node else ""]))
    if data_dict.get("state"):
        query = query.where(Submission.state == data_dict["state"])
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
    rows = model.Session.scalars(query.limit(data_dict["limit"]).offset(data_dict["offset"]))
    return {"count": count, "results": [_as_dict(row) for row in rows]}


@tk.side_effect_free
@tk.validate_action_data(schema.govopen_submission_show)
def govopen_submission_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One submission with its ``steps``, a part of its ``items``, and what the user ``may`` do.

    :param id: id of the submission
    :param limit, offset: which part of the items; likely duplicates come first
    :returns: also ``item_count``, ``undecided`` and ``duplicates``, of items the user may see
    """
    tk.check_access("govopen_submission_show", context, data_dict)
    found = Submission.get(data_dict["id"])
    if found is None:
        raise tk.ObjectNotFound(tk._("Submission not found: {}").format(data_dict["id"]))
    items = visible_items(context, found)
    start = data_dict["offset"]
    return {
        **_as_dict(found),
        "item_count": len(items),
        "duplicates": sum(1 for item, _ in items if item.proposal == "duplicate"),
        "undecided": sum(1 for i, _ in items if i.proposal == "duplicate" and not i.decision),
        "items": _item_dicts(context, items[start : start + data_dict["limit"]]),
        "steps": _steps(found.id),
        "may": _may(context, found),
    }


def visible_items(
    context: Context, found: Submission
) -> list[tuple[SubmissionItem, model.Package]]:
    """The items the reader may see with their datasets: likely duplicates first, then by title."""
    package = model.Package
    query = (
        sa.select(SubmissionItem, package)
        .join(package, package.id == SubmissionItem.dataset_id)
        .where(SubmissionItem.submission_id == found.id, package.state == "active")
        .order_by(SubmissionItem.likeness.desc(), package.title, package.id)
    )
    rows = [(row[0], row[1]) for row in model.Session.execute(query)]
    seen = visibility.visible_ids(context, [dataset for _, dataset in rows])
    return [(item, dataset) for item, dataset in rows if dataset.id in seen]


def _between(node_ids: list[str]) -> Any:
    return sa.or_(Submission.node_id.in_(node_ids), Submission.target_id.in_(node_ids))


def _as_dict(found: Submission) -> dict[str, Any]:
    row = found.as_dict()
    for side in ("node", "target"):
        node = nodes.find(row.pop(f"{side}_id"))
        row[side] = {"id": node.id, "code": node.code, "title": node.title} if node else None
    row["created_by"] = _person(found.created_by)
    return row


def _item_dicts(
    context: Context, items: list[tuple[SubmissionItem, model.Package]]
) -> list[dict[str, Any]]:
    others = [item.duplicate_of for item, _ in items if item.duplicate_of]
    twins = {
        each.id: each
        for each in model.Session.scalars(
            sa.select(model.Package).where(model.Package.id.in_(others))
        )
    }
    known = visibility.visible_ids(context, twins.values())
    owners = {dataset.owner_org for _, dataset in items} | {t.owner_org for t in twins.values()}
    groups = sa.select(model.Group.id, model.Group.title).where(model.Group.id.in_(owners))
    titles = {row.id: row.title for row in model.Session.execute(groups)}

    def brief(dataset: model.Package) -> dict[str, Any]:
        return {
            "id": dataset.id,
            "name": dataset.name,
            "title": dataset.title,
            "organization": titles.get(dataset.owner_org),
            "res_code": dataset.extras.get("res_code"),
            "grade": dataset.extras.get("grade"),
        }

    return [
        {
            "dataset": brief(dataset),
            "proposal": item.proposal,
            "duplicate_of": brief(twins[item.duplicate_of]) if item.duplicate_of in known else None,
            "likeness": item.likeness,
            "decision": item.decision,
        }
        for item, dataset in items
    ]


def _steps(submission_id: str) -> list[dict[str, Any]]:
    query = (
        sa.select(SubmissionStep)
        .where(SubmissionStep.submission_id == submission_id)
        .order_by(SubmissionStep.position)
    )
    return [
        {
            "action": step.action,
            "actor": _person(step.actor),
            "reason": step.reason,
            "created": step.created.isoformat(),
        }
        for step in model.Session.scalars(query)
    ]


def _person(user_id: str) -> dict[str, str]:
    user = model.User.get(user_id)
    return {
        "name": user.name if user else user_id,
        "display_name": user.display_name if user else user_id,
    }


def _may(context: Context, found: Submission) -> list[str]:
    reader = tk.fresh_context(context)
    allowed: list[str] = []
    for party in PARTIES:
        try:
            tk.check_access(f"govopen_submission_{party}", reader, {"id": found.id})
        except tk.NotAuthorized:
            continue
        allowed += workflow.possible(found.state, party)
    return allowed
