"""Whether files and interfaces answer, by probes that a job made; pages never probe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ckanext.openindex.domain.facts import DatasetFacts, Probe
from ckanext.openindex.domain.indicators.base import Indicator, missing, most_telling
from ckanext.openindex.domain.measurement import Evidence, Measurement


class Reachability(Indicator):
    """The share of probed addresses that answered, each address once."""

    name = "reachability"
    source = "after EU MQA and ckanext-qa; a share instead of the best distribution is ours"
    formula = (
        "应答的地址数 ÷ 探测的地址数",
        "addresses that answered ÷ addresses probed",
    )
    words = {
        "addresses": ("探测的地址数", "addresses probed"),
        "answering": ("应答的地址数", "addresses that answered"),
        "status": ("HTTP 状态或错误", "HTTP status or error"),
        "answered": ("已应答", "it answered"),
        "did_not_answer": ("没有应答", "it did not answer"),
        "not_probed": ("尚未探测", "not probed yet"),
    }

    def measure(
        self, facts: DatasetFacts, given: Mapping[str, Any], as_of: datetime
    ) -> Measurement:
        probes: dict[str, tuple[Probe, str]] = {}
        for resource in facts.resources:
            for probe in (resource.download, resource.access):
                if probe is not None:
                    probes.setdefault(probe.url, (probe, resource.id))
        if not facts.resources:
            return missing("no_resources")
        if not probes:
            return missing("not_probed")
        good = [
            _seen(probe, subject, "answered")
            for probe, subject in probes.values()
            if probe.reachable
        ]
        bad = [
            _seen(probe, subject, "did_not_answer")
            for probe, subject in probes.values()
            if not probe.reachable
        ]
        counts = (
            Evidence("addresses", len(probes), "counted"),
            Evidence("answering", len(good), "share"),
        )
        return Measurement(len(good) / len(probes), "", (*counts, *most_telling(bad + good)))


def _seen(probe: Probe, subject: str, rule: str) -> Evidence:
    seen = probe.error or probe.status
    return Evidence("status", seen, rule, subject, probe.checked)
