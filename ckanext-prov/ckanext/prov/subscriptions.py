"""Listens to what other extensions do, by the names of their signals; none has to be there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import SignalMapping

from . import signals
from .adapters import telling
from .domain import masking

GOVOPEN = "ckanext-govopen"
MASKING = "ckanext-masking"


def signal_subscriptions() -> SignalMapping:
    """Listeners by signal, as ``ISignal`` wants them."""
    listeners: dict[str, Callable[..., None]] = {
        "govopen:dataset_harvested": _harvested,
        "govopen:dataset_restored": _restored,
        "govopen:dataset_withdrawn": _withdrawn,
        "govopen:dataset_received": _received,
        "govopen:dataset_imported": _imported,
        "govopen:catalogue_submitted": _submitted,
        "govopen:catalogue_returned": _returned,
        "govopen:catalogue_merged": _merged,
        "masking:file_masked": _masked,
    }
    mapping: dict[Any, Any] = {
        tk.signals.ckanext.signal(name): [listener] for name, listener in listeners.items()
    }
    mapping[signals.record] = [_told]
    return mapping


def _told(sender: str, **claim: Any) -> None:
    user, program = str(claim.pop("user", "") or ""), str(claim.pop("program", "") or "")
    telling.tell(sender, claim, user=user, program=program)


def _harvested(sender: str, **said: Any) -> None:
    _from_source(sender, "harvested", str(said.get("action") or ""), said)


def _restored(sender: str, **said: Any) -> None:
    _from_source(sender, "harvested", "restore", said)


def _withdrawn(sender: str, **said: Any) -> None:
    _from_source(sender, "harvested" if said.get("object_id") else "received", "withdraw", said)


def _received(sender: str, **said: Any) -> None:
    _from_source(sender, "received", str(said.get("action") or ""), said)


def _from_source(dataset_id: str, activity: str, action: str, said: Mapping[str, Any]) -> None:
    """A record of a source that became a dataset, or took it back."""
    if action == "none":
        return
    raw = said.get("raw")
    content = hashlib.sha256(raw.encode()).hexdigest() if isinstance(raw, str) else ""
    record = {
        "kind": "record",
        "id": f"{said.get('source_id')}/{said.get('record_id')}",
        "sha256": content,
    }
    details = {"action": action, "job": said.get("job_id"), "object": said.get("object_id")}
    claim: dict[str, Any] = {
        "activity": activity,
        "used": [record],
        "generated": [] if action == "withdraw" else [{"kind": "dataset", "id": dataset_id}],
        "details": {name: value for name, value in details.items() if value},
    }
    if said.get("profile"):
        version = said.get("profile_version") or ""
        claim["plan"] = {"kind": "plan", "id": f"harvest/{said['profile']}/{version}"}
    telling.tell(dataset_id, claim, program=GOVOPEN)


def _imported(sender: str, **said: Any) -> None:
    action = str(said.get("action") or "")
    if action == "none":
        return
    claim = {
        "activity": "imported",
        "generated": [{"kind": "dataset", "id": sender}],
        "details": {"action": action, "row": said.get("row")},
    }
    telling.tell(sender, claim, user=str(said.get("user") or ""), program=GOVOPEN)


def _submitted(sender: str, **said: Any) -> None:
    _compiled(sender, "compiled", {"step": "submitted"}, said)


def _returned(sender: str, **said: Any) -> None:
    _compiled(sender, "checked", {"accepted": False}, said)


def _merged(sender: str, **said: Any) -> None:
    _compiled(sender, "merged", {}, said)


def _compiled(
    submission: str, activity: str, details: Mapping[str, Any], said: Mapping[str, Any]
) -> None:
    """A step of the way of datasets from one catalogue into the one above it."""
    for dataset_id in said.get("datasets") or ():
        claim = {
            "activity": activity,
            "generated": [{"kind": "dataset", "id": dataset_id}],
            "plan": {"kind": "plan", "id": "workflow/compile-upward/1"},
            "details": {
                **details,
                "submission": submission,
                "from": said.get("node_id"),
                "into": said.get("target_id"),
            },
        }
        telling.tell(dataset_id, claim, user=str(said.get("user") or ""), program=GOVOPEN)


def _masked(sender: str, **said: Any) -> None:
    """A file was masked: by which policy, how many columns and values of which kind."""
    resource_id = str(said.get("resource_id") or sender)
    resource = model.Session.get(model.Resource, resource_id)
    dataset_id = said.get("dataset_id") or (resource.package_id if resource else sender)
    files = {name: str(said.get(name) or "") for name in ("sha256_before", "sha256")}
    policy = f"masking/{said.get('policy') or 'unnamed'}/{said.get('policy_version') or ''}"
    claim = {
        "activity": "file_masked",
        "resource_id": resource_id,
        "used": _file(resource_id, files["sha256_before"]),
        "generated": _file(resource_id, files["sha256"]),
        "plan": {"kind": "plan", "id": policy},
        "started": said.get("started"),
        "ended": said.get("ended"),
        "details": masking.details(said),
    }
    telling.tell(str(dataset_id), claim, user=_login(said.get("user")), program=MASKING)


def _login(user: object) -> str:
    """The name of a user who is told by name or by id."""
    found = model.User.get(str(user)) if user else None
    return str(found.name) if found is not None else ""


def _file(resource_id: str, sha256: str) -> list[dict[str, str]]:
    if not sha256:
        return []
    return [{"kind": "file", "id": f"{resource_id}/{sha256}", "sha256": sha256}]
