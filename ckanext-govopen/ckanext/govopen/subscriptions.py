"""What the extension does when something happens elsewhere in CKAN."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import SignalMapping

from .adapters import department_nodes


def signal_subscriptions() -> SignalMapping:
    """Listeners by signal, as ``ISignal`` wants them."""
    actions = {
        "organization_create": _department_changed,
        "organization_update": _department_changed,
        "organization_delete": _department_left,
    }
    return {
        tk.signals.action_succeeded: [
            {"sender": name, "receiver": receiver} for name, receiver in actions.items()
        ]
    }


def _department_changed(sender: str, **kwargs: Any) -> None:
    result = kwargs.get("result")
    org_id = result.get("id") if isinstance(result, dict) else result
    if org_id:
        department_nodes.follow(str(org_id))


def _department_left(sender: str, **kwargs: Any) -> None:
    group = model.Group.get(kwargs["data_dict"].get("id"))
    if group is not None:
        department_nodes.leave(group.id)
