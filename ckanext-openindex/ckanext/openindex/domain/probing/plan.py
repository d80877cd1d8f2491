"""When an address is asked again: seldom, and not all of them on one day."""

from __future__ import annotations

from datetime import datetime, timedelta

JITTER = 0.2
"""The part of a cycle by which the next time may be earlier or later, so that loads spread."""
SECOND_LOOK = timedelta(days=1)
"""What failed for reasons that pass by themselves is looked at again after a day."""
LONGEST_WAIT = timedelta(days=1)
"""What a ``Retry-After`` may ask for; who asks for more is asked again after this."""
PASSING = frozenset({"timeout", "dns", "refused", "broken", "busy"})


def due(
    checked: datetime, cycle: timedelta, error: str, chance: float, asked: float | None = None
) -> datetime:
    """When to look again, after a look at ``checked`` that ended with ``error``.

    ``chance`` is from 0 to 1; ``asked`` the seconds of a ``Retry-After``, if there was one.
    """
    if asked is not None and error == "busy":
        return checked + timedelta(seconds=min(max(asked, 60.0), LONGEST_WAIT.total_seconds()))
    wait = min(cycle, SECOND_LOOK) if error in PASSING else cycle
    return checked + wait * (1 - JITTER + 2 * JITTER * chance)


def reached(status: int) -> bool:
    """Whether an HTTP status gives what was asked for: all of it, or the part (RFC 9110)."""
    return status in (200, 206)


def fault(status: int) -> str:
    """The word for a status; empty when it is none. 429 and 503 say that it may pass."""
    if reached(status):
        return ""
    return "busy" if status in (429, 503) else f"http_{status}"
