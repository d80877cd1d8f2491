"""Counting the use of datasets: ``of`` is what the index reads."""

from .reading import of

__all__ = ["of"]
