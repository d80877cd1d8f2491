"""Listens to what other extensions do, by the names of their signals; none has to be there."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import SignalMapping

from .gate import housekeeping


def signal_subscriptions() -> SignalMapping:
    """Listeners by signal, as ``ISignal`` wants them."""
    return {tk.signals.ckanext.signal("govopen:scheduler_looked"): [_looked]}


def _looked(sender: str, **said: Any) -> None:
    housekeeping.tick()
