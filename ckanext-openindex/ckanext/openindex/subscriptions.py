"""Listens to what other extensions do, by the names of their signals; none has to be there."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import SignalMapping

from .adapters import marking

HARVEST: tuple[str, ...] = (
    "govopen:dataset_harvested",
    "govopen:dataset_restored",
    "govopen:dataset_withdrawn",
    "govopen:dataset_received",
    "govopen:dataset_imported",
)
"""Signals whose sender is the id of a dataset that changed."""


def signal_subscriptions() -> SignalMapping:
    """Listeners by signal, as ``ISignal`` wants them."""
    return {tk.signals.ckanext.signal(name): [_changed] for name in HARVEST}


def _changed(sender: str, **said: Any) -> None:
    if said.get("action") != "none":
        marking.mark([sender], "told")
