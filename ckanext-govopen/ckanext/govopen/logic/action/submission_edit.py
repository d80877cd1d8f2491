"""Steps of a submission: submit, send back, submit again, decide, merge, withdraw.

Each step holds the submission's row, asks ``domain.workflow``, and leaves an entry in the history.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context
from ckanext.govopen import signals
from ckanext.govopen.adapters import compiling, nodes
from ckanext.govopen.adapters.reindex import reindex
from ckanext.govopen.domain import workflow
from ckanext.govopen.logic.refusal import all_or_nothing
from ckanext.govopen.logic.schema import submission as schema
from ckanext.govopen.model import Submission, SubmissionItem, SubmissionStep
from govopen_common.problem import Problem, Rejected

from .submission import visible_items


@tk.validate_action_data(schema.govopen_submission_create)
def govopen_submission_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Submit a catalogue to the one of the region above it.

    Everything it has published is submitted that the upper catalogue does not have yet; datasets
    that resemble one there are proposed as its duplicates.

    :param node: id or code of the catalogue
    :param note: a word to the reviewers (optional)
    """
    tk.check_access("govopen_submission_create", context, data_dict)
    node = nodes.standing(data_dict["node"])
    if node is None:
        raise tk.ObjectNotFound(tk._("Catalogue node not found: {}").format(data_dict["node"]))
    with all_or_nothing():
        target = compiling.target_of(node)
        if node.level != "catalogue" or target is None:
            zh, en = "上面没有可报送的目录", "There is no catalogue above it to submit to"
            raise Rejected(Problem("submitted_node", "no_target", zh, en))
        found = Submission(
            node_id=node.id, target_id=target.id, state=workflow.advance(None, "submit"),
            note=data_dict["note"], created_by=_user_id(context),
        )  # fmt: skip
        model.Session.add(found)
        _flush_once(node.title)
        ids = _fill(found)
        _step(context, found, "submit", data_dict["note"])
        _tell(signals.catalogue_submitted, context, found, datasets=ids)
        model.Session.commit()
    return _show(context, found.id)


@tk.validate_action_data(schema.govopen_submission_resubmit)
def govopen_submission_resubmit(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Submit again what was sent back, with the catalogue as it is now; decisions start anew.

    :param id: id of the submission
    :param reason: what was mended (optional)
    """
    with all_or_nothing():
        found = _advance(context, data_dict, "resubmit")
        model.Session.execute(
            sa.delete(SubmissionItem).where(SubmissionItem.submission_id == found.id)
        )
        ids = _fill(found)
        _tell(signals.catalogue_submitted, context, found, datasets=ids)
        model.Session.commit()
    return _show(context, found.id)


@tk.validate_action_data(schema.govopen_submission_return)
def govopen_submission_return(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Send a submission back.

    :param id: id of the submission
    :param reason: why; must be given
    """
    with all_or_nothing():
        found = _advance(context, data_dict, "return")
        query = sa.select(SubmissionItem.dataset_id).where(SubmissionItem.submission_id == found.id)
        ids = list(model.Session.scalars(query))
        reason = data_dict["reason"]
        _tell(signals.catalogue_returned, context, found, reason=reason, datasets=ids)
        model.Session.commit()
    return _show(context, found.id)


@tk.validate_action_data(schema.govopen_submission_withdraw)
def govopen_submission_withdraw(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a submission back that was not merged yet.

    :param id: id of the submission
    :param reason: why (optional)
    """
    with all_or_nothing():
        found = _advance(context, data_dict, "withdraw")
        model.Session.commit()
    return _show(context, found.id)


@tk.validate_action_data(schema.govopen_submission_decide)
def govopen_submission_decide(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Accept or refuse what is proposed for datasets of a submission.

    For a new dataset ``accept`` takes it in and ``refuse`` leaves it out; for a duplicate
    ``accept`` says that it is one, which is left out, and ``refuse`` that it is not, which takes
    it in.

    :param id: id of the submission
    :param decisions: ``{dataset id: "accept" | "refuse" | ""}``
    """
    with all_or_nothing():
        found = _advance(context, data_dict, "decide", quiet=True)
        items = {item.dataset_id: item for item, _ in visible_items(context, found)}
        unknown = sorted(set(data_dict["decisions"]) - set(items))
        if unknown:
            zh = f"本次报送中没有数据 {unknown[0]}"
            en = f"Dataset {unknown[0]} is not part of this submission"
            raise Rejected(Problem("decisions", "not_found", zh, en))
        changed = []
        for dataset_id, decision in data_dict["decisions"].items():
            if (items[dataset_id].decision or "") != decision:
                items[dataset_id].decision = decision or None
                changed.append(dataset_id)
        if changed:
            _step(context, found, "decide", "")
        model.Session.commit()
    return _show(context, found.id)


@tk.validate_action_data(schema.govopen_submission_merge)
def govopen_submission_merge(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a submission into the upper catalogue, each dataset into the class of its theme.

    Possible duplicates must have been decided on. A dataset that the reviewer may not see stays
    out. Departments, homes and resource codes do not change.

    :param id: id of the submission
    :param reason: a remark for the history (optional)
    """
    with all_or_nothing():
        found = _advance(context, data_dict, "merge")
        target = nodes.standing(found.target_id)
        if target is None:
            raise tk.ObjectNotFound(tk._("Catalogue node not found: {}").format(found.target_id))
        items = [item for item, _ in visible_items(context, found)]
        wanted = workflow.taken_in(
            workflow.Item(item.dataset_id, item.proposal, item.decision) for item in items
        )
        for item in items:
            item.decision = item.decision or "accept"
        taken = compiling.take_in(wanted, target)
        _tell(signals.catalogue_merged, context, found, datasets=taken)
        model.Session.commit()
    model.Session.expire_all()
    reindex(taken)
    return _show(context, found.id)


def _advance(
    context: Context, data_dict: dict[str, Any], action: workflow.Action, *, quiet: bool = False
) -> Submission:
    """Lock the submission, check right and state, move it on and note the step."""
    tk.check_access(f"govopen_submission_{action}", context, data_dict)
    found = Submission.get(data_dict["id"], lock=True)
    if found is None:
        raise tk.ObjectNotFound(tk._("Submission not found: {}").format(data_dict["id"]))
    reason = data_dict.get("reason", "").strip()
    found.state = workflow.advance(found.state, action, reason)
    if not quiet:
        _step(context, found, action, reason)
    return found


def _fill(found: Submission) -> list[str]:
    """Propose the datasets of a submission. Raises Rejected when there is none."""
    node, target = nodes.standing(found.node_id), nodes.standing(found.target_id)
    proposals = compiling.propose(node, target) if node and target else []
    if not proposals:
        zh = "没有可报送的数据：都已在上级目录中，或尚未发布"
        en = "There is nothing to submit: the upper catalogue has it, or it is not published yet"
        raise Rejected(Problem("submitted_node", "nothing_new", zh, en))
    for each in proposals:
        model.Session.add(
            SubmissionItem(
                submission_id=found.id, dataset_id=each.dataset_id,
                proposal="duplicate" if each.duplicate_of else "new",
                duplicate_of=each.duplicate_of, likeness=each.likeness,
            )
        )  # fmt: skip
    return [each.dataset_id for each in proposals]


def _flush_once(title: str) -> None:
    """Insert the submission; a node has one open submission to a target at a time."""
    try:
        model.Session.flush()
    except sa.exc.IntegrityError as error:
        zh = f"“{title}”已有在办的报送，请先等待处理或撤回"
        en = f"“{title}” has been submitted already; wait for the review, or withdraw it"
        raise Rejected(Problem("submitted_node", "open_submission", zh, en)) from error


def _step(context: Context, found: Submission, action: str, reason: str) -> None:
    model.Session.flush()
    last = sa.select(sa.func.coalesce(sa.func.max(SubmissionStep.position), 0)).where(
        SubmissionStep.submission_id == found.id
    )
    model.Session.add(
        SubmissionStep(
            submission_id=found.id, action=action, actor=_user_id(context), reason=reason,
            position=model.Session.scalar(last) + 1,
        )
    )  # fmt: skip


def _tell(signal: Any, context: Context, found: Submission, **what: Any) -> None:
    model.Session.flush()
    who = context.get("user", "")
    signal.send(found.id, node_id=found.node_id, target_id=found.target_id, user=who, **what)


def _user_id(context: Context) -> str:
    user = model.User.get(context.get("user"))
    return user.id if user else str(context.get("user", ""))


def _show(context: Context, submission_id: str) -> dict[str, Any]:
    reader = tk.fresh_context(context)
    return tk.get_action("govopen_submission_show")(reader, {"id": submission_id})
