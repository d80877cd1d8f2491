"""Unified social credit codes of sole traders: a business that is one person."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.masking.domain.detectors import uscc
from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning.seen import Seen


class SoleTrader(Detector):
    name = "sole_trader"
    zh = "个体工商户统一社会信用代码"
    en = "credit code of a sole trader"
    sensitivity = Sensitivity.QUASI
    headers = Headers(("个体工商户代码", "个体户代码"))
    rank = 40
    chance = 0.03
    trigger = uscc.DETECTOR.trigger

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: the checksum holds, and the code begins with 92."""
        for code, start, end in uscc.codes(seen):
            if code.startswith(uscc.SOLE_TRADER):
                yield seen.finding(self.name, start, end, Certainty.CERTAIN)


DETECTOR = SoleTrader()
