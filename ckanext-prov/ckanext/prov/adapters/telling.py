"""Writes down what other extensions say they did to a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Final

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckanext.prov import config, signals
from ckanext.prov.domain import changes
from ckanext.prov.domain.claim import entry_from_claim
from ckanext.prov.domain.record import Entry

from . import agents, derivations, log, problems

DERIVING: Final = frozenset({"file_converted", "compiled", "merged"})
"""Activities whose product derives from what they used."""


def tell(dataset_id: str, claim: Mapping[str, Any], *, user: str = "", program: str = "") -> None:
    """Append the entry that ``claim`` tells of, as :func:`entry_from_claim` reads it.

    Raises ValidationError, with nothing written. A dataset of a type that is not recorded is
    passed over; one that does not exist is an error.
    """
    package = model.Package.get(dataset_id)
    if package is None:
        zh, en = f"没有数据集 {dataset_id}", f"There is no dataset {dataset_id}"
        raise tk.ValidationError({"dataset_id": [f"{zh} {en}"]})
    if package.type in config.ignored_types():
        return
    with problems.refusing():
        entry = entry_from_claim(package.id, claim, datetime.now(timezone.utc))
        if entry.activity in DERIVING:
            sources = [one.id for one in entry.used if one.kind in ("dataset", "resource")]
            derivations.check(package.id, sources, user)
    write(package, entry, user=user, program=program, timed=bool(claim.get("ended")))


def write(
    package: model.Package, entry: Entry, *, user: str = "", program: str = "", timed: bool = False
) -> Entry:
    """Append ``entry``, done by ``user`` or by ``program``; returns it numbered.

    Unless it is ``timed`` it ends now, which is when its turn in the log has come.
    """
    ticket = log.open_log(package.id, package.owner_org, user)
    ticket.labels = get_permission_labels().get_dataset_labels(package)
    ended = entry.ended if timed else datetime.now(timezone.utc)
    who = agents.agents(ticket, program)
    whole = replace(entry, agents=who, ended=ended, software=entry.software or agents.SOFTWARE)
    written = log.append(ticket, [whole], _known(ticket, whole))
    signals.recorded.send(package.id, entries=written)
    return written[0]


def _known(ticket: log.Ticket, entry: Entry) -> dict[str, Any] | None:
    """What is known of the dataset once files were made of which ``entry`` tells."""
    known = changes.state_from_dict(ticket.state)
    made = {one.id.partition("/")[0]: one.sha256 for one in entry.generated if one.kind == "file"}
    if known is None or not made.keys() & known.resources.keys():
        return None
    files = {
        key: replace(one, sha256=made.get(key) or one.sha256)
        for key, one in known.resources.items()
    }
    return changes.state_to_dict(replace(known, resources=files))
