"""What versions of a dataset are called."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Final, Literal

from govopen_common.problem import Problem

LONGEST: Final = 40
"""Characters of a label."""

_LABEL: Final = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?\Z")
_NUMBER: Final = re.compile(r"(\d{1,9})(?:\.\d+)*\Z")


def problem_of(label: str) -> Problem | None:
    """What is wrong with a label: it stands in addresses, so letters, digits, ``.``, ``-`` and
    ``_`` only, letters or digits at both ends."""
    if len(label) <= LONGEST and _LABEL.match(label):
        return None
    return Problem(
        "label",
        "format",
        f"版本号只能用字母、数字、“.”“-”“_”，首尾为字母或数字，不超过 {LONGEST} 个字符",
        "A label has letters, digits, “.”, “-” and “_” only, begins and ends with a letter or "
        f"digit, and has at most {LONGEST} characters",
    )


def taken(label: str) -> Problem:
    """A label that another version of the dataset has."""
    return Problem(
        "label",
        "taken",
        f"版本号 {label} 已用过，请换一个",
        f"The label {label} is taken by another version; choose another",
    )


def following(known: Collection[str], style: Literal["number", "date"], today: date) -> str:
    """The label of a version made of its own accord.

    ``number``: one more than the highest leading number among ``known`` (``1.0`` and ``2.3`` are
    followed by ``3``). ``date``: ``today``, then with ``-2``, ``-3`` and so on.
    """
    if style == "date":
        base = today.isoformat()
        label, count = base, 1
        while label in known:
            count += 1
            label = f"{base}-{count}"
        return label
    found = (_NUMBER.match(label) for label in known)
    return str(1 + max((int(match.group(1)) for match in found if match), default=0))
