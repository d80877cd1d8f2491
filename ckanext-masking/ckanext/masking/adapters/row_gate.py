"""Rows that callers write: masked in memory and passed on, or held when somebody has to look."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from ckanext.masking.domain.engine.order import Order
from ckanext.masking.domain.gate.memory import operators_before
from ckanext.masking.domain.gate.row_masking import MaskedRows, mask_rows
from ckanext.masking.domain.policy.model import Policy

from . import keys, ledger, policies, protection, receiving

Action = Callable[[Context, dict[str, Any]], Any]
MOST: Final = 256 * 1024 * 1024
"""Bytes of rows that one call may have held. A call is in memory, so it is far smaller."""


def written(name: str, action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Do the call with masked rows, or without rows when those are held.

    Raises what the action raises, and ValidationError for rows that are no mappings.
    """
    tk.check_access(name, context, dict(data_dict))
    records = data_dict["records"]
    if not isinstance(records, list) or not all(isinstance(row, dict) for row in records):
        raise tk.ValidationError({"records": [tk._("Rows must be a list of objects.")]})
    package_id, resource_id = _belongs(data_dict)
    found, stop = masked(records, package_id, resource_id)
    if not stop:
        fields = _as_texts(data_dict.get("fields"), found.changed)
        more = {"fields": fields} if fields else {}
        told = found.report.told["tables"][0]
        return protection.written(name, action, context, {**data_dict, **more}, found.rows, told)
    return _held(name, action, context, data_dict)


def masked(
    records: list[dict[str, Any]], package_id: str, resource_id: str, **decided: Any
) -> tuple[MaskedRows, bool]:
    """The rows masked by the dataset's policy, and whether a person has to look first."""
    about = policies.subject(package_id)
    policy, broken = policies.policy_for(about)
    if policy.needs_key and keys.master() is None:
        policy, broken = Policy.closed(), policies.NO_KEY
    order = Order(
        keys=keys.of_dataset(package_id),
        dataset=about.dataset,
        department=about.department,
        **decided,
    )
    before = operators_before(ledger.findings_of(resource_id)) if resource_id else {}
    found = mask_rows(records, policy, order, before)
    return found, bool(broken or found.report.held or found.report.needs_decision)


def _held(name: str, action: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Do the call without its rows, which wait in quarantine."""
    records = data_dict["records"]
    rest = {key: value for key, value in data_dict.items() if key != "records"}
    if name == "datastore_create":
        fields = rest.get("fields") or [{"id": key, "type": "text"} for key in _names(records)]
        answer = action(context, {**rest, "fields": fields})
    else:
        answer = {"resource_id": rest["resource_id"], "method": rest.get("method", "upsert")}
    resource_id = str((answer or {}).get("resource_id") or rest.get("resource_id") or "")
    lines = (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in records)
    row = receiving.hold(
        resource_id,
        lines,
        MOST,
        kind="rows",
        name="rows.jsonl",
        user_id=_user_id(context),
        request={
            "action": "datastore_upsert",
            "arguments": {
                "method": "insert" if name == "datastore_create" else answer["method"],
            },
        },
    )
    held = {"id": row.id, "state": row.state, "rows": len(records)}
    if not context.get("defer_commit"):
        model.repo.commit()
    return {**(answer or {}), "masking": held}


def _belongs(data_dict: dict[str, Any]) -> tuple[str, str]:
    """The dataset and the resource that rows are for."""
    resource_id = str(data_dict.get("resource_id") or data_dict.get("id") or "")
    if resource_id:
        resource = model.Session.get(model.Resource, resource_id)
        return (str(resource.package_id), resource_id) if resource else ("", resource_id)
    package = model.Package.get((data_dict.get("resource") or {}).get("package_id") or "")
    return (str(package.id) if package else "", "")


def _as_texts(fields: Any, changed: frozenset[str]) -> Any:
    """The call's fields, with text for columns whose values are masked."""
    if not isinstance(fields, list):
        return None
    return [
        {**field, "type": "text"} if isinstance(field, dict) and field.get("id") in changed
        else field
        for field in fields
    ]  # fmt: skip


def _names(records: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in records for name in row))


def _user_id(context: Context) -> str:
    user = model.User.get(str(context.get("user") or ""))
    return str(user.id) if user else ""
