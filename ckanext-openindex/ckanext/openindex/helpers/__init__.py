"""What templates ask of the extension."""

from .usage import openindex_usage

__all__ = ["openindex_usage"]
