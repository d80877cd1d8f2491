"""What was read clear."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.masking import config
from ckanext.masking.adapters import auditing, organizations
from ckanext.masking.logic import reading_schema as schema

MOST: Final = 100_000
"""Reads in one export; of more, the latest."""
_COLUMNS: Final = (
    *("time", "user", "user_id", "purpose", "resource_id", "package_id", "owner_org"),
    *("columns", "filters", "rows", "exit", "policy", "policy_version", "grants"),
)


@tk.side_effect_free
@tk.validate_action_data(schema.audit)
def masking_audit_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Clear reads, the latest first: ``{count, results}``. Never a value of the data.

    Auditors and sysadmins see all, administrators of organizations those of their data.

    :param user: by this user (name or id)
    :param resource_id: :param package_id: :param organization_id: of this
    :param exit: by this way: api, dump, datatables, download, page or job
    :param after: :param before: in this time, as ``2026-01-31T18:00:00``
    :param limit: at most 100 (optional, 20)
    :param offset: (optional, 0)
    """
    count, found = _find(context, data_dict, "masking_audit_list", data_dict["limit"])
    return {"count": count, "results": found}


@tk.side_effect_free
@tk.validate_action_data(schema.audit)
def masking_audit_export(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The same as CSV in ``csv``, up to 100,000 reads; ``limit`` and ``offset`` count for nothing.

    Cells that a spreadsheet would take for a formula have an apostrophe before them.
    """
    found = _find(context, {**data_dict, "offset": 0}, "masking_audit_export", MOST)[1]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([_cell(row[name]) for name in _COLUMNS] for row in found)
    return {"csv": text.getvalue()}


def _find(
    context: Context, data_dict: dict[str, Any], action: str, limit: int
) -> tuple[int, list[dict[str, Any]]]:
    own = organizations.administered(context)
    tk.check_access(action, context, {"organizations": own})
    every = str(context.get("user") or "") in config.auditors()
    user = model.User.get(data_dict["user"]) if data_dict.get("user") else None
    return auditing.find(
        organizations=None if every else own,
        limit=limit,
        offset=data_dict["offset"],
        after=data_dict.get("after"),
        before=data_dict.get("before"),
        user_id=str(user.id) if user else "-" if data_dict.get("user") else "",
        resource_id=data_dict.get("resource_id", ""),
        package_id=data_dict.get("package_id", ""),
        owner_org=data_dict.get("organization_id", ""),
        exit=data_dict.get("exit", ""),
    )


def _cell(value: Any) -> str:
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
