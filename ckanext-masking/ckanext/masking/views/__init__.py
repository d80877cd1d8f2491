"""Addresses of the extension."""

from .audit import audit
from .clear import clear
from .grants import grants
from .holding import holding
from .progress import progress
from .review import review
from .site import site

__all__ = ["audit", "clear", "grants", "holding", "progress", "review", "site"]
