"""Addresses of the extension."""

from .holding import holding

__all__ = ["holding"]
