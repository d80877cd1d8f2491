"""Opening the files of resources: ``of`` is what the index reads."""

from .store import of

__all__ = ["of"]
