"""Days of the index, and the instant that stands for each."""

from __future__ import annotations

from datetime import date, datetime, time

from ckanext.openindex import config


def end_of(day: date) -> datetime:
    """The last instant of ``day`` where the site is: all figures of a day are as of then, so that
    computing twice on one day gives one result."""
    return datetime.combine(day, time.max, config.timezone())
