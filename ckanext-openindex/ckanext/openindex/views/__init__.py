"""Addresses of the extension."""

from .data import data
from .usage import usage

__all__ = ["data", "usage"]
