"""``ckan masking``: files on the command line, and the gate's work."""

from __future__ import annotations

from . import gate, reading, site
from .files import masking

__all__ = ["masking"]

for command in (
    gate.work,
    gate.resume,
    gate.status,
    reading.audit_prune,
    reading.sweep,
    site.audit,
):
    masking.add_command(command)
