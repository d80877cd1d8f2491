"""Tables of the catalogue: nodes (levels one and two), data elements, code sequences."""

from .element import Element
from .node import Node
from .sequence import Sequence

__all__ = ["Element", "Node", "Sequence"]
