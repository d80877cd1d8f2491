"""API actions of the extension; each name listed here is reachable over HTTP."""

from . import closed
from .element import govopen_element_list, govopen_element_show
from .node import govopen_node_list, govopen_node_show

__all__ = [
    *closed.ACTIONS,
    "govopen_element_list",
    "govopen_element_show",
    "govopen_node_list",
    "govopen_node_show",
]

globals().update(closed.ACTIONS)
