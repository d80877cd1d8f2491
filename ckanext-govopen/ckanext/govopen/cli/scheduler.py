"""``ckan govopen scheduler``: queues what is due and takes up what was left."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

import click

log = logging.getLogger(__name__)

INTERVAL = 30
"""Seconds between two looks."""


@click.command()
@click.option("--once", is_flag=True, help="Look once and end.")
@click.option("--interval", default=INTERVAL, type=click.IntRange(1), help="Seconds (30).")
@click.pass_context
def scheduler(context: click.Context, once: bool, interval: int) -> None:
    """Queue harvests that are due and take up jobs that were left, every 30 seconds.

    Ends on SIGTERM or SIGINT. Several may run at once, on any hosts.
    """
    from ckanext.govopen.harvest.schedule import tick
    from ckanext.govopen.signals import scheduler_looked

    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    click.echo(f"watching every {interval} s", err=True)
    click.echo("scheduler ready")
    while not ended.is_set():
        with context.meta["flask_app"].test_request_context():
            try:
                for job_id in tick():
                    click.echo(f"queued harvest job {job_id}")
                scheduler_looked.send("scheduler")
            except Exception:
                log.exception("a look at what is due failed; the next is in %s s", interval)
                if once:
                    raise
            finally:
                _forget_session()
        if once:
            return
        ended.wait(interval)


def _forget_session() -> None:
    from ckan import model

    model.Session.remove()
