"""Adds to the facts of datasets what was measured: probes, findings, use, earlier counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from ckanext.openindex import config
from ckanext.openindex.domain.facts import Counted, DatasetFacts, Inspection, Probe, ResourceFacts
from ckanext.openindex.domain.volume import volume

from . import clock, conforming, gathering, inputs, inspections, probes, usage

MOST_HISTORY: Final = 400
"""Earlier counts of a dataset that are kept with it."""
Probes = Mapping[str, Probe]


def facts(dataset_ids: Collection[str], now: datetime) -> dict[str, DatasetFacts]:
    """All that is known of those of ``dataset_ids`` that are public, by id."""
    found = gathering.facts(dataset_ids, now)
    if not found:
        return {}
    today = clock.end_of(now.astimezone(config.timezone()).date())
    used = usage.of(found, today)
    probed: Mapping[str, Probes] = probes.of(found)
    inspected = inspections.of(found)
    before, checked = inputs.previous(found), conforming.of(found)
    return {
        one: _grown(
            replace(
                each,
                usage=used.get(one),
                conformance=checked.get(one),
                resources=tuple(
                    _resource(file, probed.get(file.id, {}), inspected.get(file.id))
                    for file in each.resources
                ),
            ),
            before.get(one),
            now,
        )
        for one, each in found.items()
    }


def _resource(file: ResourceFacts, probed: Probes, inspection: Inspection | None) -> ResourceFacts:
    """``file`` with what was found of it; a probe of an address that it had before says nothing."""
    access, download = probed.get("access"), probed.get("download")
    return replace(
        file,
        access=access if access and access.url == file.access_url else None,
        download=download if download and download.url == file.download_url else None,
        inspection=inspection,
    )


def _grown(now: DatasetFacts, before: DatasetFacts | None, at: datetime) -> DatasetFacts:
    """``now`` with the counts that were known of it ``before``, and its own if it is another."""
    history, counted = before.history if before else (), volume(now)
    last = history[-1] if history else Counted(at)
    known = counted.records is not None or counted.bytes is not None
    if known and (counted.records, counted.bytes) != (last.records, last.bytes):
        history = _thinned((*history, Counted(at, counted.records, counted.bytes)))
    return replace(now, history=history)


def _thinned(history: tuple[Counted, ...]) -> tuple[Counted, ...]:
    """Every second of the older half dropped, once there are too many."""
    if len(history) <= MOST_HISTORY:
        return history
    half = len(history) // 2
    return (*history[:half:2], *history[half:])
