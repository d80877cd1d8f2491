"""What an indicator answers: a value from 0 to 1, or that it does not apply, with evidence.

Examples of the shapes::

    Measurement(0.6, evidence=(
        Evidence("format", "csv", "best_format", subject="<resource id>", at=checked),))
    Measurement(None, "cycle_irregular", (Evidence("update_cycle", "irregular", "period"),))

Nobody changes one after it was made. They are not frozen because a hundred are made for each
dataset: frozen ones would take two fifths of the time of scoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ckanext.openindex.domain.coding import Coded

Seen = str | int | float | bool | None


@dataclass(slots=True)
class Evidence(Coded):
    """One thing that was looked at.

    ``what``: a stable word for it (``format``, ``opened_records`` ...). ``seen``: the value
    found. ``rule``: a stable word for the rule that was applied to it. ``subject``: the id of
    the resource, empty for the dataset. ``at``: when it was looked at; None where that is the
    gathering of the facts. Words are put into both languages by ``explain``.
    """

    what: str
    seen: Seen
    rule: str
    subject: str = ""
    at: datetime | None = None


@dataclass(slots=True)
class Measurement(Coded):
    """The answer of one indicator for one dataset.

    ``value``: from 0 to 1, or None when the indicator does not apply; it then leaves the
    denominator. ``reason``: a stable word why it does not apply (or of a fault, such as
    ``future_date``). ``part`` and ``whole``: of what the value is the ratio, for indicators that
    are pooled over datasets.
    """

    value: float | None
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    part: int = 0
    whole: int = 0


def bounded(value: float) -> float:
    """``value`` cut to 0..1."""
    return 0.0 if value < 0.0 else 1.0 if value > 1.0 else value
