"""API actions of the extension."""

from __future__ import annotations

from ckan.types import Action

from . import explain, lists, methodology, show


def get_actions() -> dict[str, Action]:
    """Actions by name; each is reachable over HTTP."""
    own = (
        explain.openindex_advice,
        explain.openindex_explain,
        lists.openindex_dataset_list,
        lists.openindex_node_list,
        lists.openindex_ranking,
        methodology.openindex_methodology_show,
        show.openindex_history,
        show.openindex_show,
    )
    return {action.__name__: action for action in own}
