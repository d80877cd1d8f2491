"""Addresses of the extension."""

from .audit import audit
from .clear import clear
from .grants import grants
from .holding import holding

__all__ = ["audit", "clear", "grants", "holding"]
