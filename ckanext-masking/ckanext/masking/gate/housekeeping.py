"""What is to be done now and then: what was left is taken up, what is over is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from ckanext.masking import config
from ckanext.masking.adapters import auditing, loading, protection

from .resuming import resume


def tick() -> list[str]:
    """Have workers look at uploads that nobody works on, and drop what is kept clear of resources
    that are gone and clear reads whose time is over; the uploads that wait.

    Any number of processes may do so, as often as they like.
    """
    protection.sweep()
    loading.forget()
    forget()
    return resume()


def forget(days: int = 0) -> int | None:
    """Forget clear reads older than ``days``, or than the setting says; None when it says never."""
    days = days or config.audit_days()
    if not days:
        return None
    return auditing.prune(datetime.now(timezone.utc) - timedelta(days=days))
