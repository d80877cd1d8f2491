"""What is to be done now and then: what was left is taken up, what is over is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from ckanext.masking import config
from ckanext.masking.adapters import auditing, protection

from .resuming import resume


def tick() -> list[str]:
    """Queue uploads that nobody works on, drop what is kept clear of resources that are gone, and
    forget clear reads whose time is over; the ids that were queued.

    Any number of processes may do so, as often as they like.
    """
    protection.sweep()
    forget()
    return resume()


def forget(days: int = 0) -> int | None:
    """Forget clear reads older than ``days``, or than the setting says; None when it says never."""
    days = days or config.audit_days()
    if not days:
        return None
    return auditing.prune(datetime.now(timezone.utc) - timedelta(days=days))
