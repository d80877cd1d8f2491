"""Tables of the index. None of them has a key into CKAN's: history outlives what it tells of."""

from .history import HistoryRow
from .input import InputRow, MarkRow
from .methodology import MethodologyRow
from .score import NodeRow, ScoreRow

__all__ = ["HistoryRow", "InputRow", "MarkRow", "MethodologyRow", "NodeRow", "ScoreRow"]
