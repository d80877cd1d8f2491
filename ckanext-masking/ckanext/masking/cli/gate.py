"""``ckan masking work``, ``resume`` and ``status``: the gate from the command line."""

from __future__ import annotations

import json
import signal
import threading
from types import FrameType

import click

INTERVAL = 30
"""Seconds between two looks."""


@click.command()
@click.option("--watch", is_flag=True, help="Look again every few seconds, until SIGTERM.")
@click.option("--interval", default=INTERVAL, type=click.IntRange(1), help="Seconds (30).")
@click.pass_context
def work(context: click.Context, watch: bool, interval: int) -> None:
    """Work in this process on every upload that waits. Needs no queue."""
    from ckanext.masking.gate.resuming import sweep, work_all

    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    while not ended.is_set():
        with context.meta["flask_app"].test_request_context():
            sweep()
            for upload_id, state in work_all().items():
                click.echo(f"{upload_id} {state}")
        if not watch:
            return
        ended.wait(interval)


@click.command()
@click.pass_context
def resume(context: click.Context) -> None:
    """Have workers take up what was left, and remove what is over.

    To be run every few minutes where nothing else does: govopen's scheduler does so by itself.
    """
    from ckanext.masking.gate.housekeeping import tick

    with context.meta["flask_app"].test_request_context():
        for upload_id in tick():
            click.echo(f"waits {upload_id}")


@click.command()
def status() -> None:
    """Say how many uploads are in which state, and whether files are sealed, as JSON."""
    import sqlalchemy as sa
    from ckan import model
    from ckanext.masking.adapters import keys
    from ckanext.masking.model import MaskingUpload

    query = sa.select(MaskingUpload.state, sa.func.count()).group_by(MaskingUpload.state)
    counted = {state: number for state, number in model.Session.execute(query)}  # noqa: C416
    told = {"sealed": keys.for_files() is not None, "uploads": counted}
    click.echo(json.dumps(told, sort_keys=True))
