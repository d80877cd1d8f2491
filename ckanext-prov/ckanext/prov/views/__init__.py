"""Addresses of the extension."""

from .catalogue import catalogue
from .data import data
from .provenance import provenance
from .versions import versions

__all__ = ["catalogue", "data", "provenance", "versions"]
