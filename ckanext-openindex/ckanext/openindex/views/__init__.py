"""Addresses of the extension."""

from .usage import usage

__all__ = ["usage"]
