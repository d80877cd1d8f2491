"""Addresses of the extension."""

from .data import data
from .pages import pages
from .usage import usage

__all__ = ["data", "pages", "usage"]
