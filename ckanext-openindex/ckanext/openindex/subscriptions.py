"""Listens to what other extensions do, by the names of their signals; none has to be there."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import SignalMapping

from . import config, signals
from .adapters import marking, searching, ticking
from .adapters.usage import reading

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
    listeners = {tk.signals.ckanext.signal(name): [_changed] for name in HARVEST}
    listeners[tk.signals.ckanext.signal("govopen:scheduler_looked")] = [_looked]
    listeners[tk.signals.ckanext.signal("govopen:index_begins")] = [_indexing]
    listeners[tk.signals.ckanext.signal("masking:file_masked")] = [_masked]
    listeners[signals.usage_counted] = [_used]
    return listeners


def _changed(sender: str, **said: Any) -> None:
    if said.get("action") != "none":
        marking.mark([sender], "told")


def _masked(sender: str, **said: Any) -> None:
    """A dataset's file or rows have been published: sizes, formats and tables are new."""
    if said.get("dataset_id"):
        marking.mark([str(said["dataset_id"])], "told")


def _looked(sender: str, **said: Any) -> None:
    ticking.tick()


def _indexing(sender: str, **said: Any) -> None:
    searching.look_ahead(said["dataset_ids"])
    if config.counting():
        reading.look_ahead(said["dataset_ids"])


def _used(sender: Any, **said: Any) -> None:
    marking.mark(said["dataset_ids"], "used")
    model.Session.commit()
