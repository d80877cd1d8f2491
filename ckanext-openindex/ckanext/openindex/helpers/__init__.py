"""What templates ask of the extension."""

from .feedback import openindex_rating
from .pages import openindex_charts, openindex_day, openindex_score
from .usage import openindex_usage

__all__ = [
    "openindex_charts",
    "openindex_day",
    "openindex_rating",
    "openindex_score",
    "openindex_usage",
]
