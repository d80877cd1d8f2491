"""Permissions; each function bears the name of its action."""

from .catalogue import (
    govopen_element_list,
    govopen_element_show,
    govopen_node_list,
    govopen_node_show,
)
from .closed import bulk_update_private, bulk_update_public

__all__ = [
    "bulk_update_private",
    "bulk_update_public",
    "govopen_element_list",
    "govopen_element_show",
    "govopen_node_list",
    "govopen_node_show",
]
