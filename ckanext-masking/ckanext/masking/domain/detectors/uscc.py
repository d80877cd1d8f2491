"""Unified social credit codes of organisations (GB 32100-2015): public, and kept by policies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.masking.domain.detectors.base import Detector, Headers
from ckanext.masking.domain.finding import Certainty, Finding, Sensitivity
from ckanext.masking.domain.scanning import checks
from ckanext.masking.domain.scanning.seen import Seen
from stdnum.cn import uscc

WORDS = (
    "统一社会信用", "社会信用代码", "信用代码", "营业执照", "uscc", "tyshxydm", "tyxydm", "shxydm",
    "credit code", "xydm",
)  # fmt: skip
# GB 32100-2015: department, kind, division, organisation code of GB 11714, check character;
# I, O, S, V and Z are not used.
_CODE = re.compile(
    r"(?<![0-9A-Za-z])([0-9A-HJ-NP-RT-UW-Ya-hj-np-rt-uw-y])[ -]?([0-9A-Za-z])[ -]?"
    r"(\d{6})[ -]?([0-9A-Za-z]{8})[ -]?([0-9A-Za-z])[ -]?([0-9A-Za-z])(?![0-9A-Za-z])"
)
# GB 32100-2015, amended in 2016: the department, and the kinds of organisation it registers.
_KINDS = re.compile(r"(?:1[1239]|[2468A][19]|3[1-59]|5[1239]|7[129]|9[1239]|N[1239]|Y1)[1-8]")
SOLE_TRADER = "92"
"""Department 9 (market regulation), kind 2: 个体工商户 (GB 32100-2015)."""


def codes(seen: Seen) -> Iterator[tuple[str, int, int]]:
    """The codes with a right check character, with their folded places."""
    for match in _CODE.finditer(seen.text):
        code = "".join(match.groups()).upper()
        if _KINDS.match(code) and not _dated(code) and uscc.is_valid(code):
            yield code, *match.span()


def _dated(code: str) -> bool:
    """Whether it is a number with a date where the organisation would be: an order, a file."""
    return code[:17].isdigit() and checks.born(code[6:14])


class Uscc(Detector):
    name = "uscc"
    zh = "统一社会信用代码"
    en = "unified social credit code of an organisation"
    sensitivity = Sensitivity.PUBLIC
    headers = Headers(WORDS, ("个体",))
    rank = 90
    chance = 0.03
    trigger = r"[0-9A-Za-z][ -]?[0-9A-Za-z][ -]?[0-9]{6}[ -]?[0-9A-Za-z]{8}"

    def find(self, seen: Seen) -> Iterator[Finding]:
        """Certain: the checksum holds, and it is not a sole trader's."""
        for code, start, end in codes(seen):
            if not code.startswith(SOLE_TRADER):
                yield seen.finding(self.name, start, end, Certainty.CERTAIN)


DETECTOR = Uscc()
