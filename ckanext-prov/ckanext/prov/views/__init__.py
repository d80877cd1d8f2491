"""Addresses of the extension."""

from .catalogue import catalogue

__all__ = ["catalogue"]
