"""Reviews: what waits, what it looks like before and after, and what another choice would do."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.masking.adapters import reviewing
from ckanext.masking.logic import schema

from .upload import found_upload, user_id


@tk.side_effect_free
@tk.validate_action_data(schema.page)
def masking_review_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Uploads that wait for a decision of whoever asks, the oldest first.

    :param limit: at most so many (20; at most 100)
    :param offset: how many to leave out

    :returns: ``count`` and ``results``: each has ``id``, the dataset's ``package_id`` and
        ``title``, its ``department`` (id), the ``resource``, who handed it in and when, its
        ``state``, and the ``problem`` in both languages
    """
    tk.check_access("masking_review_list", context, data_dict)
    user = str(context.get("user") or "")
    count, results = reviewing.waiting(user, data_dict["limit"], data_dict["offset"])
    return {"count": count, "results": results}


@tk.side_effect_free
@tk.validate_action_data(schema.page)
def masking_sent_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What whoever asks has handed in and is not published or was sent back, the newest first.

    :param limit: at most so many (20; at most 100)
    :param offset: how many to leave out

    :returns: ``count`` and ``results``, as in ``masking_review_list``, with the ``state`` and, for
        what was sent back, the ``reason``
    """
    tk.check_access("masking_sent_list", context, data_dict)
    user = str(context.get("user") or "")
    count, results = reviewing.sent(user, data_dict["limit"], data_dict["offset"])
    return {"count": count, "results": results}


@tk.side_effect_free
@tk.validate_action_data(schema.upload)
def masking_review_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One upload with a sample of its rows.

    Those who may decide on it see the rows as they came and as they would be published, which is
    written to the audit of clear reads; those who may change the dataset see the masked side only.

    :param id: id of the upload

    :returns: what ``masking_upload_show`` returns, ``sample`` (``tables`` with ``columns`` and
        ``rows``; each row has its ``number``, ``after`` and perhaps ``before``), ``choices`` that
        may be made for a column, and ``user``
    """
    row = found_upload("masking_upload_show", context, data_dict["id"])
    raw = _decides(context, str(row.package_id))
    return reviewing.shown(row, raw=raw, user_id=user_id(context))


@tk.side_effect_free
@tk.validate_action_data(schema.preview)
def masking_review_preview(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The sample as it would be with other operators. Nothing is decided by it.

    It has the rows as they came, which is written to the audit of clear reads.

    :param id: id of the upload
    :param columns: a list of ``table``, ``place``, ``operator`` and ``parameters``

    :returns: ``tables``, as in ``masking_review_show``
    """
    row = found_upload("masking_upload_approve", context, data_dict["id"])
    columns = reviewing.checked(row, data_dict.get("columns") or [])
    return reviewing.previewed(row, columns, user_id(context))


def _decides(context: Context, package_id: str) -> bool:
    try:
        return bool(tk.check_access("masking_upload_approve", context, {"package_id": package_id}))
    except tk.NotAuthorized:
        return False
