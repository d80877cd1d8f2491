"""Tables of the index. None of them has a key into CKAN's: history outlives what it tells of."""

from .feedback import AppRow, AppUseRow, RatingRow, RequestRow
from .history import HistoryRow
from .input import InputRow, MarkRow
from .looked import InspectionRow, ProbeRow
from .methodology import MethodologyRow
from .score import NodeRow, ScoreRow
from .usage import UsageBatchRow, UsageLossRow, UsageRow, UsageTotalRow

__all__ = [
    "AppRow",
    "AppUseRow",
    "HistoryRow",
    "InputRow",
    "InspectionRow",
    "MarkRow",
    "MethodologyRow",
    "NodeRow",
    "ProbeRow",
    "RatingRow",
    "RequestRow",
    "ScoreRow",
    "UsageBatchRow",
    "UsageLossRow",
    "UsageRow",
    "UsageTotalRow",
]
