"""Permissions; each function bears the name of its action."""

from .catalogue import (
    govopen_element_list,
    govopen_element_show,
    govopen_node_list,
    govopen_node_show,
)

__all__ = [
    "govopen_element_list",
    "govopen_element_show",
    "govopen_node_list",
    "govopen_node_show",
]
