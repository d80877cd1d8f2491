"""Addresses of the extension."""

from .data import data
from .exports import exports
from .feedback import feedback
from .pages import pages
from .usage import usage

__all__ = ["data", "exports", "feedback", "pages", "usage"]
