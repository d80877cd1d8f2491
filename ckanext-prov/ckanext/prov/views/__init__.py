"""Addresses of the extension."""

from .catalogue import catalogue
from .versions import versions

__all__ = ["catalogue", "versions"]
