"""Looking whether the addresses of resources answer: ``of`` is what the index reads."""

from .store import of

__all__ = ["of"]
