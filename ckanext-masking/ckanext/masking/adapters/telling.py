"""What is told of an upload: to listeners of the signal, and to callers of the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.masking.model import MaskingUpload
from ckanext.masking.model.upload import now


def facts(row: MaskingUpload) -> dict[str, Any]:
    """The arguments of ``masking:file_masked``."""
    columns = list(_columns(row.findings))
    counts: dict[str, int] = {}
    for column in columns:
        for found in column["found"]:
            counts[found["detector"]] = counts.get(found["detector"], 0) + found["cells"]
    masked = [one for one in columns if one["masked"]]
    return {
        "resource_id": str(row.resource_id),
        "dataset_id": str(row.package_id),
        "upload_id": str(row.id),
        "user": str(row.user_id),
        "policy": str(row.policy),
        "policy_version": str(row.policy_version),
        "columns": [_column(one) for one in masked],
        "counts": counts,
        "sha256_before": str(row.sha256),
        "sha256": str(row.masked_sha256),
        "risk_before": _risk(row.findings, "before"),
        "risk_after": _risk(row.findings, "after"),
        "started": row.created.isoformat(),
        "ended": now().isoformat(),
    }


def upload_dict(row: MaskingUpload) -> dict[str, Any]:
    """An upload for those who may know of it. It has no value of the data."""
    moments = {name: getattr(row, name) for name in ("created", "changed", "ended", "kept_until")}
    return {
        **{
            name: getattr(row, name)
            for name in (
                "id", "package_id", "resource_id", "kind", "state", "name", "size", "policy",
                "policy_version", "findings", "problem", "decision", "attempts", "step", "done",
                "original", "user_id", "previous_id",
            )
        },
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }  # fmt: skip


def _columns(findings: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for table in findings.get("tables") or ():
        yield from table["columns"]


def _column(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "operator": one["decision"]["operator"],
        "rule": one["decision"]["rule"],
        "detector": one["detector"],
        "masked": one["masked"],
    }


def _risk(findings: Mapping[str, Any], when: str) -> dict[str, Any]:
    return {
        table["table"]: table["risk"][when]
        for table in findings.get("tables") or ()
        if table.get("risk") and when in table["risk"]
    }
