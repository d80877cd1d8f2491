"""What is held: seen by those who may change the dataset, decided by its department."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context
from ckanext.masking.adapters import ledger, quarantine, queue, reviewing
from ckanext.masking.adapters.telling import upload_dict
from ckanext.masking.domain.gate import states
from ckanext.masking.domain.review.memory import decided
from ckanext.masking.logic import schema
from ckanext.masking.model import MaskingUpload
from ckanext.masking.model.upload import now


@tk.side_effect_free
@tk.validate_action_data(schema.upload)
def masking_upload_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One upload: its state, what was found by kind and count, and what stands in its way.

    :param id: id of the upload
    """
    return upload_dict(found_upload("masking_upload_show", context, data_dict["id"]))


@tk.side_effect_free
@tk.validate_action_data(schema.listing)
def masking_upload_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Uploads of a dataset, the newest first.

    :param package_id: id or name of the dataset
    :param resource_id: of one resource only (optional; may stand for the dataset)
    :param state: in one state only (optional)
    :param open: only those that are not ended (default: all)
    :param limit: at most so many (20; at most 100)
    :param offset: how many to leave out

    :returns: ``count`` and ``results``
    """
    row = MaskingUpload
    package = _package(data_dict)
    _may_list(context, str(package.id))
    query = sa.select(row).where(row.package_id == package.id)
    for name in ("resource_id", "state"):
        if data_dict.get(name):
            query = query.where(getattr(row, name) == data_dict[name])
    if data_dict["open"]:
        query = query.where(row.state.in_(states.OPEN))
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
    page = query.order_by(row.number.desc()).limit(data_dict["limit"]).offset(data_dict["offset"])
    return {"count": count, "results": [upload_dict(one) for one in model.Session.scalars(page)]}


@tk.validate_action_data(schema.approval)
def masking_upload_approve(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Publish an upload that waits for a review.

    It is masked anew with the decision, and released when nothing else stands in its way.

    :param id: id of the upload
    :param keep_suspects: suspects may stay as they are (default: they are masked by the policy)
    :param columns: other operators for single columns: a list of ``table``, ``place``,
        ``operator`` and ``parameters`` (optional)
    :param as_it_is: publish a file that the engine does not understand, unchanged, because somebody
        has read it (default false; has no effect on other files)
    :param reason: why; needed when something that was found is to be published as it is
    """
    row = found_upload("masking_upload_approve", context, data_dict["id"])
    columns = reviewing.checked(row, data_dict.get("columns") or [])
    reviewing.need_reason(row, columns, data_dict)
    decision = {
        "approved": True,
        "keep_suspects": data_dict["keep_suspects"],
        "as_it_is": data_dict["as_it_is"],
        "columns": columns,
        "known": decided(row.findings, columns),
        "reason": data_dict.get("reason") or "",
        "by": user_id(context),
        "at": now().isoformat(),
    }
    return _decided(row, states.HELD, decision=decision, attempts=0)


@tk.validate_action_data(schema.returning)
def masking_upload_return(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Send an upload that waits for a review back to its uploader. The file is removed.

    :param id: id of the upload
    :param reason: what is to be done before it is handed in again
    """
    row = found_upload("masking_upload_return", context, data_dict["id"])
    decision = {
        "reason": data_dict["reason"],
        "by": user_id(context),
        "at": now().isoformat(),
    }
    return _decided(row, states.RETURNED, decision=decision, original="dropped")


@tk.validate_action_data(schema.upload)
def masking_upload_discard(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take back an upload that is not released yet. The file is removed.

    :param id: id of the upload
    """
    row = found_upload("masking_upload_discard", context, data_dict["id"])
    return _decided(row, states.DISCARDED, original="dropped")


@tk.validate_action_data(schema.upload)
def masking_upload_retry(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Try an upload that waits again, as when the policy or the key was put right meanwhile.

    :param id: id of the upload
    """
    row = found_upload("masking_upload_retry", context, data_dict["id"])
    return _decided(row, states.HELD, attempts=0)


def found_upload(action: str, context: Context, upload_id: str) -> MaskingUpload:
    """The upload, for those who may; unknown and forbidden answer alike."""
    row = ledger.get(upload_id)
    if row is not None:
        try:
            tk.check_access(action, context, {"package_id": row.package_id})
        except (tk.NotAuthorized, tk.ObjectNotFound):
            row = None
    if row is None:
        raise tk.ObjectNotFound(tk._("No such upload"))
    return row


def _package(data_dict: dict[str, Any]) -> model.Package:
    resource = model.Session.get(model.Resource, data_dict.get("resource_id") or "")
    name = data_dict.get("package_id") or (resource.package_id if resource else "")
    package = model.Package.get(name)
    if package is None:
        raise tk.ObjectNotFound(tk._("No such dataset"))
    return package


def _may_list(context: Context, package_id: str) -> None:
    """Raises NotAuthorized, and ObjectNotFound for a dataset that the caller may not see."""
    try:
        tk.check_access("package_show", tk.fresh_context(context), {"id": package_id})
    except tk.NotAuthorized:
        raise tk.ObjectNotFound(tk._("No such dataset")) from None
    tk.check_access("masking_upload_list", context, {"package_id": package_id})


def _decided(row: MaskingUpload, after: str, **fields: Any) -> dict[str, Any]:
    upload_id = str(row.id)
    if not ledger.decide(upload_id, after, **fields):
        model.Session.rollback()
        message = tk._("The upload is being worked on or was decided meanwhile. Look again.")
        raise tk.ValidationError({"id": [message]})
    if after in states.WORK:
        queue.after_commit(upload_id)
    model.Session.commit()
    if after in states.ENDED:
        quarantine.remove(upload_id)
    found = ledger.get(upload_id)
    assert found is not None
    return upload_dict(found)


def user_id(context: Context) -> str:
    """The id of whoever calls; "" for nobody."""
    user = model.User.get(str(context.get("user") or ""))
    return str(user.id) if user else ""
