"""What somebody decided on an upload, or on the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.masking.domain.gate import states
from ckanext.masking.domain.policy.model import Action, Policy
from ckanext.masking.domain.review.memory import remember
from ckanext.masking.model import MaskingUpload


def chosen(decision: Mapping[str, Any]) -> dict[tuple[str, int], Action]:
    """The operators that a person chose, by table and column number."""
    return {
        (str(one["table"]), int(one["place"])): Action(one["operator"], one.get("parameters") or {})
        for one in decision.get("columns") or ()
    }


def earlier(row: MaskingUpload, policy: Policy) -> dict[str, Any] | None:
    """The decision on the file that was published last of the same resource.

    None when nobody decided anything, or decided under another policy or version of it.
    """
    table = MaskingUpload
    query = (
        sa.select(table)
        .where(table.resource_id == row.resource_id, table.kind == "file")
        .where(table.state == states.RELEASED, table.number < row.number)
        .order_by(table.number.desc())
        .limit(1)
    )
    found = model.Session.scalars(query).first()
    if found is None or (found.policy, found.policy_version) != (policy.name, policy.version):
        return None
    return {**found.decision, "upload": str(found.id)} if "known" in found.decision else None


def taken_over(decision: Mapping[str, Any], findings: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an earlier decision that holds for what was found now, and what asks again."""
    held = remember(decision["known"], bool(decision.get("keep_suspects")), findings)
    return {
        "approved": held.whole,
        "keep_suspects": held.keep_suspects and held.whole,
        "columns": held.columns,
        "remembered": decision["upload"],
        "known": decision["known"],
        "new": held.new,
    }
