"""Tables: catalogue nodes, data elements, code sequences, and the memory of the harvest."""

from .element import Element
from .harvest import HarvestRecord, HarvestRun, ReceivedCall
from .node import Node
from .sequence import Sequence
from .submission import Submission, SubmissionItem, SubmissionStep
from .town import Town

__all__ = [
    "Element",
    "HarvestRecord",
    "HarvestRun",
    "Node",
    "ReceivedCall",
    "Sequence",
    "Submission",
    "SubmissionItem",
    "SubmissionStep",
    "Town",
]
