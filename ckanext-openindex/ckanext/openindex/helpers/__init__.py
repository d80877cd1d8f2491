"""What templates ask of the extension."""

from .pages import openindex_charts, openindex_day, openindex_score
from .usage import openindex_usage

__all__ = ["openindex_charts", "openindex_day", "openindex_score", "openindex_usage"]
